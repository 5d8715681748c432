/** A semantic ID as a row of chips, the ground of each the level's step of its method's colour; a chip selects its code. */
import { levelStep } from '../../viz/colors';
import { useApp } from './context';
import { addTo, inspect, select } from '../state/selection';

interface Props {
  /** The cell whose codes they are. */
  readonly run: string;
  readonly kind: string;
  readonly codes: ArrayLike<number>;
  /** Level of the first chip, from 0. */
  readonly from?: number;
  readonly levels?: number;
  /** What stands in the chips is only said: they cannot be pressed. */
  readonly still?: boolean;
}

export function IdChips({ run, kind, codes, from = 0, levels = from + codes.length, still = false }: Props) {
  const { session: { items, selection } } = useApp();
  const choose = (level: number, code: number, add: boolean) => {
    const rows = items.having({ by: 'code', run, level, code });
    if (rows) (add ? addTo : select)(selection, rows);
    inspect(selection, { what: 'code', run, level, code });
  };
  return (
    <span className="id-chips">
      {Array.from(codes, (code, i) => {
        const step = levelStep(from + i, levels);
        const style = { background: `var(--hue-${kind}-${step})`, color: `var(--on-hue-${kind}-${step})` };
        return still ? (
          <span key={i} className="id-chip" style={style}>
            {code}
          </span>
        ) : (
          <button
            key={i} type="button" className="id-chip" style={style} aria-label={`Code ${code} at level ${from + i + 1}`} title={`Code ${code} at level ${from + i + 1}: select its items (Shift adds)`}
            onPointerEnter={() => items.expect(run, from + i, code)} onFocus={() => items.expect(run, from + i, code)}
            onClick={(event) => choose(from + i, code, event.shiftKey)}
          >
            {code}
          </button>
        );
      })}
    </span>
  );
}
