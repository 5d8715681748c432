/** What is known of the runs on the page, and how their events change it. */
import type { Problem } from '../../engine/records/basics';
import type { RunEvent, RunResult, Snapshot } from '../../engine/records/event';
import type { QuantizerResult, QuantizerSnapshot } from '../../engine/records/quantize';
import type { CheckpointInfo, Doing, Family, MetricPoint, Progress } from '../../engine/records/run';
import type { ClickResult, SourceResult } from '../../engine/records/click';
import type { RetrievalResult } from '../../engine/records/retrieval';
import type { ValueResult, ValueSnapshot } from '../../engine/records/predict';

export type CellStatus = 'idle' | 'waiting' | 'running' | 'paused' | 'done' | 'stopped' | 'failed' | 'interrupted';

export interface CellRun {
  readonly status: CellStatus;
  /** Content hash of the settings and data that this run was started with. */
  readonly key: string | null;
  /** As `key` but without the seed: runs of one family differ in nothing else. Absent in runs kept before there were several seeds. */
  readonly family?: string | null;
  /** The engine's name of this run: what repair and appending ask for; null where nothing ran yet. */
  readonly runId: string | null;
  readonly seed: number;
  readonly progress: Progress | null;
  /** What it is at that no step counts; only while it runs. */
  readonly doing?: Doing | null;
  readonly points: readonly MetricPoint[];
  readonly snapshot: Snapshot | null;
  readonly result: RunResult | null;
  /** States kept in the browser that the run can go on from. */
  readonly checkpoints: readonly CheckpointInfo[];
  readonly problem: Problem | null;
  /** "webgpu", ... and how the data was prepared when it ran. */
  readonly ranOn: string | null;
}

export const NO_RUN: CellRun = { status: 'idle', key: null, runId: null, seed: 1, progress: null, doing: null, points: [], snapshot: null, result: null, checkpoints: [], problem: null, ranOn: null };

const MOST_POINTS = 4000;

/** A run of one family: what it shows and left is of that family. */
export type RunOf<F extends Family> = Omit<CellRun, 'snapshot' | 'result'> & {
  readonly snapshot: Extract<Snapshot, { family: F }> | null;
  readonly result: Extract<RunResult, { family: F }> | null;
};
export type QuantizerRun = RunOf<'quantizer'>;
export type ValueRun = RunOf<'value'>;
export type ClickRun = RunOf<'click'>;
export type SourceRun = RunOf<'source'>;
export type RetrievalRun = RunOf<'retrieval'>;

/** What any predictor leaves. */
export type FitResult = ValueResult | ClickResult | SourceResult | RetrievalResult;

/** The run as one of this family; of another it has nothing to show. */
export function runOf<F extends Family>(family: F, run: CellRun | undefined): RunOf<F> | undefined {
  if (!run) return undefined;
  const other = [run.snapshot, run.result].some((has) => has !== null && has.family !== family);
  return (other ? { ...run, snapshot: null, result: null } : run) as RunOf<F>;
}

/** What a quantizer's run left; null while there is nothing, and of other runs. */
export function quantized(run: CellRun | undefined): QuantizerResult | null {
  return run?.result?.family === 'quantizer' ? run.result : null;
}

/** What a predictor's run left, of any family; null while there is nothing, and of quantizers. */
export function fitted(run: CellRun | undefined): FitResult | null {
  const result = run?.result ?? null;
  return result === null || result.family === 'quantizer' ? null : result;
}

/** What a run that predicts labels left. */
export function judged(run: CellRun | undefined): ClickResult | null {
  return run?.result?.family === 'click' ? run.result : null;
}

/** What a predictor of a value left. */
export function predicted(run: CellRun | undefined): ValueResult | null {
  return run?.result?.family === 'value' ? run.result : null;
}

