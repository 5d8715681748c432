/** results.json: what a headless run leaves, in the words that scripts and papers read. */
import type { Finding, Problem } from '../../engine/records/basics';
import type { Preprocessing } from '../../engine/records/data';
import type { EngineInfo } from '../../engine/records/engine';
import type { Metrics, QuantizerResult, StoredResult } from '../../engine/records/quantize';
import type { Scores } from '../../engine/records/predict';
import type { Repair } from '../../engine/records/repair';
import { inputOf, inputsOf } from '../notebook/inputs';
import { datasetCell, quantizerCell } from '../notebook/spec';
import type { Notebook, SweptParam } from '../notebook/spec';
import type { RunState } from '../runs/runState';
import { fitOutcome, tableOutcome } from './fitResults';
import type { ControlDifference, FitOutcome, FitSeedResult, TableOutcome } from './fitResults';
import { codesOutcome } from './codesResults';
import type { CodesOutcome } from './codesResults';
import { ceilingsOf, logOutcome } from './logResults';
import type { LogOutcome } from './logResults';
import { fitSeedRunsOf } from './fitRuns';
import { retrievalOutcome, sequencesOutcome } from './retrievalResults';
import type { RetrievalOutcome, SequencesOutcome } from './retrievalResults';
import { seedRunsOf, spreadsOf } from './seedRuns';
import type { SeedRun } from './seedRuns';
import { pointRuns, sweepStatus } from './sweepRuns';
import type { PointRuns } from './sweepRuns';
import { quantized } from '../runs/cellRun';
import { storedResultOf } from '../runs/storedSide';

type PlainMetrics = Omit<Metrics, 'parameters'>;
/** Codes that the method stored for the rows it was trained on: their own numbers, and the share of rows in which they differ from the codes by rule. */
export interface StoredOutcome {
  readonly metrics: PlainMetrics;
  readonly rows: number;
  readonly differing: number;
}
/** One finished run. */
export interface SeedResult {
  readonly seed: number;
  readonly seconds: number;
  readonly steps: number;
  readonly stoppedAt?: number;
  readonly metrics: PlainMetrics;
  readonly stored?: StoredOutcome;
}
/** All finished seeds, and over two or more the mean and the sample standard deviation in the keys of `metrics`. */
export interface SeedResults {
  readonly seeds?: readonly (SeedResult | FitSeedResult)[];
  readonly mean?: Partial<Metrics> | Scores;
  readonly sd?: Partial<Metrics> | Scores;
}
export interface PointResult extends SeedResults {
  readonly params: Readonly<Record<string, unknown>>;
  readonly status: string;
  readonly problems?: readonly Problem[];
}

export interface ResultsCell extends SeedResults, Partial<Omit<TableOutcome, 'rows' | 'choices'>>, Partial<Omit<LogOutcome, 'references' | 'warnings' | 'choices' | 'parts'>>, Partial<Omit<SequencesOutcome, 'warnings' | 'choices' | 'parts' | 'split'>>, Partial<Omit<RetrievalOutcome, 'bits'>>, Partial<Omit<CodesOutcome, 'warnings' | 'choices'>>, Partial<Omit<FitOutcome, keyof SeedResults | 'metrics'>> {
  readonly id: string;
  readonly mode: string;
  readonly kind?: string;
  /** Events of a log, or pairs and cases of sequences. */
  readonly parts?: LogOutcome['parts'] | SequencesOutcome['parts'];
  readonly split?: SequencesOutcome['split'];
  readonly choices?: TableOutcome['choices'] | LogOutcome['choices'] | SequencesOutcome['choices'] | CodesOutcome['choices'];
  readonly status: string;
  /** The first seed: whose `seconds`, `steps`, `metrics` and `notes` stand here, and whose files are written. */
  readonly seed?: number;
  readonly seconds?: number;
  readonly steps?: number;
  readonly rows?: number;
  readonly dim?: number;
  readonly preprocessing?: Preprocessing;
  /** Numbers in the model. */
  readonly parameters?: number;
  /** Of the first seed; of a predictor its scores on the test part. */
  readonly metrics?: PlainMetrics | Scores;
  /** Beside `metrics`, which are of the codes by rule; over several seeds with mean and deviation. */
  readonly stored?: StoredOutcome & { readonly mean?: Partial<Metrics>; readonly sd?: Partial<Metrics> };
  readonly notes?: readonly string[];
  /** What is wrong with the run and what to try; absent: nothing. */
  readonly findings?: readonly Finding[];
  /** How far a run came that was stopped, 0..1; absent: to its end. */
  readonly stoppedAt?: number;
  /** What a repair did to the IDs of the first seed's run; `metrics` are those before it. */
  readonly repair?: Omit<Repair, 'codes'>;
  readonly problem?: Problem;
  /** Sweeps: the metric drawn, what is swept, and every point. */
  readonly metric?: string;
  readonly swept?: readonly SweptParam[];
  readonly points?: readonly PointResult[];
}
export interface Results {
  readonly engine: { readonly backend: string; readonly adapter: string; readonly version: string };
  readonly cells: readonly ResultsCell[];
}

