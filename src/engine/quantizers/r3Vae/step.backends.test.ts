/** R3-VAE's own step, encoding and reconstructions against PyTorch, in every rating mode. Reference: fixtures/r3-vae-step.json. */
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { Random } from '../../math/random';
import { defaultParams } from '../../params';
import { readLosses } from '../../runs/losses';
import { describeBackends } from '../../testing/backends';
import given from '../../testing/fixtures/r3-vae-step.json';
import { expectClose } from '../../testing/tolerance';
import { watched } from '../../testing/watched';
import type { Quantizer } from '../quantizer';
import { createR3Vae } from './r3Vae';
import { rate, unitRows, type RatingMode } from './forward';
import { r3VaeParams } from './params';
import { Vectors } from '../vectors';

const reference = watched(given, [
  'data', 'r', 'codebooks', 'lambda', 't', 'shared', 'one_hot_path', 'modes/*/tau', 'modes/*/losses', 'modes/*/codes', 'modes/*/scores', 'modes/*/weights', 'modes/*/ratings', 'modes/*/quantized_levels',
  'modes/*/last_residual', 'modes/*/reconstruction', 'modes/*/hard_reconstruction', 'modes/*/hard_error',
]);
const [levels, numCodes, dim] = given.codebooks.shape as [number, number, number];
const rows = given.data.shape[0]!;
const tolerances = given.meta.tolerance_float32;

describeBackends('R3-VAE, its own step', () => {
  for (const name of ['soft_tau1', 'soft_tau0.05', 'top1', 'top1_proj'] as const) {
    const wanted = reference.modes[name];
    const tolerance = name === 'soft_tau0.05' ? tolerances['soft_tau0.05'] : tolerances.all;
    const mode = given.modes[name].mode as RatingMode;
    const tau = wanted.tau ?? 1;

    it(`${name}: one step has the losses and gradients of the reference`, async () => {
      for (const [regularisation, which] of [[reference.lambda, 'total'], [0, 'reconstruction']] as const) {
        const { training, quantizer } = await referenceQuantizer(mode, tau, regularisation);
        const step = await quantizer.trainStep();
        const losses = await readLosses(step);
        for (const loss of Object.values(step.losses)) if (typeof loss !== 'number') loss.dispose();
        const { reconstruction, sc, pd, metric } = wanted.losses;
        expectClose([losses.reconstruction!, losses.cohesion!, losses.discrimination!, losses.total!], [reconstruction, sc, pd, wanted.losses[which]], tolerance, 'losses');
        expectClose(losses.discrimination! - losses.cohesion!, metric, tolerance, 'discrimination less cohesion');
        // After one step the first moment is a tenth of the gradient.
        const state = await quantizer.state();
        const gradient = (i: number) => Array.from(state[`adam.first.${i}`]!, (moment) => moment / 0.1);
        expectClose(gradient(0), wanted.gradients[which].r, tolerance, `${which}: gradient of r`);
        expectClose(Array.from({ length: levels }, (_, level) => gradient(1 + level)).flat(), wanted.gradients[which].codebooks, tolerance, `${which}: gradient of the codebooks`);
        quantizer.dispose();
        training.dispose();
      }
    });

    it(`${name}: codes, scores, contributions and both reconstructions`, async () => {
      const { training, quantizer } = await referenceQuantizer(mode, tau, 0);
      const x = tf.tensor2d(Float32Array.from(reference.data.data), [rows, dim]);
      const encoding = await quantizer.encode(x);
      expectClose(await encoding.latents.data(), reference.shared.e0, tolerance, 'e0');
      const r = reference.r.data;
      const alpha = tf.tidy(() => tf.div(tf.sum(tf.mul(tf.sub(x, encoding.latents), tf.tensor1d(r)), 1), r.reduce((sum, value) => sum + value ** 2, 0)));
      expectClose(await alpha.data(), reference.shared.alpha, tolerance, 'alpha');
      const codes = await Promise.all(encoding.codes.map((code) => code.data()));
      expect(byRow(codes, 1)).toEqual(wanted.codes.data);
      expectClose(await encoding.residuals.at(-1)!.data(), wanted.last_residual, tolerance, 'last residual');
      const books = codebooks();
      const seen = encoding.codes.map((code, level) =>
        tf.tidy(() => {
          const q = tf.sub(encoding.residuals[level]!, encoding.residuals[level + 1]!) as tf.Tensor2D;
          const scores = tf.matMul(unitRows(encoding.residuals[level]! as tf.Tensor2D), unitRows(books[level]!), false, true);
          // The rule itself, without the sums of the step.
          const alone = rate(encoding.residuals[level]!, books[level]!, mode, tau);
          return { q, alone: alone.q, scores, weights: tf.softmax(tf.mul(scores, 1 / tau)), mixed: tf.matMul(tf.softmax(tf.mul(scores, 1 / tau)), books[level]!), ratings: tf.sum(tf.mul(q, tf.gather(unitRows(books[level]!), code)), 1) };
        }),
      );
      const all = async (what: keyof (typeof seen)[number]) => Promise.all(seen.map((level) => level[what].data()));
      expectClose(byRow(await all('q'), dim), wanted.quantized_levels, tolerance, 'quantized levels');
      expectClose(byRow(await all('alone'), dim), wanted.quantized_levels, tolerance, 'quantized levels, alone');
      expectClose(byRow(await all('scores'), numCodes), wanted.scores, tolerance, 'scores');
      if ('weights' in wanted) {
        expectClose(byRow(await all('weights'), numCodes), wanted.weights, tolerance, 'weights');
        expectClose(byRow(await all('mixed'), dim), byRow(await all('q'), dim), tolerance, 'mixtures');
      }
      if ('ratings' in wanted) expectClose(byRow(await all('ratings'), 1), wanted.ratings, tolerance, 'ratings');
      const { hard, soft } = (await quantizer.reconstructions!(x)) as { hard: tf.Tensor2D; soft: tf.Tensor2D };
      expectClose(await soft.data(), wanted.reconstruction, tolerance, 'reconstruction');
      // In the top-1 ratings a row keeps its own rating, so that its hard reconstruction is the training path; the file's takes code vectors as they are.
      const picked = tf.tidy(() => encoding.codes.reduce<tf.Tensor>((sum, code, level) => tf.add(sum, tf.gather(books[level]!, code)), tf.sub(x, encoding.latents)));
      const plain = await picked.data();
      expectClose(plain, wanted.hard_reconstruction, tolerance, 'hard reconstruction');
      expectClose(await hard.data(), mode === 'soft' ? wanted.hard_reconstruction : wanted.reconstruction, tolerance, 'hard');
      expectClose(errorOf(plain), wanted.hard_error, tolerance, 'hard error');
      tf.dispose([x, alpha, hard, soft, picked, seen as unknown as tf.TensorContainer, ...books, encoding.latents, ...encoding.codes, ...encoding.residuals]);
      quantizer.dispose();
      training.dispose();
    });
  }

  it('the path of codes alone: the code of highest cosine takes its whole vector away', async () => {
    const { one_hot_path: wanted } = reference;
    expect(reference.t).toBe(2);
    const books = codebooks();
    const x = tf.tensor2d(Float32Array.from(reference.data.data), [rows, dim]);
    let e = tf.tensor2d(Float32Array.from(reference.shared.e0.data), [rows, dim]);
    const codes: ArrayLike<number>[] = [];
    for (const book of books) {
      const [next, code] = tf.tidy(() => {
        const { code } = rate(e, book, 'top1', 1);
        return [tf.sub(e, tf.gather(book, code)) as tf.Tensor2D, code];
      });
      codes.push(await code!.data());
      tf.dispose([e, code!]);
      e = next as tf.Tensor2D;
    }
    expect(byRow(codes, 1)).toEqual(wanted.codes.data);
    expectClose(await e.data(), wanted.last_residual, tolerances.all, 'last residual');
    const rebuilt = tf.tidy(() => tf.sub(x, e));
    expectClose(await rebuilt.data(), wanted.reconstruction, tolerances.all, 'reconstruction');
    expectClose(errorOf(await rebuilt.data()), wanted.error, tolerances.all, 'error');
    tf.dispose([x, e, rebuilt, ...books]);
  });
});

