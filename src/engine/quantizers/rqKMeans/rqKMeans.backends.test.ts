/** The options of RQ-KMeans: beam, balance, mini-batches, samples, progressive starts, and going on from the middle of a level. */
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { nestedClusters } from '../../data/generators/nestedClusters';
import { Random } from '../../math/random';
import { sinkhorn } from '../../math/sinkhorn';
import { defaultParams } from '../../params';
import type { Params } from '../../records/params';
import { describeBackends } from '../../testing/backends';
import { chooseNearest, encodeAdditive } from '../additiveCodes';
import { balancedCodes, capacities } from './balancedCodes';
import { encodeBeam } from '../beamEncode';
import type { Quantizer } from '../quantizer';
import { createRqKMeans } from './rqKMeans';
import { rqKMeansParams } from './params';
import { squaredNorms } from '../rowSums';
import { Vectors } from '../vectors';

const ROWS = 500;

describeBackends('RQ-KMeans', (backend) => {
  it('a beam leaves no row worse than greedy, and many better', async () => {
    const rows = noise(ROWS, 12);
    const greedy = await trained(rows, { numCodes: [16], numLevels: 4 });
    const codebooks = await Promise.all((await greedy.codebooks()).map(async (book) => tf.tensor2d(book, [16, 12])));
    const zero = tf.zeros([12]) as tf.Tensor1D;
    const x = rows.chunks[0]!;
    const plain = encodeAdditive(x, zero, codebooks, chooseNearest);
    const errors = [await errorsOf(plain)];
    for (const width of [1, 2, 5, 16]) {
      const encoding = await encodeBeam(x, zero, codebooks, width);
      errors.push(await errorsOf(encoding));
      release(encoding);
    }
    expect(errors[1]).toEqual(errors[0]);
    for (const wider of errors.slice(2)) {
      expect(wider.every((error, row) => error <= errors[0]![row]!)).toBe(true);
      expect(total(wider)).toBeLessThan(0.99 * total(errors[0]!));
    }
    release(plain);
    tf.dispose([...codebooks, zero]);
    greedy.dispose();
    rows.dispose();
  });

  it('as an option, the beam lowers the error of the codes it exports', async () => {
    const rows = noise(ROWS, 12);
    const errors = [];
    for (const params of [{}, { beam: 5 }, { beam: 5, trainBeam: 3 }] as Params[]) {
      const quantizer = await trained(rows, { numCodes: [16], numLevels: 3, ...params });
      errors.push(await decodedError(quantizer, rows));
      quantizer.dispose();
    }
    expect(errors[1]!).toBeLessThan(0.98 * errors[0]!);
    expect(errors[2]!).toBeLessThan(1.1 * errors[0]!);
    rows.dispose();
  });

  it('balances every level to capacity, with codes of the rows trained on only', async () => {
    const rows = clusters(503);
    const quantizer = await trained(rows, { numCodes: [8], numLevels: 3, balance: 'capacity' });
    const encoding = await quantizer.encode(rows.chunks[0]!);
    for (const code of encoding.codes) {
      const counts = new Array<number>(8).fill(0);
      for (const k of await code.data()) counts[k]! += 1;
      expect(counts).toEqual(Array.from(capacities(503, 8)));
    }
    const copy = rows.gather(Array.from({ length: 503 }, (_, i) => i));
    const nearest = await quantizer.encode(copy);
    expect(await nearest.codes[0]!.data()).not.toEqual(await encoding.codes[0]!.data());
    expect(total(await errorsOf(nearest))).toBeLessThan(total(await errorsOf(encoding)));
    expect(quantizer.notes()).toContainEqual(expect.stringMatching(/^Level 1: balanced to 62 or 63 rows per code; mean squared error [\d.]+ before and [\d.]+ after; \d+ % of the rows/));
    release(encoding);
    release(nearest);
    copy.dispose();
    quantizer.dispose();
    rows.dispose();
  });

  it('balanced codes follow the entropic plan: rows take its best entry while there is room', async () => {
    const rows = noise(60, 3);
    const centres = rows.data.slice(0, 5 * 3);
    const room = capacities(60, 5);
    const codes = await balancedCodes(rows, centres, 5);
    const cost = Float64Array.from({ length: 60 * 5 }, (_, at) => {
      let sum = 0;
      for (let d = 0; d < 3; d++) sum += (rows.data[Math.floor(at / 5) * 3 + d]! - centres[(at % 5) * 3 + d]!) ** 2;
      return sum;
    });
    // The temperature of the rounding: a tenth of the median over rows of the 90th percentile of the gaps to the nearest.
    const spreads = Array.from({ length: 60 }, (_, i) => {
      const own = cost.slice(i * 5, i * 5 + 5).sort();
      return own[3]! + 0.6 * (own[4]! - own[3]!) - own[0]!;
    }).sort((a, b) => a - b);
    const temperature = (0.1 * (spreads[29]! + spreads[30]!)) / 2;
    const plan = sinkhorn(cost, 60, 5, { temperature, iterations: 31, columnMass: Array.from(room, (capacity) => capacity / 60) });
    const best = Array.from({ length: 60 }, (_, i) => plan.subarray(i * 5, i * 5 + 5).indexOf(Math.max(...plan.subarray(i * 5, i * 5 + 5))));
    const agreeing = best.filter((k, i) => k === codes[i]).length;
    expect(agreeing).toBeGreaterThanOrEqual(54);
    const counts = new Int32Array(5);
    for (const k of codes) counts[k]! += 1;
    expect(counts).toEqual(room);
    rows.dispose();
  });

  // Nothing in it is the adapter's own, and the software adapter takes long for it.
  it.skipIf(backend === 'webgpu')('mini-batches, samples and progressive starts come close to Lloyd passes over all rows', async () => {
    const rows = clusters(2000);
    const errors: Record<string, number> = {};
    const options: Record<string, Params> = {
      plain: {},
      batches: { miniBatch: 200 },
      sample: { fitRows: 40 },
      progressive: { init: 'progressive' },
      coarse: { numCodes: [1] },
    };
    for (const [name, params] of Object.entries(options)) {
      const quantizer = await trained(rows, { numCodes: [8], numLevels: 2, ...params });
      errors[name] = await decodedError(quantizer, rows);
      quantizer.dispose();
    }
    for (const name of ['batches', 'sample', 'progressive']) expect(errors[name]!, name).toBeLessThan(1.15 * errors.plain!);
    expect(errors.coarse!).toBeGreaterThan(3 * errors.plain!);
    rows.dispose();
  });

  it('goes on from the middle of a level with the same bits, notes and number of steps', async () => {
    const rows = clusters(300);
    const options: Params[] = [
      {},
      { miniBatch: 64, repairEmpty: true, maxIterations: 6 },
      { fitRows: 20, init: 'progressive' },
      { balance: 'capacity' },
      { beam: 4, trainBeam: 2 },
    ];
    // The software adapter takes long: there, one with exact passes and one with batches.
    for (const option of backend === 'webgpu' ? options.slice(0, 2) : options) {
      const params = { numCodes: [9], numLevels: 3, tolerance: 0, ...option };
      const whole = await make(rows, params);
      const all = await steps(whole, Infinity);
      const at = Math.floor(all * 0.55);
      const before = await make(rows, params);
      await steps(before, at);
      const state = await before.state();
      expect(Object.keys(state).some((name) => name.startsWith('making.')), 'in the middle of a level').toBe(true);
      const after = await make(rows, params);
      await after.restore(state);
      expect(await steps(after, Infinity)).toBe(all - at);
      expect(await after.codebooks()).toEqual(await whole.codebooks());
      expect(after.notes()).toEqual(whole.notes());
      const codes = [];
      for (const quantizer of [whole, after]) {
        const encoding = await quantizer.encode(rows.chunks[0]!);
        codes.push(await Promise.all(encoding.codes.map((code) => code.data())));
        release(encoding);
      }
      expect(codes[1]).toEqual(codes[0]);
      for (const quantizer of [whole, before, after]) quantizer.dispose();
    }
    rows.dispose();
  });

  it('survives duplicates and fewer distinct rows than codes, in every mode', async () => {
    const distinct = noise(6, 4);
    const rows = new Vectors(
      Float32Array.from({ length: 120 * 4 }, (_, at) => distinct.data[(Math.floor(at / 4) % 6) * 4 + (at % 4)]!),
      120,
      4,
    );
    for (const option of [{}, { miniBatch: 40 }, { init: 'progressive' }, { balance: 'capacity' }, { beam: 3, trainBeam: 3 }] as Params[]) {
      const quantizer = await trained(rows, { numCodes: [10], numLevels: 2, ...option });
      const error = await decodedError(quantizer, rows);
      expect(Number.isFinite(error)).toBe(true);
      if (option.balance === undefined) expect(error).toBeLessThan(1e-6);
      quantizer.dispose();
    }
    rows.dispose();
  });

  it('refuses balance together with a beam in training', async () => {
    const rows = noise(20, 2);
    await expect(make(rows, { numCodes: [2], balance: 'capacity', trainBeam: 2 })).rejects.toThrow('one balanced code but several kept states');
    rows.dispose();
  });
});

