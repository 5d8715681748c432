/** Rows, or targets, far beyond the others: which, how far, and what is to be done with them. */
import type { OutlierChoice, Outliers } from '../../engine/records/data';
import { formatCount, formatNumber } from '../../viz/format';

interface Props {
  readonly outliers: Outliers;
  /** "rows", "targets". */
  readonly what: string;
  readonly chosen: OutlierChoice;
  choose(outliers: OutlierChoice): void;
}

const CHOICES: readonly (readonly [OutlierChoice, string, string])[] = [
  ['keep', 'Keep', 'They stay as they are and will dominate errors and codes.'],
  ['clip', 'Clip', 'They are scaled down to the largest of the others.'],
  ['drop', 'Drop', 'They are left out.'],
];

export function OutlierChoices({ outliers, what, chosen, choose }: Props) {
  const { count, first, median } = outliers;
  return (
    <div className="decide" role="group" aria-label={`Outliers among the ${what}`}>
      <p>
        <strong>
          {formatCount(count)} {count === 1 ? what.replace(/s$/, '') : what} more than a million times as large as the median
        </strong>{' '}
        ({first.map(({ row, size }) => `row ${formatCount(row)}: ${formatNumber(size)}`).join(', ')}
        {count > first.length ? ', …' : ''}; median {formatNumber(median)}). Most likely they were written wrongly; they alone decide every mean and error.
      </p>
      <div className="buttons">
        {CHOICES.map(([choice, title, about]) => (
          <button key={choice} type="button" className="button" aria-pressed={chosen === choice} title={about} onClick={() => choose(choice)}>
            {title}
          </button>
        ))}
      </div>
    </div>
  );
}
