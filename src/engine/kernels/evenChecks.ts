/** The self-test of Even RQ's kernels: whole numbers, and what comes out on paper. */
import * as tf from '@tensorflow/tfjs-core';
import { HeldTables } from './biasedBeam';
import { softShares } from './softShares';

interface Comparison {
  readonly seen: ArrayLike<number>;
  readonly wanted: ArrayLike<number>;
}

const [ROWS, DIM] = [70, 5];

/** 34 rows of zeros, 34 of tens and two of fives against codes of zeros and tens: the fives are shared evenly, the others not at all. */
export async function sharedRows(): Promise<Comparison> {
  const tensors = {
    x: tf.tensor2d(Float32Array.from({ length: ROWS * DIM }, (_, at) => [0, 10, 5][Math.floor(at / DIM / 34)]!), [ROWS, DIM]),
    centres: tf.tensor2d(Float32Array.from({ length: 2 * DIM }, (_, at) => (at < DIM ? 0 : 10)), [2, DIM]),
    bias: tf.tensor1d([1, 1]),
  };
  try {
    const { mass, sums } = await softShares(tensors.x, tensors.centres, tensors.bias, 1, true);
    return { seen: [...mass, ...sums!], wanted: [35, 35, ...new Array<number>(DIM).fill(5), ...new Array<number>(DIM).fill(345)] };
  } finally {
    tf.dispose(Object.values(tensors));
  }
}

/** Row r is 10 (r mod 2) + (r mod 3) in every dimension, codes of the levels are 0, 10 and 0, 1, 2: codes r mod 2 and r mod 3 at no cost, and the next best one off. */
export async function beamChoices(): Promise<Comparison> {
  const values = [0, 10, 0, 1, 2];
  const product = (a: number, b: number) => DIM * a * b;
  const rows = Array.from({ length: ROWS }, (_, r) => 10 * (r % 2) + (r % 3));
  const held = new HeldTables({
    numCodes: [2, 3],
    constants: Float64Array.from(values, (value) => product(value, value)),
    tables: [new Float64Array(0), Float64Array.from([0, 10].flatMap((lower) => [0, 1, 2].map((own) => 2 * product(lower, own))))],
  });
  const products = held.codesFirst
    ? tf.tensor2d(values.flatMap((value) => rows.map((row) => product(row, value))), [values.length, ROWS])
    : tf.tensor2d(rows.flatMap((row) => values.map((value) => product(row, value))), [ROWS, values.length]);
  try {
    const { codes, costs } = await held.search(products, Float64Array.from(rows, (row) => product(row, row)), [1, 2, 2]);
    const best = rows.map((_, r) => [r % 2, r % 3] as const);
    // Of two that are one off the lower comes first.
    const next = best.map(([first, second]) => [first, second === 1 ? 0 : 1] as const);
    return { seen: [...codes, ...costs], wanted: [...best.flatMap((own, r) => [...own, ...next[r]!]), ...rows.flatMap(() => [0, DIM])] };
  } finally {
    held.dispose();
    products.dispose();
  }
}
