/** Published codes as a run: the numbers of the quantizer that made them, without its vectors and with some of them. */
import { expect, it } from 'vitest';
import { describeBackends } from '../../testing/backends';
import { Random } from '../../math/random';
import type { QuantizerResult } from '../../records/quantize';
import { rebuilt, refit } from './refit';
import { PublishedTask, type PublishedInputs } from './task';

const NUM_CODES = [4, 3];
const ROWS = 60;
const DIM = 5;

function planted() {
  const random = new Random(3);
  const codes = Int32Array.from({ length: ROWS * 2 }, (_, i) => random.integer(NUM_CODES[i % 2]!));
  const data = Float32Array.from({ length: ROWS * DIM }, (_, i) => 3 * codes[2 * Math.floor(i / DIM)]! + codes[2 * Math.floor(i / DIM) + 1]! * (i % DIM === 0 ? 1 : -0.5) + 0.1 * random.normal());
  return { codes, data };
}

async function run(inputs: PublishedInputs): Promise<QuantizerResult> {
  const task = new PublishedTask(inputs, { kind: 'published', params: {}, seed: 1 });
  expect(await task.step()).toMatchObject({ done: true });
  return task.end({ steps: 1, seconds: 0, stopped: false, notes: [], past: [] });
}

describeBackends('published codes', () => {
  it('have the numbers of IDs without vectors, and nothing that needs them', async () => {
    const { codes } = planted();
    const { metrics, dim, rows, levels, notes, codebooks, snapshot } = await run({ codes: { codes, numCodes: NUM_CODES } });
    expect({ dim, rows, levels, numCodes: codebooks.map((book) => book.numCodes) }).toEqual({ dim: 0, rows: ROWS, levels: 2, numCodes: NUM_CODES });
    expect(metrics).toMatchObject({ utilization: [1, 1], deadCodes: [0, 0], rmse: NaN, residualEnergy: [NaN, NaN], knnOverlap: NaN });
    expect(metrics.uniqueIdShare + metrics.collisionRate).toBeGreaterThan(0);
    expect(metrics.distinctPrefixes).toHaveLength(2);
    expect(snapshot.usage.map((uses) => uses.reduce((sum, each) => sum + each, 0))).toEqual([ROWS, ROWS]);
    expect(notes).toEqual(['No vectors are joined: errors and neighbours are unknown.']);
  });

  it('have errors from means of what is left, over the items that have vectors', async () => {
    const { codes, data } = planted();
    const known = new Uint8Array(ROWS).fill(1);
    const whole = await run({ codes: { codes, numCodes: NUM_CODES }, rows: { data, dim: DIM, known } });
    expect(whole.metrics.relativeError).toBeLessThan(0.1);
    expect(whole.metrics.residualEnergy[1]).toBeLessThan(whole.metrics.residualEnergy[0]!);
    const naive = whole.reconstruction.reduce((sum, value, i) => sum + (value - data[i]!) ** 2, 0);
    expect(whole.metrics.rmse).toBeCloseTo(Math.sqrt(naive / (ROWS * DIM)), 5);
    known.fill(0, 0, 10);
    const part = await run({ codes: { codes, numCodes: NUM_CODES }, rows: { data, dim: DIM, known, labels: codes.filter((_, i) => i % 2 === 0) } });
    expect(part.metrics.collisionRate).toBe(whole.metrics.collisionRate);
    expect(part.metrics.prefixPurity?.[0]).toBeCloseTo(1, 6);
    expect(part.notes[1]).toBe('10 of 60 items have no vector: errors, neighbours and purity are counted over the others, all else over all items.');
    expect(part.reconstruction).toHaveLength(ROWS * DIM);
  });
});

it('refits code vectors that add up to the mean of the rows of an ID', () => {
  const data = Float32Array.of(1, 3, 5, 9);
  const codes = [Int32Array.of(0, 0, 1, 1), Int32Array.of(0, 1, 0, 1)];
  const { codebooks, squaredErrors } = refit({ data, rows: 4, dim: 1, codes, numCodes: [3, 2] });
  expect(codebooks.map((book) => [...book])).toEqual([[2, 7, 4.5], [-1.5, 1.5]]);
  expect(squaredErrors).toEqual([35, 10, 1]);
  expect([...rebuilt(Int32Array.of(0, 0, 0, 1, 1, 0, 1, 1), codebooks, 1)]).toEqual([0.5, 3.5, 5.5, 8.5]);
});
