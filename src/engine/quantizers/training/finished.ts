/** Quantizers of finished runs, kept for repairs of collisions and for IDs of new items; after a reload they are taken up from their checkpoint. */
import { readResume, runIdentity } from '../../checkpoints/checkpointing';
import type { CheckpointStore } from '../../checkpoints/store';
import { KeptRuns } from '../../runs/kept';
import { Random } from '../../math/random';
import { rowMajor } from '../../math/rows';
import { completeParams } from '../../params';
import type { Quantizer, RunKind } from '../quantizer';
import type { Vectors } from '../vectors';
import type { RunSpec } from '../../records/run';
import type { IdentifierFigures } from '../../records/repair';
import { sweep } from './sweep';

/** Runs kept at most, and numbers of their rows in all (each method keeps about as many again). */
const MOST_RUNS = 8;
const MOST_NUMBERS = 64 * 1024 * 1024;

export interface FinishedRun {
  readonly spec: RunSpec;
  readonly quantizer: Quantizer;
  /** The dataset's, shared with other runs: never disposed by a run. */
  readonly rows: Vectors;
  /** int32 [rows, levels], row-major, as the page got them; written by nobody. */
  readonly codes: Int32Array;
  /** Figures of these codes before any repair, once a preview has counted them: every further one shows the same. */
  before?: Promise<IdentifierFigures>;
}

export function finishedRuns(mostRuns = MOST_RUNS, mostNumbers = MOST_NUMBERS): KeptRuns<FinishedRun> {
  // Runs on the same rows share them; what each adds is what its method keeps, which is of their size.
  const numbers = (runs: readonly FinishedRun[]) => runs.reduce((sum, { rows }) => sum + rows.rows * rows.dim, 0);
  return new KeptRuns(({ quantizer }) => quantizer.dispose(), (runs) => runs.length > mostRuns || numbers(runs) > mostNumbers);
}

/** A run that ended earlier, from what was kept of it. @throws InputError in words where nothing was. */
export async function takeUpRun(kind: RunKind, rows: Vectors, spec: RunSpec, store: CheckpointStore | undefined): Promise<FinishedRun> {
  const params = completeParams(kind.params, spec.params);
  const kept = (await readResume(store, { ...spec, resume: 'last' }, runIdentity(spec, params, rows)))!;
  const quantizer = await kind.create(rows, params, new Random(spec.seed));
  try {
    await quantizer.restore(kept.state);
    // As at its end: a run stopped by hand is settled after its last checkpoint.
    if (!kept.head.done) await quantizer.settle('stopped by hand');
    await quantizer.gatherConstants?.(rows.chunks);
    return { spec, quantizer, rows, codes: rowMajor((await sweep(quantizer, rows.chunks)).codes) };
  } catch (thrown) {
    quantizer.dispose();
    throw thrown;
  }
}
