/** Targets as networks see them: divided by one factor, so that the same learning rate serves seconds and dollars. */
import * as tf from '@tensorflow/tfjs-core';
import { typicalSize } from '../../data/featureScales';
import { InputError } from '../../errors';

/** The median |y| of the targets that are not zero, so that typical ones become 1; 1 where all are zero. */
export function targetScale(targets: Float64Array): number {
  return typicalSize(targets);
}

/** values [n] of these rows -> [B, 1]. */
export function column(values: Float32Array, rows: Uint32Array): tf.Tensor2D {
  return tf.tensor2d(Float32Array.from(rows, (row) => values[row]!), [rows.length, 1]);
}

/** @throws InputError where a target lies below zero; `why`: what cannot be done with it. */
export function refuseNegative(targets: Float64Array, why: string): void {
  const negative = targets.filter((value) => value < 0);
  if (negative.length === 0) return;
  const least = negative.reduce((least, value) => Math.min(least, value));
  throw new InputError(`${why}, and ${negative.length} training ${negative.length === 1 ? 'row has a' : 'rows have a'} negative target, down to ${Number(least.toPrecision(6))}.`, 'Use the direct network (MLP) on the target as it is, or choose another target.');
}
