/** Choices, losses and gradients of RQ-VAE's levels against plain loops and finite differences; the reference step stands in rqVae.backends.test.ts. */
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { Random } from '../../math/random';
import { gumbelNoise } from '../../ops/gumbelSoftmax';
import { rotationTrick } from '../../ops/rotationTrick';
import { straightThrough } from '../../ops/straightThrough';
import { describeBackends } from '../../testing/backends';
import { expectClose } from '../../testing/tolerance';
import { chooseCodes } from './choice';
import { quantize, type QuantizeOptions, type Quantized } from './forward';

const ROWS = 7;
const DIM = 3;
const CODES = 5;
const LEVELS = 3;
const close = { rtol: 1e-5, atol: 1e-5 };
const near = { rtol: 2e-3, atol: 2e-3 };
const base: QuantizeOptions = {
  beta: [0.25, 0.25, 0.25],
  quantizationReduction: 'sum',
  levelReduction: 'sum',
  routing: 'once',
  estimator: straightThrough,
  distance: 'l2',
  codebookLoss: true,
};

describeBackends('levels of RQ-VAE', () => {
  it('straight-through and rotation give the same output, the sum of the code vectors; what is left follows from it', async () => {
    const { z, books } = sample();
    for (const distance of ['l2', 'cosine'] as const) {
      const plain = await run(z, books, { ...base, distance });
      const sum = z.map((row, b) => row.map((_, d) => plain.codes.reduce((total, code, l) => total + books[l]![code[b]!]![d]!, 0)));
      for (const routing of ['once', 'perLevelDetached', 'perLevelThrough'] as const) {
        for (const estimator of [straightThrough, rotationTrick]) {
          const seen = await run(z, books, { ...base, distance, routing, estimator });
          expect(seen.codes).toEqual(plain.codes);
          expectClose(seen.output, sum.flat(), close, `${routing}, ${distance}`);
        }
      }
      const left = z.map((row, b) => row.map((value, d) => value - books[0]![plain.codes[0]![b]!]![d]!));
      expectClose(plain.inputs[1]!, left.flat(), close, 'input of level 2');
    }
  });

  it('cosine chooses by direction alone: against plain loops, and whatever the lengths of rows and code vectors', async () => {
    const { z, books } = sample();
    const cosine = (a: number[], b: number[]) => a.reduce((sum, value, d) => sum + value * b[d]!, 0) / Math.hypot(...a) / Math.hypot(...b);
    const wanted = z.map((row) => books[0]!.map((code) => cosine(row, code))).map((row) => row.indexOf(Math.max(...row)));
    const stretched = [z.map((row, b) => row.map((value) => value * (b + 1))), books[0]!.map((code, k) => code.map((value) => value / (k + 1)))] as const;
    for (const [rows, codes] of [[z, books[0]!], stretched] as const) {
      const seen = tf.tidy(() => chooseCodes(tf.tensor2d(rows), tf.tensor2d(codes), 'cosine'));
      expect(Array.from(await seen.data())).toEqual(wanted);
      seen.dispose();
    }
  });

  it('commitment weights each level: the gradient in z is 2 sum beta[l] e[l+1], and through the recursion that of the first level alone', async () => {
    const { z, books } = sample();
    const beta = [0.5, 0.1, 2];
    for (const [routing, reached] of [['once', [0, 1, 2]], ['perLevelThrough', [0]]] as const) {
      const options = { ...base, beta, routing };
      const { inputs, codes } = await run(z, books, options);
      const last = Array.from(inputs[2]!, (value, i) => value - books[2]![codes[2]![Math.floor(i / DIM)]!]![i % DIM]!);
      const after = [inputs[1]!, inputs[2]!, last];
      const wanted = z.flat().map((_, i) => reached.reduce<number>((sum, l) => sum + (2 * beta[l]! * after[l]![i]!) / ROWS, 0));
      expectClose((await gradients(z, books, (q) => q.quantizationLoss, options)).z, wanted, close, routing);
    }
  });

  it('the codebook loss reaches picked codes only and never z, the commitment loss never the codebooks; running means have no codebook loss', async () => {
    const { z, books } = sample();
    const { codes } = await run(z, books, base);
    const codebook = await gradients(z, books, (q) => q.codebookLoss!, base);
    expect(codebook.z.every((value) => value === 0)).toBe(true);
    const picked = new Set(codes[0]);
    for (let k = 0; k < CODES; k++) expect(codebook.book.slice(k * DIM, (k + 1) * DIM).some((value) => value !== 0)).toBe(picked.has(k));
    const commitment = await gradients(z, books, (q) => q.commitmentLoss, base);
    expect(commitment.book.every((value) => value === 0)).toBe(true);
    const ema = await run(z, books, { ...base, codebookLoss: false });
    expect(ema.losses.codebook).toBeNull();
    expectClose(ema.losses.quantization, 0.25 * ema.losses.commitment, close);
  });

  it('Gumbel-softmax: gradients of output and losses in z and codebooks by finite differences, under both recursions', async () => {
    const { z, books } = sample();
    const source = new Random(21);
    const noise = Array.from({ length: LEVELS }, () => gumbelNoise(source, ROWS, CODES));
    const g = await Promise.all(noise.map((tensor) => tensor.array()));
    const weights = normals(new Random(22), ROWS, DIM, 1);
    for (const routing of ['once', 'perLevelThrough'] as const) {
      let level = 0;
      const gumbel = { temperature: 0.8, noise: () => noise[level++ % LEVELS]! };
      const options = { ...base, routing, gumbel };
      const seen = await gradients(z, books, (q) => tf.add(tf.sum(tf.mul(q.output, tf.tensor2d(weights))), q.quantizationLoss) as tf.Scalar, options);
      // The constants of the loss, frozen where the gradient starts: what the recursion and the losses must not differentiate.
      const frozen = soft(z, books, g, 0.8);
      const loss = (z: number[][], book: number[][]) => {
        const moved = [book, ...books.slice(1)];
        let e = z;
        let total = 0;
        for (let l = 0; l < LEVELS; l++) {
          const q = mixtures(e, moved[l]!, g[l]!, 0.8);
          total += dot(q, weights) + (squares(q, frozen.inputs[l]!) + 0.25 * squares(e, frozen.mixtures[l]!)) / ROWS;
          const next = routing === 'once' ? frozen.mixtures[l]! : q;
          e = e.map((row, b) => row.map((value, d) => value - next[b]![d]!));
        }
        return total;
      };
      expectClose(seen.z, differences(z, (z) => loss(z, books[0]!)), near, `${routing}: z`);
      expectClose(seen.book, differences(books[0]!, (book) => loss(z, book)), near, `${routing}: codebook`);
    }
    tf.dispose(noise);
  });

  it('Gumbel-softmax at no temperature and no noise is the hard output', async () => {
    const { z, books } = sample();
    const hard = await run(z, books, base);
    const cold = await run(z, books, { ...base, gumbel: { temperature: 1e-4, noise: (rows, codes) => tf.zeros([rows, codes]) } });
    expect(cold.codes).toEqual(hard.codes);
    expectClose(cold.output, hard.output, close);
  });

  it('Sinkhorn: on its levels output, losses and gradients take the assigned code, on the others the nearest', async () => {
    const { books } = sample();
    // All rows near one code: the nearest is one and the same, even shares are not.
    const z = Array.from({ length: 10 }, (_, b) => books[0]![2]!.map((value, d) => value + 0.02 * ((b * 3 + d) % 7)));
    const options = { ...base, sinkhorn: { levels: new Set([0]), epsilon: 0.05, iterations: 50 } };
    const [nearest, shared] = [await run(z, books, base), await run(z, books, options)];
    expect(new Set(nearest.codes[0]).size).toBe(1);
    const assigned = new Set(shared.codes[0]);
    expect(assigned.size).toBeGreaterThanOrEqual(CODES - 1);
    let e = z;
    let wanted = 0;
    for (let l = 0; l < LEVELS; l++) {
      const q = shared.codes[l]!.map((code) => books[l]![code]!);
      wanted += squares(e, q) / z.length;
      e = e.map((row, b) => row.map((value, d) => value - q[b]![d]!));
      if (l === 0) continue;
      const input = shared.inputs[l]!;
      const best = shared.codes[l]!.map((_, b) => {
        const far = books[l]!.map((code) => code.reduce((sum, value, d) => sum + (value - input[b * DIM + d]!) ** 2, 0));
        return far.indexOf(Math.min(...far));
      });
      expect(shared.codes[l]).toEqual(best);
    }
    expectClose(shared.losses.commitment, wanted, near);
    expectClose(shared.losses.codebook!, wanted, near);
    const { book } = await gradients(z, books, (q) => q.codebookLoss!, options);
    for (let k = 0; k < CODES; k++) expect(book.slice(k * DIM, (k + 1) * DIM).some((value) => value !== 0)).toBe(assigned.has(k));
  });
});

