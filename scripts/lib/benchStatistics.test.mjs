import { describe, expect, it } from 'vitest';
import { growthSummary, kernelRow, meanAndSpread, median, stepRow } from './benchStatistics.mjs';

const kernel = {
  name: 'nearestCode', sizes: '2 x 2', flops: 4e9, bytes: 2e9, bound: 1e-5, error: 1e-6, plainError: 2e-6,
  ours: { first: 50, samples: [9, 10, 30] }, plain: { first: 90, samples: [100, 160, 200] },
};

describe('median', () => {
  it('is the middle, or the mean of the middle two, and leaves its argument alone', () => {
    const samples = [10, 9, 2];
    expect(median(samples)).toBe(9);
    expect(samples).toEqual([10, 9, 2]);
    expect(median([1, 100, 3, 2])).toBe(2.5);
    expect(median([])).toBeNaN();
  });
});

describe('kernelRow', () => {
  it('divides medians, and operations and bytes by milliseconds', () => {
    const row = kernelRow(kernel, 'webgpu');
    expect(row).toMatchObject({ time: 10, plainTime: 160, ratio: 16, target: 15, met: true, gflops: 400, gigabytes: 200, first: 50, plainFirst: 90, correct: true, runs: 3 });
  });

  it('misses a target by little, and has none off WebGPU or for another kernel', () => {
    expect(kernelRow({ ...kernel, plain: { first: 1, samples: [149] } }, 'webgpu').met).toBe(false);
    expect(kernelRow(kernel, 'wasm')).toMatchObject({ target: undefined, met: undefined });
    expect(kernelRow({ ...kernel, name: 'other' }, 'webgpu').target).toBeUndefined();
  });

  it('is wrong beyond the bound and where the error is no number', () => {
    for (const error of [1.1e-5, Infinity, NaN]) expect(kernelRow({ ...kernel, error }, 'webgpu').correct).toBe(false);
  });
});

describe('stepRow', () => {
  const step = { sizes: 's', ours: kernel.ours, plain: kernel.plain };

  it('compares losses relative to the plain form', () => {
    expect(stepRow({ ...step, losses: [[100, 100], [100.05, 100]] }, 'webgpu')).toMatchObject({ correct: true, target: 4, met: true, error: expect.closeTo(5e-4, 8) });
    expect(stepRow({ ...step, losses: [[100, 100], [101, 100]] }, 'webgpu').correct).toBe(false);
    expect(stepRow({ ...step, losses: [[NaN, 100]] }, 'wasm').correct).toBe(false);
  });
});

describe('growthSummary', () => {
  const point = (rows, time, working) => ({ rows, dim: 128, samples: [time], idle: 1, held: 1e6, peaks: [1e6, 1e6 + working, 1e6 + working] });

  it('allows 2.15 a doubling, and a tenth of the added data with what is not collected yet', () => {
    const even = growthSummary([point(50_000, 100, 1e6), point(100_000, 215, 1e6), point(200_000, 400, 72e6)]);
    expect(even.points.map(({ factor }) => factor)).toEqual([null, 2.15, expect.closeTo(1.86, 2)]);
    expect(even).toMatchObject({ linear: true, flat: true });
  });

  it('sees one steep doubling and memory that grows with the rows', () => {
    expect(growthSummary([point(50_000, 100, 0), point(100_000, 216, 0)]).linear).toBe(false);
    expect(growthSummary([point(50_000, 100, 0), point(100_000, 200, 67e6)]).flat).toBe(false);
  });

  it('judges no memory where none was measured', () => {
    expect(growthSummary([{ ...point(50_000, 100, 0), peaks: [null, 1] }, point(100_000, 200, 0)]).flat).toBeNull();
  });
});

it('meanAndSpread divides by n - 1', () => {
  expect(meanAndSpread([1, 2, 3])).toEqual({ mean: 2, spread: 1 });
  expect(meanAndSpread([4])).toEqual({ mean: 4, spread: null });
});
