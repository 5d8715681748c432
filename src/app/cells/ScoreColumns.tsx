/** Which scores a table shows, as a menu of checks. */
import type { ScoreEntry } from '../../engine/records/predict';
import { Menu } from '../components/Menu';

interface Props {
  readonly offered: readonly ScoreEntry[];
  readonly keys: readonly string[];
  /** Nothing was chosen yet. */
  readonly asAtFirst: boolean;
  /** Null: as at first. */
  set(keys: readonly string[] | null): void;
}

export function ScoreColumns({ offered, keys, asAtFirst, set }: Props) {
  return (
    <Menu label={`Columns: ${keys.length} of ${offered.length} scores`} className="button quiet" button="Columns">
      <div className="columns-panel">
        <p className="muted">The CSV and results.json always hold every score.</p>
        <fieldset>
          {offered.map((entry) => (
            <label key={entry.key} className="check">
              <input type="checkbox" checked={keys.includes(entry.key)} onChange={() => set(offered.map(({ key }) => key).filter((key) => keys.includes(key) !== (key === entry.key)))} /> {entry.title}
            </label>
          ))}
        </fieldset>
        <p className="buttons">
          <button type="button" className="button small" disabled={asAtFirst} onClick={() => set(null)}>
            As at first
          </button>
        </p>
      </div>
    </Menu>
  );
}
