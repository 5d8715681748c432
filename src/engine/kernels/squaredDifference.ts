/** Totals over whole tensors without barriers, of squares and of squared differences, and the gradient of the latter. */
import * as tf from '@tensorflow/tfjs-core';
import { asStored, hasKernels, launch, newOutput } from '../gpu/launch';

/** Numbers one invocation adds up at the end; fewer than that are added in one pass. */
const LAST = 1024;
/** Numbers per partial sum at least. */
const STRIP = 64;

/** Sum of the squares of all numbers of x, as a scalar on the device. Not differentiable. The same input gives the same bits. */
export function totalSquares(x: tf.Tensor): tf.Scalar {
  if (!hasKernels() || x.size === 0) return tf.scalar(x.dataSync<'float32'>().reduce((sum, value) => sum + value * value, 0));
  return tf.tidy(() => addUp('x[i] * x[i]', [asStored(x)]));
}

/** Sum of (a - b)^2 over all numbers of two tensors of one shape, as a scalar on the device. Not differentiable. */
export function totalSquaredDifference(a: tf.Tensor, b: tf.Tensor): tf.Scalar {
  if (a.size !== b.size) throw new Error(`squared difference: [${a.shape.join(', ')}] and [${b.shape.join(', ')}] are not of one shape`);
  if (!hasKernels() || a.size === 0) return tf.scalar(squaredDifferenceTwin(a.dataSync<'float32'>(), b.dataSync<'float32'>()));
  return tf.tidy(() => addUp('(x[i] - y[i]) * (x[i] - y[i])', [asStored(a), asStored(b)]));
}

/** factor * dy * (a - b) for a scalar dy: the gradient of factor / 2 * (the sum above) in a. */
export function scaledDifference<T extends tf.Tensor>(a: T, b: T, dy: tf.Scalar, factor: number): T {
  if (!hasKernels() || a.size === 0) return tf.tidy(() => tf.mul(tf.sub(a, b), tf.mul(dy, factor)));
  return tf.tidy(() => {
    const out = newOutput<T>(a.shape, 'float32');
    const bits = new Uint32Array(Float32Array.of(factor).buffer);
    launch({ label: 'scaled difference', source: SCALED, tensors: [asStored(a), asStored(b), asStored(dy), out], uniforms: [a.size, bits[0]!], workgroups: Math.ceil(a.size / 64) });
    return out;
  });
}

/** One or two passes: strided partial sums, then one invocation that adds them. */
function addUp(term: string, tensors: readonly tf.Tensor[]): tf.Scalar {
  const { size } = tensors[0]!;
  const partials = size <= LAST ? 1 : Math.min(LAST, Math.ceil(size / STRIP));
  const sums = newOutput<tf.Tensor1D>(partials === 1 ? [] : [partials], 'float32');
  launch({ label: 'total', source: totalSource(term, tensors.length), tensors: [...tensors, sums], uniforms: [size, partials], workgroups: Math.ceil(partials / 64) });
  return partials === 1 ? (sums as tf.Tensor as tf.Scalar) : addUp('x[i]', [sums]);
}

/** Invocation s adds the terms s, s + partials, s + 2 partials, ... in this order, four at a time. */
function totalSource(term: string, inputs: number): string {
  const four = [0, 1, 2, 3].map((q) => `term(min(at + ${q}u * sums.partials, sums.length - 1u))`).join(', ');
  return `
struct Sizes { length: u32, partials: u32 }
${['x', 'y'].slice(0, inputs).map((name, at) => `@group(0) @binding(${at}) var<storage, read> ${name}: array<f32>;`).join('\n')}
@group(0) @binding(${inputs}) var<storage, read_write> partial: array<f32>;
@group(0) @binding(${inputs + 1}) var<uniform> sums: Sizes;

fn term(i: u32) -> f32 { return ${term}; }

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) local: u32) {
  let strip = (group.x + group.y * groups.x) * 64u + local;
  if (strip >= sums.partials) { return; }
  var sum = vec4f();
  for (var at = strip; at < sums.length; at += 4u * sums.partials) {
    let within = vec4u(at) + vec4u(0u, 1u, 2u, 3u) * sums.partials < vec4u(sums.length);
    sum += select(vec4f(), vec4f(${four}), within);
  }
  partial[strip] = (sum.x + sum.y) + (sum.z + sum.w);
}`;
}

const SCALED = `
struct Sizes { length: u32, factor: u32 }
@group(0) @binding(0) var<storage, read> a: array<f32>;
@group(0) @binding(1) var<storage, read> b: array<f32>;
@group(0) @binding(2) var<storage, read> dy: array<f32>;
@group(0) @binding(3) var<storage, read_write> out: array<f32>;
@group(0) @binding(4) var<uniform> sizes: Sizes;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) local: u32) {
  let i = (group.x + group.y * groups.x) * 64u + local;
  if (i < sizes.length) { out[i] = bitcast<f32>(sizes.factor) * dy[0] * (a[i] - b[i]); }
}`;

function squaredDifferenceTwin(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2;
  return sum;
}
