/** RQ-VAE's own steps against PyTorch: every loss of every level, gradients, three steps of Adam and AdamW. Reference: fixtures/rq-vae-step.json. */
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { Random } from '../../math/random';
import { rotationTrick } from '../../ops/rotationTrick';
import { defaultParams } from '../../params';
import type { Params } from '../../records/params';
import { disposeLosses, readLosses } from '../../runs/losses';
import { normals } from '../../testing/arrays';
import { describeBackends } from '../../testing/backends';
import given from '../../testing/fixtures/rq-vae-step.json';
import { expectClose, type Shaped } from '../../testing/tolerance';
import { watched } from '../../testing/watched';
import type { Quantizer } from '../quantizer';
import { createRqVae } from './rqVae';
import { rqVaeParams } from './params';
import { Vectors } from '../vectors';

const reference = watched(given, ['losses', 'forward', 'data', 'weights', 'beta', 'rotation/total/scales', 'rotation/per_level/scales', 'rotation/chained/scales', 'optimizers']);
const tolerance = given.meta.tolerance_float32;
const [levels, numCodes, latentDim] = given.weights.codebooks.shape as [number, number, number];
const [rows, dim] = given.data.shape as [number, number];
const linear = ['enc.0', 'enc.2', 'dec.0', 'dec.2'] as const;
const reductions: Record<'sum' | 'mean' | 'mean_levels', Params> = {
  sum: { reconstructionReduction: 'sum', quantizationReduction: 'sum', levelReduction: 'sum' },
  mean: { reconstructionReduction: 'mean', quantizationReduction: 'mean', levelReduction: 'sum' },
  mean_levels: { reconstructionReduction: 'mean', quantizationReduction: 'mean', levelReduction: 'mean' },
};

describeBackends('RQ-VAE, its own step', () => {
  it('encodes and decodes as the reference', async () => {
    const { training, quantizer } = await referenceQuantizer({});
    const encoding = await quantizer.encode(training.chunks[0]!);
    const { forward } = reference;
    expectClose(await encoding.latents.data(), forward.latents, tolerance.forward, 'latents');
    expect(byRow(await Promise.all(encoding.codes.map((code) => code.data())), 1)).toEqual(forward.codes.data);
    const levelsOf = encoding.codes.map((_, level) => tf.tidy(() => tf.sub(encoding.residuals[level]!, encoding.residuals[level + 1]!)));
    // Differences of residuals: a rounding more than the code vectors themselves.
    expectClose(byRow(await Promise.all(levelsOf.map((q) => q.data())), latentDim), forward.quantized_levels, { ...tolerance.forward, atol: 1e-5 }, 'quantized levels');
    const quantized = tf.tidy(() => tf.sub(encoding.latents, encoding.residuals.at(-1)!));
    expectClose(await quantized.data(), forward.quantized, { ...tolerance.forward, atol: 1e-5 }, 'quantized');
    const decoded = quantizer.decode(encoding.codes, rows);
    expectClose(await decoded.data(), forward.reconstruction, tolerance.forward, 'reconstruction');
    tf.dispose([...levelsOf, quantized, decoded, encoding.latents, ...encoding.codes, ...encoding.residuals]);
    quantizer.dispose();
    training.dispose();
  });

  for (const reduction of ['sum', 'mean', 'mean_levels'] as const) {
    const wanted = reference.losses[reduction];
    it(`${reduction}: every loss, level by level`, async () => {
      const terms = { codebook: [0], commitment: [0] };
      // With fewer levels the losses are those of the first levels.
      for (let depth = 1; depth <= levels; depth++) {
        const { training, quantizer } = await referenceQuantizer({ ...reductions[reduction] }, depth);
        const step = await quantizer.trainStep();
        const losses = await readLosses(step);
        disposeLosses(step);
        const times = reduction === 'mean_levels' ? depth : 1;
        terms.codebook.push(times * losses.codebook!);
        terms.commitment.push(times * losses.commitment!);
        if (depth === levels) expectClose([losses.reconstruction!, losses.total!], [wanted.reconstruction, wanted.total], tolerance.losses, 'losses');
        quantizer.dispose();
        training.dispose();
      }
      const alone = (sums: number[]) => sums.slice(1).map((sum, level) => sum - sums[level]!);
      expectClose(alone(terms.codebook), wanted.codebook_levels, { rtol: 1e-5, atol: 2e-6 }, 'codebook');
      expectClose(alone(terms.commitment), wanted.commitment_levels, { rtol: 1e-5, atol: 2e-6 }, 'commitment');
    });

    for (const [convention, routing] of [['detached', 'once'], ['per_level', 'perLevelThrough']] as const) {
      it(`${reduction}, ${convention}: the gradients of one step`, async () => {
        const { training, quantizer } = await referenceQuantizer({ ...reductions[reduction], routing });
        disposeLosses(await quantizer.trainStep());
        const state = await quantizer.state();
        // After one step the first moment is a tenth of the gradient.
        compare((i) => Float64Array.from(state[`adam.first.${i}`]!, (moment) => moment / 0.1), given.gradients[reduction][convention], tolerance.gradients);
        quantizer.dispose();
        training.dispose();
      });
    }
  }

  for (const name of ['adam_sum', 'adamw_sum', 'adam_mean', 'adamw_mean'] as const) {
    it(`three steps of ${name}`, async () => {
      const wanted = reference.optimizers[name];
      const reduction = name.endsWith('sum') ? 'sum' : 'mean';
      const { training, quantizer } = await referenceQuantizer({ ...reductions[reduction], learningRate: 1e-3, weightDecay: name.startsWith('adamw') ? 1e-2 : 0 });
      const totals: number[] = [];
      for (let i = 0; i < 3; i++) {
        // The next epoch has another order, and the same rows.
        const step = await quantizer.trainStep();
        totals.push((await readLosses(step)).total!);
        disposeLosses(step);
      }
      expectClose(totals, wanted.loss_before_each_step, tolerance.losses, 'losses');
      const state = await quantizer.state();
      compare((i) => state[`weight.${i}`]!, wanted.parameters, tolerance.optimizers);
      quantizer.dispose();
      training.dispose();
    });
  }

  it('the rotation trick scales a gradient by what it scales the latent, of the sum and of each level', async () => {
    const { training, quantizer } = await referenceQuantizer({});
    const { latents, codes, residuals } = await quantizer.encode(training.chunks[0]!);
    const direction = tf.tensor2d(normals(rows * latentDim, 4), [rows, latentDim]);
    const scaleOf = async (e: tf.Tensor2D, left: tf.Tensor2D) => {
      const ratio = tf.tidy(() => {
        const q = tf.sub(e, left) as tf.Tensor2D;
        const gradient = tf.grad((value) => tf.sum(tf.mul(rotationTrick(value as tf.Tensor2D, q), direction)))(e);
        return tf.div(tf.norm(gradient, 2, 1), tf.norm(direction, 2, 1));
      });
      const values = Array.from(await ratio.data());
      ratio.dispose();
      return values;
    };
    const { rotation } = reference;
    const wide = { rtol: 1e-4, atol: 1e-5 };
    expectClose(await scaleOf(latents, residuals.at(-1)!), rotation.total.scales, wide, 'total');
    const perLevel: number[][] = [];
    for (let level = 0; level < levels; level++) perLevel.push(await scaleOf(residuals[level]!, residuals[level + 1]!));
    expectClose(byRow(perLevel, 1), rotation.per_level.scales, wide, 'per level');
    expectClose(byRow(perLevel, 1), rotation.chained.scales, wide, 'chained');
    tf.dispose([direction, latents, ...codes, ...residuals]);
    quantizer.dispose();
    training.dispose();
  });
});

