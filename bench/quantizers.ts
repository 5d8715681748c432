/** Time of one step, and of a whole training, of each quantizer with its default parameters. */
import * as tf from '@tensorflow/tfjs-core';
import { quantizerKind } from '../src/engine/catalog';
import { nestedClusters } from '../src/engine/data/generators/nestedClusters';
import { Random } from '../src/engine/math/random';
import { defaultParams } from '../src/engine/params';
import type { Quantizer } from '../src/engine/quantizers/quantizer';
import { totalSquares } from '../src/engine/quantizers/rowSums';
import { Vectors } from '../src/engine/quantizers/vectors';
import type { Params } from '../src/engine/records/params';
import type { QuantizerKind } from '../src/engine/records/quantize';
import { settled } from './clock';

export interface QuantizerResult {
  readonly kind: QuantizerKind;
  readonly rows: number;
  readonly dim: number;
  /** Milliseconds of the first step, compilation and seeding included. */
  readonly first: number;
  /** What most steps do, in the quantizer's words, and the milliseconds of each of these. */
  readonly phase: string;
  readonly samples: readonly number[];
  readonly steps: number;
  /** Seconds of all steps until training ended by its own rule; null where the budget ended it. */
  readonly seconds: number | null;
  /** Of the codes at that point. */
  readonly relativeError: number;
}

/**
 * Trains on nested clusters [rows, dim] (2,000 x 32 is the sample the page opens with) until done or the budget (ms) is spent. Where the
 * budget would end before the codes are reached, `overrides` shortens the way there.
 */
export async function measureQuantizer(kind: QuantizerKind, rows: number, dim: number, budget: number, overrides: Params = {}): Promise<QuantizerResult> {
  const { data } = nestedClusters(1, rows, dim);
  const vectors = new Vectors(data, rows, dim);
  const { params, create } = quantizerKind(kind);
  const quantizer = await create(vectors, { ...defaultParams(params), ...overrides }, new Random(1));
  const times: { phase: string; time: number }[] = [];
  let spent = 0;
  let done = false;
  try {
    while (!done && spent < budget) {
      const started = performance.now();
      const step = await quantizer.trainStep();
      await settled();
      const time = performance.now() - started;
      for (const loss of Object.values(step.losses)) if (typeof loss !== 'number') loss.dispose();
      times.push({ phase: nameOf(step.phase), time });
      spent += time;
      done = step.done;
    }
    if (!done) await quantizer.settle();
    const phase = mostFrequent(times.slice(1).map((step) => step.phase)) ?? times[0]!.phase;
    return {
      kind, rows, dim, phase,
      first: times[0]!.time,
      samples: times.slice(1).flatMap((step) => (step.phase === phase ? [step.time] : [])),
      steps: times.length,
      seconds: done ? spent / 1000 : null,
      relativeError: await relativeError(quantizer, vectors),
    };
  } finally {
    quantizer.dispose();
    vectors.dispose();
  }
}

async function relativeError(quantizer: Quantizer, vectors: Vectors): Promise<number> {
  let squares = 0;
  await quantizer.gatherConstants?.(vectors.chunks);
  for (const chunk of vectors.chunks) {
    const { latents, codes, residuals } = await quantizer.encode(chunk);
    const error = tf.tidy(() => tf.sum(tf.squaredDifference(chunk, quantizer.decode(codes, chunk.shape[0]))));
    squares += (await error.data())[0]!;
    tf.dispose([error, latents, ...codes, ...residuals]);
  }
  return Math.sqrt(squares / totalSquares(vectors.data, vectors.rows, vectors.dim));
}

/** "Lloyd pass 3, level 2" -> "Lloyd pass" */
function nameOf(phase: string): string {
  return phase.replace(/(\s*\d|,).*$/, '');
}

function mostFrequent(names: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}