interface Seen {
  readonly output: Float32Array;
  readonly codes: number[][];
  readonly inputs: Float32Array[];
  readonly losses: { codebook: number | null; commitment: number; quantization: number };
}

async function run(z: number[][], books: number[][][], options: QuantizeOptions): Promise<Seen> {
  const kept: Quantized[] = [];
  tf.tidy(() => {
    const quantized = quantize(tf.tensor2d(z), books.map((book) => tf.tensor2d(book)), options);
    kept.push(quantized);
    return { ...quantized } as unknown as tf.TensorContainer;
  });
  const [{ output, codes, inputs, codebookLoss, commitmentLoss, quantizationLoss }] = kept as [Quantized];
  const number = async (scalar: tf.Scalar) => (await scalar.data())[0]!;
  const seen: Seen = {
    output: (await output.data<'float32'>()).slice(),
    codes: await Promise.all(codes.map(async (code) => Array.from(await code.data()))),
    inputs: await Promise.all(inputs.map(async (input) => (await input.data<'float32'>()).slice())),
    losses: { codebook: codebookLoss && (await number(codebookLoss)), commitment: await number(commitmentLoss), quantization: await number(quantizationLoss) },
  };
  tf.dispose([output, ...codes, ...inputs, commitmentLoss, quantizationLoss, ...(codebookLoss ? [codebookLoss] : [])]);
  return seen;
}

