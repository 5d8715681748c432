/** What the guess kept out of the vector and what is odd about the rest, each with one click to decide otherwise. */
import type { ColumnRemark, FileInspection } from '../../engine/records/data';

interface Props {
  readonly inspection: FileInspection;
  /** The vector's columns now. */
  readonly chosen: readonly string[];
  onChange(next: readonly string[]): void;
}
/** More remarks than these are told by number. */
const MOST_LISTED = 12;

export function ColumnRemarks({ inspection, chosen, onChange }: Props) {
  const { columns, leftOut = [], odd = [] } = inspection;
  const set = new Set(chosen);
  const without = leftOut.filter(({ name }) => !set.has(name));
  const within = odd.filter(({ name }) => set.has(name));
  /** In the order of the file. */
  const keep = (isKept: (name: string) => boolean) => onChange(columns.filter(({ name, type }) => type === 'number' && isKept(name)).map(({ name }) => name));
  if (without.length === 0 && within.length === 0) return null;
  return (
    <div className="remarks" role="group" aria-label="Columns that look unlike a dimension">
      <Remarks title="Left out of the vector" verb="Take in" remarks={without} act={(picked) => keep((name) => set.has(name) || picked.has(name))} />
      <Remarks title="In the vector, but odd" verb="Leave out" remarks={within} act={(picked) => keep((name) => set.has(name) && !picked.has(name))} />
    </div>
  );
}

function Remarks({ title, verb, remarks, act }: { readonly title: string; readonly verb: string; readonly remarks: readonly ColumnRemark[]; act(picked: ReadonlySet<string>): void }) {
  if (remarks.length === 0) return null;
  return (
    <>
      <p className="remarks-title">
        <strong>{title}</strong>
        {remarks.length > 1 && (
          <button type="button" className="button small" onClick={() => act(new Set(remarks.map(({ name }) => name)))}>
            {verb} all {remarks.length}
          </button>
        )}
      </p>
      <ul className="remark-list">
        {remarks.slice(0, MOST_LISTED).map(({ name, reason }) => (
          <li key={name}>
            <span>
              <code>{name}</code>: {reason}
            </span>
            <button type="button" className="button small" aria-label={`${verb} ${name}`} onClick={() => act(new Set([name]))}>
              {verb}
            </button>
          </li>
        ))}
        {remarks.length > MOST_LISTED && <li className="muted">and {remarks.length - MOST_LISTED} more</li>}
      </ul>
    </>
  );
}
