/** One R3-VAE step against PyTorch, all rating modes: forward, losses, regularisers, gradients. Reference: fixtures/r3-vae-step.json. */
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import given from '../../testing/fixtures/r3-vae-step.json';
import { describeBackends } from '../../testing/backends';
import { expectClose } from '../../testing/tolerance';
import { watched } from '../../testing/watched';
import { preferenceDiscrimination, project, rate, semanticCohesion, type RatingMode } from './forward';

const reference = watched(given, ['modes/*/gradients']);
const [levels, numCodes, dim] = reference.codebooks.shape as [number, number, number];
const rows = reference.data.shape[0]!;

describeBackends('R3-VAE', () => {
  for (const name of ['soft_tau1', 'soft_tau0.05', 'top1', 'top1_proj'] as const) {
    const expected = reference.modes[name];
    const tolerance = name === 'soft_tau0.05' ? reference.meta.tolerance_float32['soft_tau0.05'] : reference.meta.tolerance_float32.all;
    const mode = expected.mode as RatingMode;
    const tau = expected.tau ?? 1;

    it(`${name}: forward`, async () => {
      const inputs = read();
      const { path, e0 } = tf.tidy(() => {
        const path = forward(inputs.x, inputs.r, inputs.books, mode, tau);
        return { path, e0: tf.sub(inputs.x, path.along) };
      });
      expectClose(await e0.data(), reference.shared.e0, tolerance, 'e0');
      const codes = await Promise.all(path.codes.map((code) => code.data()));
      expect(Array.from({ length: rows * levels }, (_, i) => codes[i % levels]![Math.floor(i / levels)])).toEqual(expected.codes.data);
      const q = await Promise.all(path.q.map((level) => level.data()));
      const interleaved = Array.from({ length: rows * levels * dim }, (_, i) => q[Math.floor(i / dim) % levels]![Math.floor(i / (dim * levels)) * dim + (i % dim)]!);
      expectClose(interleaved, expected.quantized_levels, tolerance, 'quantized levels');
      expectClose(await path.left.data(), expected.last_residual, tolerance, 'last residual');
      tf.dispose([e0, path.along, path.left, ...path.codes, ...path.q, ...Object.values(inputs).flat()]);
    });

    for (const loss of ['reconstruction', 'sc', 'pd', 'total'] as const) {
      it(`${name}: ${loss}, value and gradients`, async () => {
        const inputs = read();
        const f = (r: tf.Tensor, ...books: tf.Tensor[]) => lossOf(loss, inputs.x, r as tf.Tensor1D, books as tf.Tensor2D[], mode, tau);
        const { value, grads } = tf.valueAndGrads(f)([inputs.r, ...inputs.books]);
        expectClose((await value.data())[0]!, expected.losses[loss], tolerance, loss);
        expectClose(await grads[0]!.data(), expected.gradients[loss].r, tolerance, 'gradient of r');
        const books = (await Promise.all(grads.slice(1).map((gradient) => gradient.data()))).flatMap((book) => Array.from(book));
        expectClose(books, expected.gradients[loss].codebooks.data, tolerance, 'gradient of the codebooks');
        tf.dispose([value, ...grads, ...Object.values(inputs).flat()]);
      });
    }

    it(`${name}: the data receive the gradient of the total`, async () => {
      const inputs = read();
      const gradient = tf.grad((x) => lossOf('total', x as tf.Tensor2D, inputs.r, inputs.books, mode, tau))(inputs.x);
      expectClose(await gradient.data(), expected.gradients.total.data, tolerance, 'gradient of the data');
      tf.dispose([gradient, ...Object.values(inputs).flat()]);
    });
  }


  it('top-1 projection: the residual is orthogonal to the picked direction and never grows; a zero row gets code 0', async () => {
    const inputs = read();
    const result = tf.tidy(() => {
      const e = tf.concat([inputs.x, tf.zeros([1, dim])]) as tf.Tensor2D;
      const { code, q } = rate(e, inputs.books[0]!, 'top1_proj', 1);
      const left = tf.sub(e, q);
      const picked = tf.gather(inputs.books[0]!, code);
      return { code, along: tf.max(tf.abs(tf.sum(tf.mul(left, picked), 1))), grown: tf.max(tf.sub(tf.norm(left, 2, 1), tf.norm(e, 2, 1))) };
    });
    expect((await result.along.data())[0]!).toBeLessThan(1e-5);
    expect((await result.grown.data())[0]!).toBeLessThan(1e-6);
    expect((await result.code.data()).at(-1)).toBe(0);
    tf.dispose([result.code, result.along, result.grown, ...Object.values(inputs).flat()]);
  });

  it('discrimination: orthonormal -2, identical 0, antipodal -4, three at 120 degrees -3', async () => {
    const third = Math.sqrt(3) / 2;
    for (const [points, wanted] of [
      [[[1, 0], [0, 1]], -2],
      [[[1, 2], [1, 2]], 0],
      [[[1, 0], [-1, 0]], -4],
      [[[1, 0], [-0.5, third], [-0.5, -third]], -3],
    ] as const) {
      const value = tf.tidy(() => preferenceDiscrimination(tf.tensor2d(points as unknown as number[][])));
      expectClose((await value.data())[0]!, wanted, { rtol: 1e-5, atol: 1e-5 });
      value.dispose();
    }
  });
});

function read(): { x: tf.Tensor2D; r: tf.Tensor1D; books: tf.Tensor2D[] } {
  const size = numCodes * dim;
  return {
    x: tf.tensor2d(Float32Array.from(reference.data.data), [rows, dim]),
    r: tf.tensor1d(Float32Array.from(reference.r.data)),
    books: Array.from({ length: levels }, (_, level) =>
      tf.tensor2d(Float32Array.from(reference.codebooks.data.slice(level * size, (level + 1) * size)), [numCodes, dim]),
    ),
  };
}

function forward(x: tf.Tensor2D, r: tf.Tensor1D, books: readonly tf.Tensor2D[], mode: RatingMode, tau: number) {
  const { along } = project(x, r);
  let left = tf.sub(x, along) as tf.Tensor2D;
  const codes: tf.Tensor1D[] = [];
  const q: tf.Tensor2D[] = [];
  for (const book of books) {
    const rated = rate(left, book, mode, tau);
    codes.push(rated.code);
    q.push(rated.q);
    left = tf.sub(left, rated.q);
  }
  return { along, codes, q, left };
}

function lossOf(loss: 'reconstruction' | 'sc' | 'pd' | 'total', x: tf.Tensor2D, r: tf.Tensor1D, books: tf.Tensor2D[], mode: RatingMode, tau: number): tf.Scalar {
  const path = forward(x, r, books, mode, tau);
  const reconstruction = tf.mul(tf.sum(tf.square(path.left)), 1 / rows) as tf.Scalar;
  const sc = semanticCohesion(path.q.reduce((sum, level) => tf.add(sum, level)), path.codes[0]!, numCodes);
  const pd = tf.mul(books.map((book) => preferenceDiscrimination(book)).reduce((sum, term) => tf.add(sum, term)), 1 / levels) as tf.Scalar;
  // Zero weights keep every input on the path of every loss, which tf.valueAndGrads asks for.
  const touch = tf.mul(tf.add(tf.sum(r), books.reduce<tf.Scalar>((sum, book) => tf.add(sum, tf.sum(book)), tf.scalar(0))), 0);
  const losses = { reconstruction, sc, pd, total: tf.add(reconstruction, tf.mul(tf.sub(pd, sc), reference.lambda)) as tf.Scalar };
  return tf.add(losses[loss], touch) as tf.Scalar;
}
