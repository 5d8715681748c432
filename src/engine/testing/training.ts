/** Runs for tests: small settings of every method, and a run from start to end with all it told. */
import { quantizerKind, quantizers } from '../catalog';
import { nestedClusters } from '../data/generators/nestedClusters';
import type { QuantizerDeclaration } from '../quantizers/quantizer';
import { quantizerTask } from '../quantizers/training/task';
import { Vectors } from '../quantizers/vectors';
import type { Problem } from '../records/basics';
import type { RunEvent } from '../records/event';
import type { Params } from '../records/params';
import type { QuantizerKind, QuantizerResult } from '../records/quantize';
import type { CheckpointInfo, MetricPoint, RunSpec } from '../records/run';
import { Run } from '../runs/run';
import type { Surroundings } from '../runs/surroundings';

/** Every kind of quantizer. */
export const KINDS: readonly QuantizerKind[] = quantizers.map(({ kind }) => kind);

/** The settings with which a kind trains in a moment. */
export function smallOf(kind: QuantizerKind): Params {
  return quantizerKind(kind).small;
}

export interface Outcome {
  result: QuantizerResult | null;
  problem: Problem | null;
  points: MetricPoint[];
  /** As last told. */
  checkpoints: readonly CheckpointInfo[];
}

/** Nested clusters, 8 numbers a row. */
export function smallRows(rows = 240): Vectors {
  const { data, dim } = nestedClusters(3, rows, 8);
  return new Vectors(data, rows, dim);
}

/** Trains `spec.kind` with small settings to its end. `stopAfter`: by hand, at the report of that step or the first after it. */
export async function trainSmall(
  spec: Partial<RunSpec> & { readonly kind: QuantizerKind }, rows: Vectors, surroundings: Surroundings = {}, { stopAfter = Infinity, kind = quantizerKind(spec.kind) }: { stopAfter?: number; kind?: QuantizerDeclaration } = {},
): Promise<Outcome> {
  const outcome: Outcome = { result: null, problem: null, points: [], checkpoints: [] };
  const run = new Run({ runId: 'cell.1', inputs: { rows: 'data' }, params: smallOf(spec.kind), seed: 7, ...spec }, (event: RunEvent) => {
    if (event.type === 'result' && event.result.family === 'quantizer') outcome.result = event.result;
    if (event.type === 'failed') outcome.problem = event.problem;
    if (event.type === 'points') outcome.points.push(...event.points);
    if (event.type === 'checkpoints') outcome.checkpoints = event.checkpoints;
    if (event.type === 'snapshot') run.acknowledge();
    if (event.type === 'progress' && event.progress.step >= stopAfter) run.orders.stop();
  });
  await run.train(quantizerTask(kind), { rows }, surroundings);
  return outcome;
}