/** What a run that goes on no more is called, by what it left: its own outcome, or how far it came. */
export function statusAsLeft(run: CellRun | undefined): CellStatus {
  const end = run?.result;
  if (end) return end.stopped ? 'stopped' : 'done';
  return (run?.progress?.step ?? 0) > 0 ? 'interrupted' : 'idle';
}

/** A cell's run after one event. */
export function reduceRun(run: CellRun, event: RunEvent): CellRun {
  switch (event.type) {
    case 'status':
      // `result` and `failed` carry the end; a status alone never ends a run, so nothing is called done without its numbers.
      return event.status === 'running' || event.status === 'paused' ? { ...run, status: event.status } : run;
    case 'doing':
      return { ...run, doing: event.doing };
    case 'progress':
      return { ...run, progress: event.progress, doing: null };
    case 'checkpoints':
      return { ...run, checkpoints: event.checkpoints };
    case 'points':
      return { ...run, points: thin([...run.points, ...event.points]) };
    case 'snapshot':
      return { ...run, snapshot: event.snapshot };
    case 'result':
      return { ...run, status: event.result.stopped ? 'stopped' : 'done', doing: null, result: event.result, snapshot: event.result.snapshot };
    case 'failed':
      return { ...run, status: 'failed', doing: null, problem: event.problem };
  }
}

/** What is kept of a run that no view shows: its progress, its outcome and its numbers; null where nothing of the event is. */
export function numbersOnly(event: RunEvent): RunEvent | null {
  switch (event.type) {
    case 'points':
    case 'snapshot':
    case 'checkpoints':
      return null;
    case 'result':
      return { type: 'result', result: withoutRows(event.result) };
    default:
      return event;
  }
}

function withoutRows(result: RunResult): RunResult {
  switch (result.family) {
    case 'quantizer':
      return quantizedWithoutRows(result);
    case 'value':
      return predictedWithoutRows(result);
    case 'click':
      // Its probabilities stay: the differences to other runs are counted over all seeds.
      return result;
    case 'retrieval':
      // Its ranks stay, for the same reason.
      return { ...result, ranked: new Int32Array(0), rankedScores: new Float32Array(0) };
    case 'source':
      return { ...result, vectors: new Float32Array(0), rowIndex: new Uint32Array(0), snapshot: { ...result.snapshot, points: new Float32Array(0), rows: new Uint32Array(0), labels: new Uint8Array(0), colours: [] } };
  }
}

function quantizedWithoutRows(result: QuantizerResult): QuantizerResult {
  const { stored } = result;
  const codebooks = result.codebooks.map(({ numCodes, dim }) => ({ numCodes, dim, data: new Float32Array(0) }));
  return {
    ...result, codes: new Int32Array(0), reconstruction: new Float32Array(0), codebooks, snapshot: withoutCounts(result.snapshot),
    ...(stored && { stored: { ...stored, codes: new Int32Array(0), snapshot: withoutCounts(stored.snapshot) } }),
  };
}

function withoutCounts(snapshot: QuantizerSnapshot): QuantizerSnapshot {
  const { quantiles, scale } = snapshot.residualNorms;
  return { ...snapshot, usage: [], residualNorms: { scale, quantiles, edges: new Float32Array(0), counts: [] }, mixtures: [] };
}

function predictedWithoutRows(result: ValueResult): ValueResult {
  const { quantization: _, decoding: __, alignment: ___, ...kept } = result.snapshot;
  const none = new Float32Array(0);
  const snapshot: ValueSnapshot = { ...kept, rows: new Uint32Array(0), targets: none, predictions: none };
  return { ...result, rowIndex: new Uint32Array(0), parts: new Uint8Array(0), targets: none, predictions: none, partials: none, snapshot };
}

/** Every second point of the older half goes when there are too many, so a long run's curve keeps its shape. */
function thin(points: readonly MetricPoint[]): readonly MetricPoint[] {
  if (points.length <= MOST_POINTS) return points;
  const half = points.length >> 1;
  return [...points.slice(0, half).filter((_, index) => index % 2 === 0), ...points.slice(half)];
}
