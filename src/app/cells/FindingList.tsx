/** What is wrong with a run, each with what to do: said as it is found. */
import type { Finding } from '../../engine/records/basics';

export function FindingList({ findings }: { readonly findings: readonly Finding[] }) {
  if (findings.length === 0) return null;
  // The list stays a list: the status stands about it.
  return (
    <div role="status">
      <ul className="findings">
        {findings.map(({ text, severity, remedy }) => (
          <li key={text} className={severity}>
            <strong>{text}</strong> {remedy}
          </li>
        ))}
      </ul>
    </div>
  );
}
