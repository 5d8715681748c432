/** A small table with a known law, and fits on it from order to result. */
import { taskKind } from '../catalog';
import type { CategoryColumn, NumberColumn, Table } from '../data/column';
import { Run } from '../runs/run';
import type { Surroundings } from '../runs/surroundings';
import { Random } from '../math/random';
import { prepareTable } from '../predictors/value/training/preparedTable';
import type { Problem } from '../records/basics';
import type { RunEvent } from '../records/event';
import type { Params } from '../records/params';
import type { CheckpointInfo, RunSpec, MetricPoint } from '../records/run';
import type { ValueResult, PredictorKind } from '../records/predict';

const ROWS = 600;

export const SHORT: Params = { epochs: 3, batchSize: 64, width: 8, fieldDim: 4, learningRate: 0.01 };

export function fitSpec(kind: PredictorKind, params: Params, more: Partial<RunSpec> = {}): RunSpec {
  return { runId: 'cell.1', inputs: { rows: 'table' }, kind, params, seed: 3, ...more };
}

/** What a fit told. */
export interface Told {
  readonly events: readonly RunEvent[];
  readonly points: readonly MetricPoint[];
  readonly result: ValueResult | null;
  readonly problem: Problem | null;
  /** The last list. */
  readonly checkpoints: readonly CheckpointInfo[];
}

/** `during`: called at every event, before it counts. */
export async function fitSmall(spec: RunSpec, rows = smallTable(), surroundings: Surroundings = {}, during: (event: RunEvent, run: Run) => void = () => undefined): Promise<Told> {
  const events: RunEvent[] = [];
  const run: Run = new Run(spec, (event) => {
    during(event, run);
    events.push(event);
    if (event.type === 'snapshot') run.acknowledge();
  });
  await run.train(taskKind(spec.kind), { rows: prepareTable(rows) }, surroundings);
  const all = <T extends RunEvent['type']>(type: T) => events.filter((event): event is Extract<RunEvent, { type: T }> => event.type === type);
  return {
    events, points: all('points').flatMap((event) => event.points), result: (all('result')[0]?.result as ValueResult | undefined) ?? null, problem: all('failed')[0]?.problem ?? null,
    checkpoints: all('checkpoints').at(-1)?.checkpoints ?? [],
  };
}

/** y = 3 + 2 a + 4 [b = "x"] + noise, a tenth of it for validation, a fifth for the test. */
export function smallTable(): Table {
  const random = new Random(7);
  const a = Float64Array.from({ length: ROWS }, () => random.normal());
  const codes = Int32Array.from({ length: ROWS }, () => random.integer(3));
  // As results have them, in float32.
  const values = a.map((value, row) => Math.fround(3 + 2 * value + (codes[row] === 0 ? 4 : 0) + 0.3 * random.normal()));
  const features: [NumberColumn, CategoryColumn] = [{ name: 'a', type: 'number', values: a }, { name: 'b', type: 'category', codes, labels: ['x', 'y', 'z'] }];
  const parts = Uint8Array.from({ length: ROWS }, (_, row) => (row % 10 === 0 ? 1 : row % 5 === 1 ? 2 : 0));
  return { name: 'made.csv', rows: ROWS, rowIndex: Uint32Array.from({ length: ROWS }, (_, row) => row), target: { name: 'y', type: 'number', values }, features, references: [], parts };
}
