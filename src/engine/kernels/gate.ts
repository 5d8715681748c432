/** The gradient of a ReLU in one pass. */
import * as tf from '@tensorflow/tfjs-core';
import { asStored, hasKernels, launch, newOutput } from '../gpu/launch';
import source from './gate.wgsl?raw';

/** dy where the ReLU's output y is above zero, else 0; both of one shape. Not differentiable. */
export function gate<T extends tf.Tensor>(dy: T, y: T): T {
  if (dy.size !== y.size) throw new Error(`gate: [${dy.shape.join(', ')}] and [${y.shape.join(', ')}] are not of one shape`);
  if (!hasKernels() || dy.size === 0) return tf.tidy(() => tf.mul(dy, tf.step(y)));
  return tf.tidy(() => {
    const dx = newOutput<T>(dy.shape, 'float32');
    launch({ label: 'gate', source, tensors: [asStored(dy), asStored(y), dx], uniforms: [dy.size], workgroups: Math.ceil(dy.size / 64) });
    return dx;
  });
}
