/** One AdamW update of one variable in one pass: a kernel of ours on WebGPU, ops on wasm, one loop over plain arrays on cpu. */
import * as tf from '@tensorflow/tfjs-core';
import { asStored, hasKernels, launch, newOutput } from '../gpu/launch';
import type { AdamWFactors } from '../math/adamWFactors';
import source from './adamW.wgsl?raw';

export interface AdamWTensors {
  readonly parameters: tf.Tensor;
  readonly first: tf.Tensor;
  readonly second: tf.Tensor;
}

/**
 *     m' = b1 m + (1 - b1) g;   v' = b2 v + (1 - b2) g^2;   p' = decay p - rate m' / (sqrt(v') + epsilon)
 *
 * New tensors of the shape of the old ones, which stay the caller's.
 */
export function adamWUpdate(old: AdamWTensors, gradient: tf.Tensor, factors: AdamWFactors): AdamWTensors {
  if (gradient.size !== old.parameters.size) {
    throw new Error(`adamW: a gradient of [${gradient.shape.join(', ')}] for parameters of [${old.parameters.shape.join(', ')}]`);
  }
  if (hasKernels() && gradient.size > 0) return onGpu(old, gradient, factors);
  // A loop costs wasm a copy of every array in and out, twice the time of the ops; on cpu it takes a twentieth of it.
  return tf.getBackend() === 'wasm' ? byOps(old, gradient, factors) : byLoop(old, gradient, factors);
}

function byOps({ parameters, first, second }: AdamWTensors, gradient: tf.Tensor, { beta1, beta2, rate, epsilon, decay }: AdamWFactors): AdamWTensors {
  return tf.tidy(() => {
    const mean = tf.add(tf.mul(first, beta1), tf.mul(gradient, 1 - beta1));
    const square = tf.add(tf.mul(second, beta2), tf.mul(tf.square(gradient), 1 - beta2));
    const step = tf.mul(tf.div(mean, tf.add(tf.sqrt(square), epsilon)), rate);
    return { parameters: tf.sub(decay === 1 ? parameters : tf.mul(parameters, decay), step), first: mean, second: square };
  });
}

function byLoop({ parameters, first, second }: AdamWTensors, gradient: tf.Tensor, { beta1, beta2, rate, epsilon, decay }: AdamWFactors): AdamWTensors {
  const [p, m, v, g] = [parameters, first, second, gradient].map((tensor) => tensor.dataSync<'float32'>()) as [Float32Array, Float32Array, Float32Array, Float32Array];
  const [newP, newM, newV] = [new Float32Array(p.length), new Float32Array(p.length), new Float32Array(p.length)];
  for (let i = 0; i < p.length; i++) {
    const slope = g[i]!;
    newM[i] = beta1 * m[i]! + (1 - beta1) * slope;
    newV[i] = beta2 * v[i]! + (1 - beta2) * slope * slope;
    newP[i] = decay * p[i]! - (rate * newM[i]!) / (Math.sqrt(newV[i]!) + epsilon);
  }
  return tensorsOf(parameters.shape, newP, newM, newV);
}

function onGpu({ parameters, first, second }: AdamWTensors, gradient: tf.Tensor, { beta1, beta2, rate, epsilon, decay }: AdamWFactors): AdamWTensors {
  return tf.tidy(() => {
    const outputs = [0, 1, 2].map(() => newOutput<tf.Tensor>(parameters.shape, 'float32')) as [tf.Tensor, tf.Tensor, tf.Tensor];
    launch({
      label: 'adamW',
      source,
      tensors: [asStored(parameters), asStored(first), asStored(second), asStored(gradient), ...outputs],
      uniforms: [gradient.size, ...new Uint32Array(Float32Array.of(beta1, 1 - beta1, beta2, 1 - beta2, rate, epsilon, decay).buffer)],
      workgroups: Math.ceil(gradient.size / 256),
    });
    return { parameters: outputs[0], first: outputs[1], second: outputs[2] };
  });
}

function tensorsOf(shape: number[], ...arrays: [Float32Array, Float32Array, Float32Array]): AdamWTensors {
  const [parameters, first, second] = arrays.map((values) => tf.tensor(values, shape)) as [tf.Tensor, tf.Tensor, tf.Tensor];
  return { parameters, first, second };
}
