/** What must hold of every quantizer by its mathematics, whatever the data and the seed. */
import { expect, it } from 'vitest';
import { catalog, quantizerKind } from './catalog';
import { gaussianStatistics } from './kernels/gaussianStatistics';
import { Random } from './math/random';
import { defaultParams } from './params';
import type { Quantizer } from './quantizers/quantizer';
import { Vectors } from './quantizers/vectors';
import type { Params } from './records/params';
import type { QuantizerKind } from './records/quantize';
import { sweep } from './quantizers/training/sweep';
import { describeBackends } from './testing/backends';

const ROWS = 200;
const DIM = 6;
const GROUPS = 5;
const short: Readonly<Record<QuantizerKind, Params>> = {
  'rq-kmeans': {},
  'rq-gmm': { reseed: false, tolerance: 0, maxIterations: 10 },
  'rq-vae': { hidden: [24], latentDim: 6, steps: 120, warmupSteps: 60, batchSize: 50 },
  'r3-vae': { steps: 40, batchSize: 50 },
  'even-rq': {},
};

/** Five groups of five subgroups, far apart: [ROWS, DIM], with the group of each row. */
function planted(seed: number): { rows: Vectors; groups: number[] } {
  const random = new Random(seed);
  const centres = Array.from({ length: GROUPS }, (_, group) => Array.from({ length: DIM }, (_, d) => (d === group ? 20 : 0) + random.normal()));
  const offsets = Array.from({ length: GROUPS * GROUPS }, () => Array.from({ length: DIM }, () => 1.5 * random.normal()));
  const data = new Float32Array(ROWS * DIM);
  const groups = Array.from({ length: ROWS }, (_, row) => row % GROUPS);
  groups.forEach((group, row) => {
    const offset = offsets[group * GROUPS + random.integer(GROUPS)]!;
    for (let d = 0; d < DIM; d++) data[row * DIM + d] = centres[group]![d]! + offset[d]! + 0.1 * random.normal();
  });
  return { rows: new Vectors(data, ROWS, DIM), groups };
}

describeBackends('every quantizer', () => {
  for (const { kind } of catalog.quantizers) {
    it(`${kind}: finds planted groups with its first codes`, async () => {
      const { rows, groups } = planted(2);
      const quantizer = await trained(kind, rows, {}, () => undefined);
      const { codes } = await sweep(quantizer, rows.chunks);
      expect(adjustedRandIndex(groups, Array.from(codes[0]!))).toBeGreaterThan(0.9);
      quantizer.dispose();
      rows.dispose();
    });
  }

  it('rq-kmeans: no level raises the energy of the rows it was fitted to', async () => {
    for (const seed of [1, 2, 3]) {
      const { rows } = planted(seed);
      const quantizer = await trained('rq-kmeans', rows, { numLevels: 4, numCodes: [3] }, () => undefined);
      const { squaredErrors } = await sweep(quantizer, rows.chunks);
      squaredErrors.slice(1).forEach((error, level) => expect(error).toBeLessThanOrEqual(squaredErrors[level]! * (1 + 1e-6)));
      quantizer.dispose();
      rows.dispose();
    }
  });

  it('rq-gmm: EM never lowers the likelihood, and responsibilities of a row sum to one', async () => {
    for (const covariance of ['diagonal', 'spherical', 'tied']) {
      const { rows } = planted(4);
      let level = 0;
      let before = -Infinity;
      let passes = 0;
      const quantizer = await trained('rq-gmm', rows, { covariance }, (losses, at) => {
        if (losses.logLikelihood === undefined) return;
        if (at !== level) before = -Infinity;
        level = at;
        // The floor that is added to every variance is the slack of the bound.
        expect(losses.logLikelihood).toBeGreaterThanOrEqual(before - 1e-4 * Math.max(1, Math.abs(before)));
        before = losses.logLikelihood;
        passes++;
      });
      expect(passes).toBeGreaterThan(10);
      const { weights, means, variances } = quantizer.mixture!(0);
      expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 5);
      const mixture = { numCodes: GROUPS, dim: DIM, logWeights: Float64Array.from(weights, Math.log), means: Float64Array.from(means), variances: Float64Array.from(variances) };
      const { mass } = await gaussianStatistics(rows.chunks[0]!, mixture);
      expect(mass.reduce((sum, value) => sum + value, 0)).toBeCloseTo(ROWS, 2);
      quantizer.dispose();
      rows.dispose();
    }
  });
});

async function trained(kind: QuantizerKind, rows: Vectors, change: Params, heard: (losses: Record<string, number>, level: number) => void): Promise<Quantizer> {
  const entry = quantizerKind(kind);
  const params = { ...defaultParams(entry.params), numLevels: 2, numCodes: [GROUPS], ...short[kind], ...change };
  const quantizer = await entry.create(rows, params, new Random(5));
  for (let done = false; !done; ) {
    const step = await quantizer.trainStep();
    const losses: Record<string, number> = {};
    for (const [name, loss] of Object.entries(step.losses)) {
      losses[name] = typeof loss === 'number' ? loss : (await loss.data())[0]!;
      if (typeof loss !== 'number') loss.dispose();
    }
    heard(losses, step.level);
    done = step.done;
  }
  await quantizer.gatherConstants?.(rows.chunks);
  return quantizer;
}

/** Agreement of two partitions beyond chance (Hubert and Arabie 1985): 1 for equal ones, about 0 for unrelated ones. */
function adjustedRandIndex(a: readonly number[], b: readonly number[]): number {
  const pairs = (count: number) => (count * (count - 1)) / 2;
  const counted = (keys: readonly (string | number)[]) => {
    const counts = new Map<string | number, number>();
    for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
    return [...counts.values()].reduce((sum, count) => sum + pairs(count), 0);
  };
  const [both, inA, inB] = [counted(a.map((key, i) => `${key}|${b[i]}`)), counted(a), counted(b)];
  const expected = (inA * inB) / pairs(a.length);
  return (both - expected) / ((inA + inB) / 2 - expected);
}
