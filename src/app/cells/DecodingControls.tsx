/** Which row is decoded, how far, and by which of the two ways. */
import { useId } from 'react';
import { Icon } from '../components/Icon';
import { extremeEntry, placeOf } from './decodingView';
import type { DecodingFocus } from './decodingView';
import type { RunOfPredictor } from './drawing';
import { hasCodes } from '../notebook/spec';

interface Props {
  readonly runs: readonly RunOfPredictor[];
  readonly item: RunOfPredictor | undefined;
  readonly focus: DecodingFocus;
  set(patch: Partial<DecodingFocus>): void;
  step(by: number): void;
  /** Steps in all: the levels and the error head. */
  readonly last: number;
  readonly rowWords: string;
}

/** Far apart from one another, so that a few presses see short and long values; the golden section never repeats. */
const JUMP = 0.618034;

export function DecodingControls({ runs, item, focus, set, step, last, rowWords }: Props) {
  const id = useId();
  const decoding = item?.run?.snapshot?.decoding ?? null;
  const offered = runs.filter((one) => hasCodes(one.cell));
  const most = Math.max(0, (decoding?.targets.length ?? 1) - 1);
  const at = Math.round(focus.place * most);
  const shown = focus.shown ?? last;
  const move = (row: number) => set({ place: most === 0 ? 0 : Math.max(0, Math.min(most, row)) / most });
  return (
    <div className="decoding-controls" role="group" aria-label="What is decoded">
      {offered.length > 1 && (
        <span className="option">
          <label htmlFor={`${id}-run`}>Run</label>
          <select id={`${id}-run`} value={item?.cell.id ?? ''} onChange={(event) => set({ run: event.target.value })}>
            {offered.map(({ cell }) => (
              <option key={cell.id} value={cell.id}>
                {cell.name}
              </option>
            ))}
          </select>
        </span>
      )}
      <span className="option">
        <label htmlFor={`${id}-mode`} className="visually-hidden">
          Rows
        </label>
        <select id={`${id}-mode`} value={focus.mode} onChange={(event) => set({ mode: event.target.value === 'many' ? 'many' : 'row' })}>
          <option value="row">one row</option>
          <option value="many">many rows</option>
        </select>
      </span>
      <span className="option">
        <label htmlFor={`${id}-way`} className="visually-hidden">
          Fed with
        </label>
        <select
          id={`${id}-way`} value={focus.way} title="At prediction time, each level receives what the model itself expected; in training, it also receives the true codes of the levels before (teacher forcing)."
          onChange={(event) => set({ way: event.target.value === 'forced' ? 'forced' : 'free' })}
        >
          <option value="free">fed with its own codes, as in use</option>
          <option value="forced">fed with the true codes (teacher forcing)</option>
        </select>
      </span>
      {focus.mode === 'row' && (
        <span className="level-steps">
          <button type="button" className="button small icon-only turn-left" disabled={!decoding || shown <= 0} aria-label="One level back" title="One level back ([)" aria-keyshortcuts="[" onClick={() => step(-1)}>
            <Icon name="chevron" size={12} />
          </button>
          <span className="level-words" role="status">
            {stepWords(shown, last)}
          </span>
          <button type="button" className="button small icon-only turn-right" disabled={!decoding || shown >= last} aria-label="One level on" title="One level on (])" aria-keyshortcuts="]" onClick={() => step(1)}>
            <Icon name="chevron" size={12} />
          </button>
        </span>
      )}
      <span className="row-choice">
        <label htmlFor={`${id}-row`} className="visually-hidden">
          Row, in the order of the true value
        </label>
        <input id={`${id}-row`} type="range" min={0} max={most} value={at} disabled={!decoding} aria-valuetext={rowWords} onChange={(event) => move(Number(event.target.value))} />
        <span className="row-words">{rowWords}</span>
        <button type="button" className="button small" disabled={!decoding} onClick={() => set({ place: (focus.place + JUMP) % 1 })}>
          Another
        </button>
        <button type="button" className="button small" disabled={!decoding} title="The prediction nearest to its true value" onClick={() => decoding && set({ place: placeOf(decoding, extremeEntry(decoding, 'best')) })}>
          Best
        </button>
        <button type="button" className="button small" disabled={!decoding} title="The prediction farthest from its true value" onClick={() => decoding && set({ place: placeOf(decoding, extremeEntry(decoding, 'worst')) })}>
          Worst
        </button>
      </span>
    </div>
  );
}

function stepWords(shown: number, last: number): string {
  if (shown === 0) return 'nothing yet';
  return shown >= last ? 'with the error head' : `level ${shown} of ${last - 1}`;
}
