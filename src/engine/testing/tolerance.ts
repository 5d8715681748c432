/** Compares numbers within |actual - expected| <= atol + rtol * |expected|, the rule of the reference files. */
import type * as tf from '@tensorflow/tfjs-core';

export interface Tolerance {
  readonly rtol: number;
  readonly atol: number;
}

/** An array as the reference files hold it: row-major. */
export interface Shaped {
  readonly shape: readonly number[];
  readonly data: ArrayLike<number>;
}

export type Numbers = number | ArrayLike<number> | Shaped;

/**
 * Throws where a number lies outside the tolerance; the message names the worst index and both values. Two NaN agree, so do equal
 * infinities. `actual` may also be a nested array (as `tensor.arraySync()` gives) or a `{shape, data}` record.
 */
export function expectClose(
  actual: Numbers | NestedNumbers,
  expected: Numbers | NestedNumbers,
  { rtol, atol }: Tolerance,
  what = 'value',
): void {
  const seen = flatten(actual);
  const wanted = flatten(expected);
  if (seen.length !== wanted.length) throw new Error(`${what}: ${seen.length} numbers where ${wanted.length} were wanted`);
  let worst = -1;
  let worstExcess = 0;
  let wrong = 0;
  for (let i = 0; i < wanted.length; i++) {
    const excess = excessOf(seen[i]!, wanted[i]!, rtol, atol);
    if (excess > 0) wrong++;
    if (excess > worstExcess) {
      worstExcess = excess;
      worst = i;
    }
  }
  if (worst < 0) return;
  const index = indexOf(worst, expected);
  throw new Error(
    `${what}${index}: ${seen[worst]} where ${wanted[worst]} was wanted (difference ${Math.abs(seen[worst]! - wanted[worst]!)}, ` +
      `allowed ${atol + rtol * Math.abs(wanted[worst]!)}); ${wrong} of ${wanted.length} numbers are outside`,
  );
}

/** Reads the tensor, disposes nothing, and compares shape (where the expected value has one) and numbers. */
export async function expectTensorClose(actual: tf.Tensor, expected: Numbers, tolerance: Tolerance, what = 'tensor'): Promise<void> {
  if (isShaped(expected) && expected.shape.join() !== actual.shape.join()) {
    throw new Error(`${what}: shape [${actual.shape.join(', ')}] where [${expected.shape.join(', ')}] was wanted`);
  }
  expectClose(await actual.data(), expected, tolerance, what);
}

type NestedNumbers = readonly (number | NestedNumbers)[];

function excessOf(seen: number, wanted: number, rtol: number, atol: number): number {
  if (Object.is(seen, wanted) || seen === wanted) return 0;
  if (!Number.isFinite(seen) || !Number.isFinite(wanted)) return Infinity;
  return Math.abs(seen - wanted) - (atol + rtol * Math.abs(wanted));
}

function flatten(value: Numbers | NestedNumbers): ArrayLike<number> {
  if (typeof value === 'number') return [value];
  if (isShaped(value)) return value.data;
  if (Array.isArray(value) && value.some((entry) => typeof entry !== 'number')) return (value as unknown[]).flat(Infinity) as number[];
  return value as ArrayLike<number>;
}

function isShaped(value: unknown): value is Shaped {
  return typeof value === 'object' && value !== null && 'shape' in value && 'data' in value;
}

function indexOf(flat: number, expected: Numbers | NestedNumbers): string {
  if (typeof expected === 'number') return '';
  if (!isShaped(expected)) return `[${flat}]`;
  const index: number[] = [];
  let rest = flat;
  for (const size of [...expected.shape].reverse()) {
    index.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return `[${index.join(', ')}]`;
}
