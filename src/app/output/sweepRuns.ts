/** A sweep's points with their runs: what is done, what failed, and the table of it. */
import type { MetricEntry } from '../../engine/records/quantize';
import { keysOf } from '../notebook/hash';
import { jobsOf, sweepPoints, valueWords } from '../notebook/jobs';
import type { SweepPoint } from '../notebook/jobs';
import type { Notebook, SweepCell } from '../notebook/spec';
import { prints } from '../runs/runState';
import type { RunState } from '../runs/runState';
import { quantized } from '../runs/cellRun';
import type { CellRun, CellStatus } from '../runs/cellRun';
import { sweepCsv } from './csv';
import type { SeedRun } from './seedRuns';

/** `partial`: some seeds are done and no others are under way; `stale`: its runs are of other settings or data. */
export type PointStatus = CellStatus | 'partial' | 'stale';

export interface PointRuns {
  readonly point: SweepPoint;
  /** Every seed asked for; `run` is undefined where nothing of these settings ran yet. */
  readonly runs: readonly { readonly id: string; readonly seed: number; readonly run: CellRun | undefined }[];
  readonly done: readonly SeedRun[];
  readonly status: PointStatus;
}

/** Every point of a sweep in order. A run of other settings or data counts as not run, and its point as stale. */
export function pointRuns(notebook: Notebook, state: Pick<RunState, 'runs' | 'files'>, sweep: SweepCell): readonly PointRuns[] {
  const known = prints(state);
  const points = sweepPoints(sweep).map((point) => ({ point, runs: [] as PointRuns['runs'][number][], stale: false }));
  for (const job of jobsOf(notebook, sweep.id)) {
    const run = state.runs[job.id];
    const underway = run?.status === 'waiting' || run?.status === 'running' || run?.status === 'paused';
    const holds = run !== undefined && (underway || run.key === (keysOf(notebook, job, known)?.key ?? null));
    const at = points[job.point]!;
    at.runs.push({ id: job.id, seed: job.seed, run: holds ? run : undefined });
    at.stale ||= !holds && run?.result != null;
  }
  return points.map(({ point, runs, stale }) => {
    const done = runs.flatMap(({ seed, run }) => {
      const result = quantized(run);
      return result && run?.status !== 'waiting' ? [{ seed, result }] : [];
    });
    return { point, runs, done, status: statusOf(runs.map(({ run }) => run?.status ?? 'idle'), stale) };
  });
}

/** One word for a whole sweep. */
export function sweepStatus(points: readonly PointRuns[]): string {
  if (points.every((point) => point.status === 'done')) return points.length > 0 ? 'done' : 'idle';
  if (points.every((point) => point.done.length === 0)) return points.some((point) => point.status === 'failed') ? 'failed' : 'idle';
  return 'partial';
}

/** "numLevels 3, numCodes 64". */
export function pointWords(point: SweepPoint): string {
  return point.map(({ name, value }) => `${name} ${valueWords(value)}`).join(', ');
}

/** Every run of the sweep as CSV, all metrics. */
export function sweepCsvOf(sweep: SweepCell, metrics: readonly MetricEntry[], points: readonly PointRuns[]): string {
  return sweepCsv(sweep.spec.parameters.map(({ name }) => name), metrics, points.flatMap(({ point, runs }) => runs.map(({ seed, run }) => ({
    values: point.map(({ value }) => valueWords(value)), seed, status: run?.status ?? 'idle', reason: run?.problem?.message ?? '', result: quantized(run),
  }))));
}

function statusOf(statuses: readonly CellStatus[], stale: boolean): PointStatus {
  for (const status of ['running', 'paused', 'waiting'] as const) if (statuses.includes(status)) return status;
  if (statuses.length > 0 && statuses.every((status) => status === 'done' || status === 'stopped')) return 'done';
  if (statuses.includes('failed')) return 'failed';
  if (statuses.includes('done') || statuses.includes('stopped')) return 'partial';
  return stale ? 'stale' : 'idle';
}