/**
 * With the weights of the file, about to take a step on its rows. Rows are divided by their root mean square norm: rows that no batch has, zeros
 * and one along the first axis, make that one.
 */
async function referenceQuantizer(mode: RatingMode, tau: number, regularisation: number): Promise<{ training: Vectors; quantizer: Quantizer }> {
  const values = reference.data.data;
  const squares = values.reduce((sum, value) => sum + value ** 2, 0);
  const padded = Math.ceil(squares) + 1;
  const data = new Float32Array(padded * dim);
  data.set(values);
  data[(padded - 1) * dim] = Math.sqrt(padded - squares);
  const training = new Vectors(data, padded, dim);
  const params = { ...defaultParams(r3VaeParams), numLevels: levels, numCodes: [numCodes], rating: mode, tau, regularisation, cohesionWeight: 1, discriminationWeight: 1, batchSize: rows, steps: 10, restartEvery: 0 };
  const quantizer = await createR3Vae(training, params, new Random(1));
  const size = numCodes * dim;
  await quantizer.restore({
    ...(await quantizer.state()),
    'weight.0': Float32Array.from(reference.r.data),
    ...Object.fromEntries(Array.from({ length: levels }, (_, level) => [`weight.${level + 1}`, Float32Array.from(reference.codebooks.data.slice(level * size, (level + 1) * size))])),
    'batches.order': Float64Array.from({ length: padded }, (_, row) => row),
    'batches.position': Float64Array.of(0),
    place: Float64Array.of(0, 1),
  });
  return { training, quantizer };
}

function codebooks(): tf.Tensor2D[] {
  const size = numCodes * dim;
  return Array.from({ length: levels }, (_, level) => tf.tensor2d(Float32Array.from(reference.codebooks.data.slice(level * size, (level + 1) * size)), [numCodes, dim]));
}

/** One [rows, width] a level -> [rows, levels, width], as the file has it. */
function byRow(byLevel: readonly ArrayLike<number>[], width: number): number[] {
  return Array.from({ length: rows * levels * width }, (_, at) => byLevel[Math.floor(at / width) % levels]![Math.floor(at / (width * levels)) * width + (at % width)]!);
}

/** Mean over rows of the squared distance to the data. */
function errorOf(rebuilt: ArrayLike<number>): number {
  return reference.data.data.reduce((sum, value, at) => sum + (value - rebuilt[at]!) ** 2, 0) / rows;
}
