/** The further seeds of a quantizer or predictor, how each stands, below its row: none where it has one seed. */
import { useMemo } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { useApp, useNotebook } from '../components/context';
import { jobsOf } from '../notebook/jobs';
import { fitted, quantized } from '../runs/cellRun';
import type { CellRun } from '../runs/cellRun';
import { formatNumber } from '../../viz/format';
import { share } from './summary';

export function SeedList({ cell }: { readonly cell: { readonly id: string; readonly name: string } }) {
  const { session } = useApp();
  const notebook = useNotebook((state) => state.notebook);
  const jobs = useMemo(() => jobsOf(notebook, cell.id), [notebook, cell.id]);
  const runs = useStore(session.runs, useShallow((state) => jobs.map((job) => state.runs[job.id])));
  const family = runs[0]?.family;
  if (jobs.length < 2) return null;
  return (
    <ul className="seed-list" aria-label={`Seeds of ${cell.name}`}>
      {jobs.map((job, index) => (
        <li key={job.id} data-seed={job.seed} title={runs[index]?.problem?.message}>
          seed {job.seed} <span className="muted">{words(runs[index], family)}</span>
        </li>
      ))}
    </ul>
  );
}

function words(run: CellRun | undefined, family: string | null | undefined): string {
  if (!run || run.status === 'idle') return 'not run';
  if (run.status === 'running' && run.progress) return share(run.progress.step, run.progress.steps);
  const scores = fitted(run)?.scores;
  const error = quantized(run)?.metrics.relativeError ?? scores?.mae ?? scores?.auc;
  if ((run.status === 'done' || run.status === 'stopped') && error !== undefined) return run.family === family ? formatNumber(error) : 'of other settings';
  return run.status;
}