/** With the weights of the file and its first `depth` codebooks, about to take a step on its rows. */
async function referenceQuantizer(change: Params, depth = levels): Promise<{ training: Vectors; quantizer: Quantizer }> {
  const training = new Vectors(Float32Array.from(reference.data.data), rows, dim);
  const params = {
    ...defaultParams(rqVaeParams), numLevels: depth, numCodes: [numCodes], latentDim, hidden: [16], standardise: false, beta: reference.beta, routing: 'once', batchSize: rows, steps: 100, warmupSteps: 0,
    restartEvery: 0, schedule: 'constant', weightDecay: 0, clipNorm: 0, ...change,
  };
  const quantizer = await createRqVae(training, params, new Random(1));
  const { weights } = reference;
  const size = numCodes * latentDim;
  const values = [
    ...linear.flatMap((name) => [transposed(weights[`${name}.weight`]), Float32Array.from(weights[`${name}.bias`].data)]),
    ...Array.from({ length: depth }, (_, level) => Float32Array.from(weights.codebooks.data.slice(level * size, (level + 1) * size))),
  ];
  await quantizer.restore({
    ...(await quantizer.state()),
    ...Object.fromEntries(values.map((value, i) => [`weight.${i}`, value])),
    place: Float64Array.of(0, 1),
  });
  return { training, quantizer };
}

/** Arrays in the order of the quantizer's variables against a record of the file. */
function compare(seen: (i: number) => ArrayLike<number>, wanted: Readonly<Record<string, Shaped>>, within: { rtol: number; atol: number }): void {
  linear.forEach((name, i) => {
    expectClose(seen(2 * i), transposed(wanted[`${name}.weight`]!), within, `${name}.weight`);
    expectClose(seen(2 * i + 1), wanted[`${name}.bias`]!, within, `${name}.bias`);
  });
  expectClose(Array.from({ length: levels }, (_, level) => Array.from(seen(2 * linear.length + level))).flat(), wanted.codebooks!.data, within, 'codebooks');
}

/** PyTorch keeps a linear layer's weight as [out, in]; ours is [in, out]. */
function transposed({ shape, data }: Shaped): Float32Array {
  const [out, inputs] = shape as [number, number];
  return Float32Array.from({ length: out * inputs }, (_, at) => data[(at % out) * inputs + Math.floor(at / out)]!);
}

/** One [rows, width] a level -> [rows, levels, width], as the file has it. */
function byRow(byLevel: readonly ArrayLike<number>[], width: number): number[] {
  return Array.from({ length: rows * levels * width }, (_, at) => byLevel[Math.floor(at / width) % levels]![Math.floor(at / (width * levels)) * width + (at % width)]!);
}