function noise(rows: number, dim: number): Vectors {
  const random = new Random(5);
  return new Vectors(
    Float32Array.from({ length: rows * dim }, () => random.normal()),
    rows,
    dim,
  );
}

function clusters(rows: number): Vectors {
  const { data, dim } = nestedClusters(3, rows, 8);
  return new Vectors(data, rows, dim);
}

function make(rows: Vectors, params: Params): Promise<Quantizer> {
  return createRqKMeans(rows, { ...defaultParams(rqKMeansParams), ...params }, new Random(7));
}

async function trained(rows: Vectors, params: Params): Promise<Quantizer> {
  const quantizer = await make(rows, params);
  await steps(quantizer, Infinity);
  return quantizer;
}

/** Steps until done or `most`; how many there were. */
async function steps(quantizer: Quantizer, most: number): Promise<number> {
  for (let i = 1; i <= most; i++) if ((await quantizer.trainStep()).done) return i;
  return most;
}

async function decodedError(quantizer: Quantizer, rows: Vectors): Promise<number> {
  const encoding = await quantizer.encode(rows.chunks[0]!);
  const decoded = quantizer.decode(encoding.codes, rows.rows);
  const values = await decoded.data();
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i]! - rows.data[i]!) ** 2;
  release(encoding);
  decoded.dispose();
  return sum;
}

async function errorsOf({ residuals }: { residuals: readonly tf.Tensor2D[] }): Promise<Float64Array> {
  const last = residuals.at(-1)!;
  return squaredNorms(await last.data<'float32'>(), last.shape[0], last.shape[1]);
}

function release({ latents, codes, residuals }: { latents: tf.Tensor; codes: readonly tf.Tensor[]; residuals: readonly tf.Tensor[] }): void {
  tf.dispose([latents, ...codes, ...residuals]);
}

function total(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum;
}
