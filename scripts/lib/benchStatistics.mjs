// What samples come to: medians, rates, ratios, growth and whether a target is met.

/** The middle value, or the mean of the two middle ones; NaN of nothing. */
export function median(samples) {
  const sorted = [...samples].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Factors that the kernels are to be faster by than the composed form on the same WebGPU adapter. */
export const targets = { nearestCode: 15, encodeAdditive: 15, gaussianStatistics: 10, 'training step': 4 };

/** Times, rates, ratio and error of one measured kernel (see bench/kernels.ts). `backend` decides whether a target stands. */
export function kernelRow({ name, sizes, flops, bytes, bound, error, plainError, ours, plain }, backend) {
  const time = median(ours.samples);
  const plainTime = median(plain.samples);
  const target = backend === 'webgpu' ? targets[name] : undefined;
  const ratio = plainTime / time;
  return {
    name, sizes, backend, time, plainTime, ratio, target,
    met: target === undefined ? undefined : ratio >= target,
    gflops: flops / time / 1e6,
    gigabytes: bytes / time / 1e6,
    error, plainError, bound,
    correct: error <= bound, // false for NaN too
    first: ours.first, plainFirst: plain.first, runs: ours.samples.length,
  };
}

/** Losses of both forms may differ by rounding alone. */
const LOSS_BOUND = 1e-3;

/** As kernelRow, for the training step (see bench/step.ts); its error is the largest relative difference of the first losses. */
export function stepRow({ sizes, ours, plain, losses }, backend) {
  const error = Math.max(...losses.map(([seen, wanted]) => Math.abs(seen - wanted) / Math.abs(wanted)));
  const row = kernelRow({ name: 'training step', sizes, flops: NaN, bytes: NaN, bound: LOSS_BOUND, error, plainError: NaN, ours, plain }, backend);
  return { ...row, losses };
}

/** The most that twice the rows may take of the time. */
export const growthLimit = 2.15;
/** What a pass works in may grow by this share of the data added, and by this many bytes that the collector has not come to yet. */
export const memoryLimit = { share: 0.1, garbage: 64e6 };

/**
 * Points of one method on one backend, rows ascending: { rows, dim, samples, idle, held, peaks } with memory in bytes or null, `peaks` one a
 * pass. Adds to each its median time, the factor over the point before and its median peak; `linear` and `flat` say whether both limits
 * hold, `flat` is null without memory.
 */
export function growthSummary(points) {
  const timed = points.map((point) => ({ ...point, time: median(point.samples), peak: point.peaks.includes(null) ? null : median(point.peaks) }));
  const steps = timed.map((point, i) => ({ ...point, factor: i === 0 ? null : point.time / timed[i - 1].time }));
  const [least, most] = [steps[0], steps.at(-1)];
  const added = 4 * (most.rows * most.dim - least.rows * least.dim);
  const flat = steps.some((point) => point.peak === null)
    ? null
    : most.peak - most.held - (least.peak - least.held) <= memoryLimit.share * added + memoryLimit.garbage;
  return { points: steps, linear: steps.every((point) => point.factor === null || point.factor <= growthLimit), flat };
}

/** Mean and, of two or more, standard deviation (n - 1). */
export function meanAndSpread(values) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const spread = values.length < 2 ? null : Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
  return { mean, spread };
}