/** Gradients of a loss in z and in the first codebook, row-major. */
async function gradients(z: number[][], books: number[][][], loss: (quantized: Quantized) => tf.Scalar, options: QuantizeOptions): Promise<{ z: Float32Array; book: Float32Array }> {
  const both = tf.tidy(() =>
    tf.grads((z, first) => {
      const rest = books.slice(1).map((book) => tf.tensor2d(book));
      // A loss that one of the two does not reach has no path to it, which TensorFlow.js refuses: this one adds nothing but the path.
      const path = tf.mul(tf.add(tf.sum(z!), tf.sum(first!)), 0);
      return tf.add(loss(quantize(z as tf.Tensor2D, [first as tf.Tensor2D, ...rest], options)), path);
    })([tf.tensor2d(z), tf.tensor2d(books[0]!)]),
  );
  const [gz, book] = await Promise.all(both.map(async (gradient) => (await gradient.data<'float32'>()).slice()));
  tf.dispose(both);
  return { z: gz!, book: book! };
}

/** Inputs and mixtures of every level, in plain loops. */
function soft(z: number[][], books: number[][][], noise: number[][][], temperature: number): { inputs: number[][][]; mixtures: number[][][] } {
  const inputs = [z];
  const all: number[][][] = [];
  for (let l = 0; l < LEVELS; l++) {
    const q = mixtures(inputs[l]!, books[l]!, noise[l]!, temperature);
    all.push(q);
    inputs.push(inputs[l]!.map((row, b) => row.map((value, d) => value - q[b]![d]!)));
  }
  return { inputs, mixtures: all };
}

function mixtures(e: number[][], book: number[][], noise: number[][], temperature: number): number[][] {
  return e.map((row, b) => {
    const powers = book.map((code, k) => Math.exp((noise[b]![k]! - code.reduce((sum, value, d) => sum + (value - row[d]!) ** 2, 0)) / temperature));
    const total = powers.reduce((a, c) => a + c);
    return row.map((_, d) => book.reduce((sum, code, k) => sum + (powers[k]! / total) * code[d]!, 0));
  });
}

function sample(): { z: number[][]; books: number[][][] } {
  const source = new Random(4);
  return { z: normals(source, ROWS, DIM, 1), books: Array.from({ length: LEVELS }, (_, l) => normals(source, CODES, DIM, 0.8 ** l)) };
}

function normals(source: Random, rows: number, cols: number, scale: number): number[][] {
  return Array.from({ length: rows }, () => Array.from({ length: cols }, () => Math.fround(scale * source.normal())));
}

function dot(a: number[][], b: number[][]): number {
  return a.reduce((sum, row, i) => sum + row.reduce((s, value, d) => s + value * b[i]![d]!, 0), 0);
}

function squares(a: number[][], b: number[][]): number {
  return a.reduce((sum, row, i) => sum + row.reduce((s, value, d) => s + (value - b[i]![d]!) ** 2, 0), 0);
}

/** Central differences, row-major. */
function differences(at: number[][], of: (x: number[][]) => number, h = 1e-5): number[] {
  return at.flatMap((row, i) =>
    row.map((_, d) => {
      const moved = (by: number) => of(at.map((values, r) => (r === i ? values.map((value, c) => (c === d ? value + by : value)) : values)));
      return (moved(h) - moved(-h)) / (2 * h);
    }),
  );
}
