/** The chain of one item: its vector, then what each code takes away, with lengths as bars and the sum filled with its numbers. */
import { levelStep } from '../../../viz/colors';
import { formatNumber } from '../../../viz/format';
import type { ItemFacts } from '../../../engine/records/items';
import type { CodesShown } from './useCodesShown';

interface Props {
  readonly shown: CodesShown;
  readonly row: number;
  readonly facts: ItemFacts;
}

const SUBSCRIPTS = '₀₁₂₃₄₅₆₇₈₉';

export function Chain({ shown, row, facts: { left, steps } }: Props) {
  const codes = [...shown.of(row)];
  const { kind } = shown.cell.spec;
  const most = Math.max(...left, 1e-30);
  const encoder = shown.result.traits.encoder !== 'none';
  const sum = codes.map((code, level) => `c${subscript(level + 1)}[${code}]`).join(' + ');
  return (
    <section aria-label="Level by level">
      <h3>Level by level, by {shown.cell.name}</h3>
      <ol className="chain">
        {left.map((length, depth) => (
          <li key={depth}>
            <span className="chain-words">
              <span>{depth === 0 ? 'from the mean' : `− code ${codes[depth - 1]}`}</span>
              <span className="muted">{depth === 0 ? `length ${formatNumber(length)}` : `takes ${formatNumber(steps[depth - 1]!)}, leaves ${formatNumber(length)}`}</span>
            </span>
            <span className="chain-bar" style={{ width: `${(100 * length) / most}%`, background: depth === 0 ? 'var(--ink)' : `var(--hue-${kind}-${levelStep(depth - 1, codes.length)})` }} />
          </li>
        ))}
      </ol>
      <p className="chain-formula">
        x ≈ {encoder ? `D(${sum})` : sum}
      </p>
      <p className="muted inspector-note">
        {encoder ? 'D is the decoder: code vectors add up in its latent space. Lengths are of vectors, rebuilt from the first codes.' : 'Code vectors add up; the first level holds the mean of the data.'} Left at last: {formatNumber(left.at(-1)!)} of {formatNumber(left[0]!)}, {Math.round((100 * left.at(-1)!) / Math.max(left[0]!, 1e-30))} %.
      </p>
    </section>
  );
}

function subscript(number: number): string {
  return String(number).replace(/\d/g, (digit) => SUBSCRIPTS[Number(digit)]!);
}
