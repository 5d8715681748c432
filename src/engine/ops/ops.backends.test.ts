/** The differentiable building blocks: values and gradients against hand-computed numbers and finite differences. */
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { Random } from '../math/random';
import { describeBackends } from '../testing/backends';
import { expectClose } from '../testing/tolerance';
import { lookUp } from './lookUp';
import { matMul, matMulData } from './matMul';
import { oneHot } from './oneHot';
import { rotationTrick } from './rotationTrick';
import { stopGradient } from './stopGradient';
import { straightThrough } from './straightThrough';

const close = { rtol: 1e-5, atol: 1e-6 };

describeBackends('ops', () => {
  it('oneHot holds ones that a product can read', async () => {
    const sums = tf.tidy(() => tf.matMul(tf.transpose(oneHot(tf.tensor1d([2, 0, 2, 1], 'int32'), 3)), tf.tensor2d([1, 10, 100, 1000], [4, 1])));
    expect(Array.from(await sums.data())).toEqual([10, 1000, 101]);
    sums.dispose();
  });

  it('lookUp: rows by code; the gradient adds up per code, through a code chosen by argmin of the same variables', async () => {
    const codebook = tf.tensor2d([1, 2, 3, 4, 5, 6], [3, 2]);
    const weights = tf.tensor2d([1, 0, 0, 1, 2, 2], [3, 2]);
    const gradient = tf.tidy(() =>
      tf.grad((codebook) => {
        const codes = tf.argMin(tf.abs(tf.sub(tf.reshape(tf.sum(codebook, 1), [1, 3]), tf.tensor2d([11, 3, 11], [3, 1]))), 1) as tf.Tensor1D;
        return tf.sum(tf.mul(lookUp(codebook as tf.Tensor2D, codes), weights));
      })(codebook),
    );
    expectClose(await gradient.data(), [0, 1, 0, 0, 3, 2], close);
    tf.dispose([codebook, weights, gradient]);
  });

  it('matMul and matMulData: gradients are the products of transposes', async () => {
    const random = new Random(5);
    const values = (n: number) => Float32Array.from({ length: n }, () => random.normal());
    const a = tf.tensor2d(values(15), [5, 3]);
    const b = tf.tensor2d(values(12), [3, 4]);
    const dy = tf.tensor2d(values(20), [5, 4]);
    const [ga, gb] = tf.tidy(() => tf.grads((a, b) => tf.sum(tf.mul(matMul(a as tf.Tensor2D, b as tf.Tensor2D), dy)))([a, b])) as [tf.Tensor, tf.Tensor];
    const data = tf.tidy(() => tf.grad((b) => tf.sum(tf.mul(matMulData(a, b as tf.Tensor2D), dy)))(b));
    const wantedA = tf.tidy(() => tf.sum(tf.mul(tf.reshape(dy, [5, 1, 4]), tf.reshape(b, [1, 3, 4])), 2));
    const wantedB = tf.tidy(() => tf.sum(tf.mul(tf.reshape(a, [5, 3, 1]), tf.reshape(dy, [5, 1, 4])), 0));
    expectClose(await ga.data(), await wantedA.data(), close);
    expectClose(await gb.data(), await wantedB.data(), close);
    expectClose(await data.data(), await wantedB.data(), close);
    tf.dispose([a, b, dy, ga, gb, data, wantedA, wantedB]);
  });

  it('stopGradient: identity forward, nothing back; straightThrough: q forward, the gradient unchanged back', async () => {
    const x = tf.tensor2d([1, 2], [1, 2]);
    const q = tf.tensor2d([5, 7], [1, 2]);
    const stopped = tf.tidy(() => tf.grad((x) => tf.sum(tf.mul(x, stopGradient(x))))(x));
    expectClose(await stopped.data(), [1, 2], close);
    const { value, grad } = tf.valueAndGrad((x) => tf.sum(tf.square(straightThrough(x as tf.Tensor2D, q))))(x);
    expectClose(await value.data(), [74], close);
    expectClose(await grad.data(), [10, 14], close);
    tf.dispose([x, q, stopped, value, grad]);
  });

  it('rotationTrick: the gradient of s R e with s and R constant, by finite differences; antiparallel rows fall back to straight-through', async () => {
    const e = [
      [0.6, -0.2, 0.5],
      [1, 0, 0],
      [0, 0, 0],
    ];
    const q = [
      [0.3, 0.4, -0.1],
      [-2, 0, 0],
      [1, 1, 1],
    ];
    const g = [
      [1, -2, 0.5],
      [3, 4, 5],
      [1, 2, 3],
    ];
    const tensors = [e, q, g].map((rows) => tf.tensor2d(rows));
    const gradient = tf.tidy(() => tf.grad((x) => tf.sum(tf.mul(rotationTrick(x as tf.Tensor2D, tensors[1] as tf.Tensor2D), tensors[2]!)))(tensors[0]!));
    const h = 1e-5;
    const numeric = [0, 1, 2].map((d) => {
      const moved = (sign: number) => e[0]!.map((value, i) => value + (i === d ? sign * h : 0));
      const inner = (x: number[]) => rotate(e[0]!, q[0]!, x).reduce((sum, value, i) => sum + value * g[0]![i]!, 0);
      return (inner(moved(1)) - inner(moved(-1))) / (2 * h);
    });
    expectClose(await gradient.data(), [...numeric, ...g[1]!, ...g[2]!], { rtol: 1e-4, atol: 1e-5 });
    tf.dispose([...tensors, gradient]);
  });
});

/** s R x with R and s taken from e and q. */
function rotate(e: number[], q: number[], x: number[]): number[] {
  const dot = (a: number[], b: number[]) => a.reduce((sum, value, i) => sum + value * b[i]!, 0);
  const unit = (a: number[]) => a.map((value) => value / Math.sqrt(dot(a, a)));
  const [a, b] = [unit(e), unit(q)];
  const w = unit(a.map((value, i) => value + b[i]!));
  const scale = Math.sqrt(dot(q, q) / dot(e, e));
  return x.map((value, i) => scale * (value - 2 * w[i]! * dot(w, x) + 2 * b[i]! * dot(a, x)));
}
