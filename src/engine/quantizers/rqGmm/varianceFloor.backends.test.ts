/** The floor of RQ-GMM's variances: added, relative to the data, and told where it decides. */
import { expect, it } from 'vitest';
import { nestedClusters } from '../../data/generators/nestedClusters';
import { Random } from '../../math/random';
import { defaultParams } from '../../params';
import type { Params } from '../../records/params';
import { describeBackends } from '../../testing/backends';
import { decidedByFloor, maximize } from './gaussianMixture';
import { createRqGmm } from './rqGmm';
import { varianceFloor } from './level';
import { rqGmmParams } from './params';
import { Vectors } from '../vectors';

const ROWS = 300;
const { data, dim } = nestedClusters(3, ROWS, 8);

async function fitted(values: Float32Array, params: Params = {}): Promise<{ codes: number[]; notes: readonly string[] }> {
  const rows = new Vectors(values, ROWS, dim);
  const quantizer = await createRqGmm(rows, { ...defaultParams(rqGmmParams), numCodes: [8], numLevels: 2, maxIterations: 20, ...params }, new Random(5));
  for (let done = false; !done;) ({ done } = await quantizer.trainStep());
  const { codes, latents, residuals } = await quantizer.encode(rows.chunks[0]!);
  const read = (await Promise.all(codes.map((code) => code.data()))).flatMap((column) => Array.from(column));
  [...codes, latents, ...residuals].forEach((tensor) => tensor.dispose());
  const notes = quantizer.notes();
  quantizer.dispose();
  rows.dispose();
  return { codes: read, notes };
}

describeBackends('the variance floor', () => {
  it('is added to the variance, as scikit-learn adds reg_covar: neither a bound nor left out', () => {
    // Two components in two dimensions with variances 0.25, 0 and 1, 4.
    const old = { numCodes: 2, dim: 2, logWeights: Float64Array.of(-1, -1), means: new Float64Array(4), variances: new Float64Array(4).fill(1) };
    const moments = { mass: Float64Array.of(2, 4), first: new Float64Array(4), second: Float64Array.of(0.5, 0, 4, 16) };
    const next = maximize(old, moments, Float64Array.of(0.5, 0.125), 'diagonal');
    [0.75, 0.125, 1.5, 4.125].forEach((variance, at) => expect(next.variances[at]).toBeCloseTo(variance, 12));
    // More than half of 0.75 (0.5) and of 0.125 (all of it) is floor; a third of 1.5, and next to nothing of 4.125 are not.
    expect(decidedByFloor(next, Float64Array.of(0.5, 0.125))).toBe(0.5);
  });

  it('is a share of the variance of its dimension, of the mean where that is zero, and never zero', () => {
    expect(Array.from(varianceFloor(Float64Array.of(4, 0, 2), { varianceFloor: 0, relativeVarianceFloor: 0.5 }))).toEqual([2, 1, 1]);
    expect(Array.from(varianceFloor(Float64Array.of(4, 0), { varianceFloor: 1, relativeVarianceFloor: 0 }))).toEqual([1, 1]);
    expect(varianceFloor(Float64Array.of(0, 0), { varianceFloor: 0, relativeVarianceFloor: 1e-6 })[0]).toBeGreaterThan(0);
  });

  it('by default does not depend on the scale of the data; an absolute one swallows small data, and a note says so', async () => {
    // A power of two changes no bit of the arithmetic.
    const plain = await fitted(data);
    const small = data.map((value) => value * 2 ** -14);
    expect((await fitted(small)).codes).toEqual(plain.codes);
    expect(plain.notes.some((note) => note.includes('floor is more than half'))).toBe(false);
    const swallowed = await fitted(small, { varianceFloor: 1e-4, relativeVarianceFloor: 0 });
    expect(swallowed.notes.some((note) => /Level 1: the floor is more than half of the variance in \d+ % of cases/.test(note))).toBe(true);
  });

  it('offers more passes where a level stopped at the limit', async () => {
    expect((await fitted(data, { maxIterations: 1, tolerance: 0 })).notes).toContain('Level 1 was still gaining likelihood at the limit of passes: allow more of them.');
    expect(rqGmmParams.find(({ name }) => name === 'maxIterations')!.default).toBe(100);
  });
});
