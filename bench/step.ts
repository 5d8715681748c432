/** One RQ-VAE training step of the engine beside the same step in plain TensorFlow.js, from the same weights on the same batch. */
import * as tf from '@tensorflow/tfjs-core';
import { quantizerKind } from '../src/engine/catalog';
import { Random } from '../src/engine/math/random';
import { defaultParams } from '../src/engine/params';
import type { Quantizer } from '../src/engine/quantizers/quantizer';
import { Vectors } from '../src/engine/quantizers/vectors';
import { normals } from '../src/engine/testing/arrays';
import { interleaved, type Effort, type Timing } from './clock';
import { plainLibrary } from './library';
import { PlainRqVae, type PlainWeights } from './plain/rqVaeStep';

export interface StepShape {
  readonly dim: number;
  readonly hidden: readonly number[];
  readonly latentDim: number;
  readonly numCodes: number;
  readonly levels: number;
  readonly batch: number;
}

export interface StepResult {
  readonly sizes: string;
  readonly ours: Timing;
  readonly plain: Timing;
  /** Total losses of the first steps, the engine's and the plain form's. */
  readonly losses: readonly (readonly [number, number])[];
}

const RATE = 1e-3;
const BETA = 0.25;
const COMPARED_STEPS = 3;

/** The batch is the whole data set, so that both see the same rows in every step. */
export async function measureStep(shape: StepShape, effort: Effort): Promise<StepResult> {
  const { dim, hidden, latentDim, numCodes, levels, batch } = shape;
  const data = normals(batch * dim, 21);
  const rows = new Vectors(data, batch, dim);
  const quantizer = await engineQuantizer(rows, shape);
  const weights = await copiedWeights(quantizer, shape);
  const plain = new PlainRqVae(weights, { beta: BETA, quantizationWeight: 1, learningRate: RATE });
  tf.dispose([...weights.encoder, ...weights.decoder].flat());
  tf.dispose([...weights.codebooks]);
  const kept: Record<'ours' | 'plain', tf.Tensor[]> = { ours: [], plain: [] };
  const ours = async () => {
    const { losses } = await quantizer.trainStep();
    const tensors = Object.fromEntries(Object.entries(losses).filter((entry): entry is [string, tf.Scalar] => typeof entry[1] !== 'number'));
    // Steps in kept memory give plain numbers.
    if (kept.ours.length < COMPARED_STEPS) kept.ours.push(typeof losses.total === 'number' ? tf.scalar(losses.total) : losses.total!.clone());
    return tensors;
  };
  const straightforward = plainLibrary(() => {
    const x = tf.tensor2d(data, [batch, dim]);
    const loss = plain.step(x);
    x.dispose();
    if (kept.plain.length < COMPARED_STEPS) kept.plain.push(loss.clone());
    return loss;
  });
  try {
    const timings = await interleaved({ ours, plain: straightforward }, effort);
    const [seen, wanted] = [await valuesOf(kept.ours), await valuesOf(kept.plain)];
    const losses = seen.slice(0, wanted.length).map((value, step): [number, number] => [value, wanted[step]!]);
    return { sizes: `${[dim, ...hidden, latentDim].join('-')}, batch ${batch}, ${levels} x ${numCodes}`, ...timings, losses };
  } finally {
    tf.dispose([...kept.ours, ...kept.plain]);
    plain.dispose();
    quantizer.dispose();
    rows.dispose();
  }
}

function engineQuantizer(rows: Vectors, { hidden, latentDim, numCodes, levels, batch }: StepShape): Promise<Quantizer> {
  const kind = quantizerKind('rq-vae');
  const params = {
    ...defaultParams(kind.params), hidden, latentDim, numLevels: levels, numCodes: [numCodes], batchSize: batch, steps: 100_000,
    warmupSteps: 0, kMeansInit: false, standardise: false, restartEvery: 0, weightDecay: 0, schedule: 'constant', learningRate: RATE,
    beta: BETA, quantizationWeight: 1, routing: 'once',
  };
  return kind.create(rows, params, new Random(1));
}

/** The engine's weights as its checkpoints hold them: encoder, decoder, codebooks. Shapes that do not fit throw. */
async function copiedWeights(quantizer: Quantizer, { dim, hidden, latentDim, numCodes, levels }: StepShape): Promise<PlainWeights> {
  const state = await quantizer.state();
  let next = 0;
  const taken = <S extends number[]>(shape: S) => tf.tensor(state[`weight.${next++}`] as Float32Array, shape);
  const network = (widths: readonly number[]) =>
    widths.slice(1).map((out, i) => [taken([widths[i]!, out]) as tf.Tensor2D, taken([out]) as tf.Tensor1D] as const);
  const widths = [dim, ...hidden, latentDim];
  return {
    encoder: network(widths),
    decoder: network(widths.toReversed()),
    codebooks: Array.from({ length: levels }, () => taken([numCodes, latentDim]) as tf.Tensor2D),
  };
}

function valuesOf(scalars: readonly tf.Tensor[]): Promise<number[]> {
  return Promise.all(scalars.map(async (scalar) => (await scalar.data())[0]!));
}
