/** results.json: what a headless run leaves, in the words that scripts and papers read. */
import type { EngineInfo, Metrics, Preprocessing, Problem, RunResult } from '../../engine/records';
import { datasetCell } from '../notebook/spec';
import type { Notebook } from '../notebook/spec';
import type { RunState } from '../state/runStore';

export interface ResultsCell {
  readonly id: string;
  readonly mode: string;
  readonly kind?: string;
  readonly status: string;
  readonly seed?: number;
  readonly seconds?: number;
  readonly steps?: number;
  readonly rows?: number;
  readonly dim?: number;
  readonly preprocessing?: Preprocessing;
  /** Numbers in the model. */
  readonly parameters?: number;
  readonly metrics?: Omit<Metrics, 'parameters'>;
  readonly notes?: readonly string[];
  readonly problem?: Problem;
}
export interface Results {
  readonly engine: { readonly backend: string; readonly adapter: string; readonly version: string };
  readonly cells: readonly ResultsCell[];
}

/** `failedViews`: ids of view cells that could not be drawn. Notes have nothing to report and are left out. Undefined metrics (NaN) become null in JSON. */
export function toResults(info: EngineInfo, notebook: Notebook, state: RunState, failedViews: ReadonlySet<string> = new Set()): Results {
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
      const result = run?.result;
      const preprocessing = datasetCell(notebook, cell.inputs[0])?.spec.choices.preprocessing ?? 'none';
      return [{
        ...base, kind: cell.spec.kind, status: run?.status ?? 'idle', seed: cell.spec.seed, preprocessing,
        ...(result && outcome(result)),
        ...(run?.problem && { problem: run.problem }),
      }];
    }
    const partial = cell.inputs.some((id) => state.runs[id]?.status === 'failed');
    return [{ ...base, ...(cell.mode === 'view' && { kind: cell.spec.view }), status: failedViews.has(cell.id) ? 'failed' : partial ? 'partial' : 'done' }];
  });
  return { engine: { backend: info.backend, adapter: info.adapter, version: info.version }, cells };
}

function outcome(result: RunResult): Partial<ResultsCell> {
  const { parameters, ...metrics } = result.metrics;
  return { seconds: result.seconds, steps: result.steps, rows: result.rows, dim: result.dim, parameters, metrics, notes: result.notes };
}
