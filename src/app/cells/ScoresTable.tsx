/** Predictors as rows, scores as columns; below a rule, predictions that came with the table. */
import type { ScoreEntry } from '../../engine/records/predict';
import type { LoadedTable } from '../../engine/records/table';
import { printSpread, printValue, standingOf } from './best';
import { bestReference, gapWords, judged, momentsOf, referenceName, scoreValue } from './scoreRows';
import type { ScoreRow } from './scoreRows';
import { RowMarks } from './RowMarks';
import { MarkedCell, MetricHead } from './tableParts';
import type { Printed } from './tableParts';
import { ScrollRegion } from '../components/ScrollRegion';

interface Props {
  readonly columns: readonly ScoreEntry[];
  readonly rows: readonly ScoreRow[];
  readonly references: LoadedTable['references'];
  readonly unit: string;
}

export function ScoresTable({ columns, rows, references, unit }: Props) {
  const several = rows.some(({ fits }) => fits.length > 1);
  const heads = columns.map((entry) => {
    const values = rows.map(({ fits }) => fits.map(({ result }) => scoreValue(entry.key, result)));
    return { entry, metric: judged(entry), values, standing: standingOf(judged(entry), rows.map(({ fits }, row) => (fits.some(({ result }) => result.stopped) ? [] : values[row]!))), reference: bestReference(entry, references) };
  });
  return (
    <ScrollRegion label="Table of scores">
      <table className="compare scores">
        <thead>
          <tr>
            <th scope="col">method</th>
            {heads.map(({ entry }) => (
              <th key={entry.key} scope="col">
                <MetricHead metric={entry} several={several} unit={entry.format === 'target' ? unit : entry.format === 'seconds' ? 's' : ''} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ id, name, kind, fits }, index) => (
            <tr key={id} className={`hue-${kind}`}>
              <th scope="row">
                <span className="swatch" aria-hidden="true" />
                {name}
                <RowMarks results={fits.map(({ result }) => result)} findings={fits[0]?.result.findings ?? []} />
              </th>
              {heads.map(({ entry, metric, values, standing, reference }) => (
                <MarkedCell key={entry.key} metric={entry.key} index={index} standing={standing} printed={printed(entry, metric, values[index]!, reference)} />
              ))}
            </tr>
          ))}
        </tbody>
        {references.length > 0 && (
          <tbody className="references">
            {references.map(({ name, scores }) => (
              <tr key={name} className="hue-none">
                <th scope="row">{referenceName(name)}</th>
                {heads.map(({ entry, metric }) => (
                  <td key={entry.key} data-metric={entry.key}>
                    {entry.key in scores ? printValue(unitless(metric), scores[entry.key]) : ''}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        )}
      </table>
    </ScrollRegion>
  );
}

/** Seconds have their unit in the head. */
function unitless(metric: ReturnType<typeof judged>): ReturnType<typeof judged> {
  return metric.format === 'seconds' ? { ...metric, format: 'number' } : metric;
}

function printed(entry: ScoreEntry, metric: ReturnType<typeof judged>, values: readonly (number | undefined)[], reference: number | undefined): Printed {
  const known = values.filter((value) => value !== undefined);
  if (known.length === 0) return { words: null };
  const { mean, sd } = momentsOf(known);
  const gap = entry.direction === 'none' ? undefined : gapWords(mean, reference);
  return { words: wordsOf(entry, unitless(metric), mean, known.length > 1 ? sd : undefined), ...(gap && { below: gap }) };
}

function wordsOf(entry: ScoreEntry, metric: ReturnType<typeof judged>, mean: number, sd: number | undefined): string {
  if (entry.format === 'seconds' && mean < 0.01) return '<0.01';
  // Correlations live in -1..1: what lies below a thousandth is chance, and powers of ten would only draw the eye to it.
  if (entry.format === 'number' && Math.abs(mean) < 0.001) return '≈\u202f0';
  return sd === undefined ? printValue(metric, mean) : printSpread(metric, mean, sd).words;
}
