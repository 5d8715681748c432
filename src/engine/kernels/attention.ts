/** Masked attention of several heads and its gradient: four kernels of ours on WebGPU, ops elsewhere. See ops/attention.ts for the equations. */
import * as tf from '@tensorflow/tfjs-core';
import { asStored, hasKernels, launch, newOutput } from '../gpu/launch';
import type { AttentionData } from '../math/attentionData';
import type { Attended, AttentionBias, AttentionGradient, AttentionRows } from './attentionRows';
import { attentionGradientTwin, attentionTwin } from './attentionTwin';
import forwardSource from './attention.wgsl?raw';
import biasSource from './attentionBias.wgsl?raw';
import byKeySource from './attentionByKey.wgsl?raw';
import byQuerySource from './attentionByQuery.wgsl?raw';

/** Forward; not differentiable. Call inside a tidy. */
export function attend(rows: AttentionRows, data: AttentionData, biases: readonly AttentionBias[]): Attended {
  const { groups, queries, keys, heads, mask } = data;
  if (!hasKernels()) return attentionTwin(rows, data, biases);
  const [out, weights] = [newOutput<tf.Tensor2D>(rows.q.shape, 'float32'), newOutput<tf.Tensor4D>([groups, heads, queries, keys], 'float32')];
  biases.forEach(({ table, buckets }, i) => {
    const workgroups = Math.ceil(weights.size / 64);
    launch({ label: 'attentionBias', source: biasSource, tensors: [asStored(table), tf.tensor1d(buckets, 'int32'), weights], uniforms: [groups, queries * keys, heads, i > 0 ? 1 : 0], workgroups });
  });
  launch({
    label: 'attention',
    source: forwardSource,
    tensors: [asStored(rows.q), asStored(rows.k), asStored(rows.v), tf.tensor1d(Int32Array.from(mask), 'int32'), weights, out],
    uniforms: [groups, queries, keys, heads, rows.q.shape[1] / heads, biases.length > 0 ? 1 : 0, asBits(factorOf(rows.q, heads))],
    workgroups: Math.ceil((groups * heads * queries) / 64),
  });
  return { out, weights };
}

/** Back, from the weights; not differentiable. Call inside a tidy. */
export function attendGradient(rows: AttentionRows, weights: tf.Tensor4D, slope: tf.Tensor2D, data: AttentionData): AttentionGradient {
  if (!hasKernels()) return attentionGradientTwin(rows, weights, slope, data);
  const { groups, queries, keys, heads } = data;
  const [q, k, v] = [newOutput<tf.Tensor2D>(rows.q.shape, 'float32'), newOutput<tf.Tensor2D>(rows.k.shape, 'float32'), newOutput<tf.Tensor2D>(rows.v.shape, 'float32')];
  const scores = newOutput<tf.Tensor4D>(weights.shape, 'float32');
  const dout = asStored(slope);
  const uniforms = [groups, queries, keys, heads, q.shape[1] / heads, asBits(factorOf(q, heads))];
  launch({ label: 'attentionByQuery', source: byQuerySource, tensors: [dout, asStored(rows.k), asStored(rows.v), weights, scores, q], uniforms, workgroups: Math.ceil((groups * heads * queries) / 64) });
  launch({ label: 'attentionByKey', source: byKeySource, tensors: [dout, asStored(rows.q), weights, scores, k, v], uniforms, workgroups: Math.ceil((groups * heads * keys) / 64) });
  return { q, k, v, scores };
}

/** What scores are multiplied by. */
function factorOf(q: tf.Tensor2D, heads: number): number {
  return Math.sqrt(heads / q.shape[1]);
}

function asBits(value: number): number {
  return new Uint32Array(Float32Array.of(value).buffer)[0]!;
}
