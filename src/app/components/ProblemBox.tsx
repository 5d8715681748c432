/** An error where it belongs: what was seen and wanted, and what to do. */
import type { Problem } from '../../engine/records/basics';

export function ProblemBox({ problem }: { readonly problem: Problem }) {
  return (
    <div className="problem" role="alert">
      <svg className="icon" width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
        <path d="M8 1.8 L15 14 H1 Z M8 6.2 V9.8 M8 11.9 V12" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinejoin="round" strokeLinecap="round" />
      </svg>
      <p>
        <strong>{problem.message}</strong> {problem.hint}
      </p>
    </div>
  );
}