/** `failedViews`: ids of view cells that could not be drawn; `repairs`: by quantizer cell; `differences`: by predictor of labels. Notes have nothing to report and are left out. Undefined metrics (NaN) become null in JSON. */
export function toResults(info: EngineInfo, notebook: Notebook, state: RunState, failedViews: ReadonlySet<string> = new Set(), repairs: ReadonlyMap<string, Repair> = new Map(), differences: ReadonlyMap<string, ControlDifference> = new Map()): Results {
  const cells = notebook.cells.flatMap((cell): ResultsCell[] => {
    const base = { id: cell.id, mode: cell.mode };
    if (cell.mode === 'note') return [];
    if (cell.mode === 'dataset') {
      const data = state.data[cell.id];
      const summary = data?.loaded?.summary;
      return [{
        ...base, status: data?.status ?? 'empty', preprocessing: cell.spec.choices.preprocessing ?? 'none',
        ...(summary && { rows: summary.rows, dim: summary.dim }), ...(data?.problem && { problem: data.problem }),
      }];
    }
    if (cell.mode === 'quantizer') {
      const run = state.runs[cell.id];
      const result = quantized(run);
      const preprocessing = datasetCell(notebook, inputOf(cell, 'rows'))?.spec.choices.preprocessing ?? 'none';
      return [{
        ...base, kind: cell.spec.kind, status: run?.status ?? 'idle', seed: cell.spec.seed, preprocessing,
        ...(result && outcome(result)),
        ...(result && seedResults(seedRunsOf(notebook, state.runs, cell.id))),
        ...(result?.stored && { stored: storedOutcome(result.stored, seedRunsOf(notebook, state.runs, cell.id)) }),
        ...repaired(repairs.get(cell.id)),
        ...(run?.problem && { problem: run.problem }),
      }];
    }
    if (cell.mode === 'codes') {
      const run = state.runs[cell.id];
      const { loaded, problem } = state.codes[cell.id] ?? {};
      const result = quantized(run);
      const failed = problem ?? run?.problem;
      return [{
        ...base, kind: cell.spec.kind, status: run?.status ?? 'idle', ...(loaded && codesOutcome(loaded, state.data[inputOf(cell, 'rows')]?.loaded ?? null)),
        ...(result && outcome(result)), ...(failed && { problem: failed }),
      }];
    }
    if (cell.mode === 'table') {
      const { status = 'empty', loaded, problem } = state.tables[cell.id] ?? {};
      return [{ ...base, status, ...(loaded && tableOutcome(loaded)), ...(problem && { problem }) }];
    }
    if (cell.mode === 'log') {
      const { status = 'empty', loaded, problem } = state.logs[cell.id] ?? {};
      return [{ ...base, status, ...(loaded && logOutcome(loaded)), ...(problem && { problem }) }];
    }
    if (cell.mode === 'sequences') {
      const { status = 'empty', loaded, problem } = state.sequences[cell.id] ?? {};
      return [{ ...base, status, ...(loaded && sequencesOutcome(notebook, state, cell.id, loaded)), ...(problem && { problem }) }];
    }
    if (cell.mode === 'predictor') {
      const run = state.runs[cell.id];
      const log = state.logs[inputOf(cell, 'events')]?.loaded;
      const fits = fitSeedRunsOf(notebook, state.runs, cell.id);
      const rankings = fits.flatMap(({ result }) => (result.family === 'retrieval' ? [result] : []));
      return [{ ...base, kind: cell.spec.kind, status: run?.status ?? 'idle', seed: cell.spec.seed, ...(run?.result && fitOutcome(fits, log ? ceilingsOf(log) : {})), ...retrievalOutcome(notebook, state.runs, cell, rankings), ...(differences.has(cell.id) && { difference: differences.get(cell.id)! }), ...(run?.problem && { problem: run.problem }) }];
    }
    if (cell.mode === 'sweep') {
      const points = pointRuns(notebook, state, cell);
      const kind = quantizerCell(notebook, inputOf(cell, 'method'))?.spec.kind;
      return [{ ...base, ...(kind && { kind }), status: sweepStatus(points), metric: cell.spec.metric, swept: cell.spec.parameters, points: points.map(pointResult) }];
    }
    const partial = inputsOf(cell, 'runs').some((id) => state.runs[id]?.status === 'failed');
    return [{ ...base, ...(cell.mode === 'view' && { kind: cell.spec.view }), status: failedViews.has(cell.id) ? 'failed' : partial ? 'partial' : 'done' }];
  });
  return { engine: { backend: info.backend, adapter: info.adapter, version: info.version }, cells };
}

