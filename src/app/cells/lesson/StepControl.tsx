/** The one control of a step. */
import type { LessonStep } from '../../notebook/spec';
import { useApp } from '../../components/context';
import { editParams } from '../../state/notebookStore';
import type { RunOfCell } from '../drawing';
import type { Played } from './steps';

interface Props {
  readonly step: LessonStep;
  readonly runs: readonly RunOfCell[];
  readonly played: Played;
  play(what: Played): void;
}

/** Codes that the second step offers. */
const CODES = [1, 2, 3, 4, 5, 6, 8, 12, 16];

export function StepControl({ step, runs, played, play }: Props) {
  const { session } = useApp();
  const [first, second] = runs;
  const again = (item: RunOfCell | undefined, params: Record<string, number | readonly number[]> = {}) => {
    if (!item) return;
    if (Object.keys(params).length > 0) editParams(session.notebook, item.cell.id, params);
    session.queue.run([item.cell.id], true);
  };
  const numbers = (item: RunOfCell | undefined) => ({ levels: Number(item?.cell.spec.params.numLevels ?? 1), codes: [item?.cell.spec.params.numCodes ?? 4].flat().map(Number)[0] ?? 4 });
  switch (step) {
    case 'points':
      return <p className="muted">{played.row === undefined ? 'No point is chosen yet.' : `Point ${played.row} is chosen: two numbers of 32 bits.`}</p>;
    case 'cells': {
      const at = Math.max(0, CODES.indexOf(numbers(first).codes));
      return (
        <label className="step-slider">
          <span>Codes of level 1: {CODES[at]}</span>
          <input
            type="range" min={0} max={CODES.length - 1} step={1} value={at} aria-valuetext={`${CODES[at]} codes`}
            onChange={(event) => {
              const codes = CODES[Number(event.target.value)]!;
              play({ codes });
              again(first, { numCodes: [codes] });
            }}
          />
        </label>
      );
    }
    case 'left':
      return <Stops label="What is left" stops={['the points, an arrow each', 'what level 1 leaves over']} at={played.after ?? 0} go={(after) => play({ after })} />;
    case 'sums':
      return <Stops label="Codes in the sum" stops={['no code', '1 code', 'what is left, in its own cells', '2 codes']} at={played.stop ?? 0} go={(stop) => play({ stop, ...(stop === 2 && { second: 1 }) })} />;
    case 'bits':
      return (
        <span className="buttons">
          <button type="button" className="button" disabled={numbers(first).levels >= 5} onClick={() => again(first, { numLevels: numbers(first).levels + 1 })}>
            A level more ({numbers(first).levels} × {numbers(first).codes} now)
          </button>
          <button type="button" className="button" disabled={numbers(second).codes >= 256} onClick={() => again(second, { numCodes: [numbers(second).codes * 2] })}>
            Twice the codes (1 × {numbers(second).codes} now)
          </button>
          <button type="button" className="button quiet" onClick={() => (again(first, { numLevels: 2 }), again(second, { numCodes: [16] }))}>
            Back to 4 bits
          </button>
        </span>
      );
    case 'follow': {
      const levels = first?.run?.result?.levels ?? 2;
      const depth = played.depth ?? 0;
      return (
        <span className="buttons">
          <button type="button" className="button" disabled={depth === 0} title="One code back ([)" onClick={() => play({ depth: depth - 1 })}>
            One code back
          </button>
          <button type="button" className="button" disabled={depth >= levels} title="One code more (])" onClick={() => play({ depth: depth + 1 })}>
            One code more
          </button>
          <button type="button" className="button quiet" onClick={() => play({ row: ((played.row ?? 0) + 37) % Math.max(1, first?.run?.result?.rows ?? 1), depth: 0 })}>
            Another point
          </button>
        </span>
      );
    }
    case 'gauss':
      return (
        <span className="buttons">
          <button
            type="button" className="button" title="One EM pass (.)"
            onClick={() => {
              play({ passes: (played.passes ?? 0) + 1 });
              if (first) session.queue.step([first.cell.id], true);
            }}
          >
            One EM pass
          </button>
          <button type="button" className="button quiet" onClick={() => (session.runs.getState().paused ? session.queue.resume() : again(first))}>
            All passes
          </button>
          <span className="muted">{played.passes ?? 0} made by you</span>
        </span>
      );
    case 'collapse':
      return (
        <span className="buttons">
          <button type="button" className="button" onClick={() => (play({ collapse: 1 }), again(first))}>
            Collapse it
          </button>
          <button type="button" className="button" onClick={() => (play({ cure: 1 }), again(second))}>
            Cure it
          </button>
        </span>
      );
  }
}

function Stops({ label, stops, at, go }: { readonly label: string; readonly stops: readonly string[]; readonly at: number; go(at: number): void }) {
  return (
    <label className="step-slider">
      <span>
        {label}: {stops[at]}
      </span>
      <input type="range" min={0} max={stops.length - 1} step={1} value={at} aria-valuetext={stops[at]} onChange={(event) => go(Number(event.target.value))} />
    </label>
  );
}