function repaired(repair: Repair | undefined): Partial<ResultsCell> {
  if (!repair) return {};
  const { codes: _, ...figures } = repair;
  return { repair: figures };
}

function outcome(result: QuantizerResult): Partial<ResultsCell> {
  const { parameters } = result.metrics;
  return { seconds: result.seconds, steps: result.steps, rows: result.rows, dim: result.dim, parameters, metrics: plain(result.metrics), notes: result.notes, ...endOfRun(result), ...(result.snapshot.findings?.length && { findings: result.snapshot.findings }) };
}

function seedResults(runs: readonly SeedRun[]): SeedResults {
  return {
    seeds: runs.map(({ seed, result }) => ({ seed, seconds: result.seconds, steps: result.steps, ...endOfRun(result), metrics: plain(result.metrics), ...(result.stored && { stored: storedOutcome(result.stored) }) })),
    ...(runs.length > 1 && spreadsOf(runs.map((run) => run.result))),
  };
}

/** Mean and deviation where all of several `runs` have stored codes. */
function storedOutcome({ metrics, rows, differing }: StoredResult, runs: readonly SeedRun[] = []): NonNullable<ResultsCell['stored']> {
  const all = runs.flatMap(({ result }) => storedResultOf(result) ?? []);
  return { metrics: plain(metrics), rows, differing, ...(all.length > 1 && all.length === runs.length && spreadsOf(all)) };
}

function pointResult(point: PointRuns): PointResult {
  const problems = point.runs.flatMap(({ run }) => run?.problem ?? []);
  return {
    params: Object.fromEntries(point.point.map(({ name, value }) => [name, value])), status: point.status,
    ...seedResults(point.done), ...(problems.length > 0 && { problems }),
  };
}

/** How far a run came that was stopped. */
export function endOfRun({ stopped, steps, plannedSteps }: Pick<QuantizerResult, 'stopped' | 'steps' | 'plannedSteps'>): { readonly stoppedAt?: number } {
  return stopped && plannedSteps ? { stoppedAt: steps / plannedSteps } : {};
}

/** The model's size stands beside the metrics and not among them. */
function plain({ parameters: _, ...metrics }: Metrics): PlainMetrics {
  return metrics;
}
