/** The matrix product on the software adapter: TensorFlow.js's own waits at barriers, which a processor that plays GPU pays dearly for. */
import * as tf from '@tensorflow/tfjs-core';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { isSoftwareAdapter } from '../gpu/device';
import { asStored, hasKernels, launch, newOutput } from '../gpu/launch';
import { INVOCATIONS, matMulSource, type Ending, type Layout } from './matMulSource';

/** `auto`: by adapter. `own` and `tfjs` are for tests and measurements. */
export type MatMulChoice = 'auto' | 'own' | 'tfjs';

const CHOICE_FLAG = 'RESIDUA_MATMUL';
tf.env().registerFlag(CHOICE_FLAG, () => 'auto');

/** Edge of the square tile of c that one invocation holds: 64 sums in registers for 16 reads of four numbers. */
const TILE = 8;
const GUARDED_TILE = 4;

/**
 * Whether products go through this kernel: on a software adapter, where it was measured 5 to 10 times faster. TensorFlow.js's tiled kernel
 * is made for hardware, and stays there until this one has been measured faster on some. The one place where that is decided.
 */
export function prefersOwnMatMul(): boolean {
  if (!hasKernels()) return false;
  const choice = tf.env().get(CHOICE_FLAG) as MatMulChoice;
  return choice === 'auto' ? runsOnSoftware((tf.backend() as WebGPUBackend).device) : choice === 'own';
}

/** For this whole thread. */
export function chooseMatMul(choice: MatMulChoice): void {
  tf.env().set(CHOICE_FLAG, choice);
}

export interface Bias {
  /** [n] */
  readonly bias: tf.Tensor1D;
  readonly relu: boolean;
}

/**
 * c [m, n] = a b in float32, with a and b laid out as `layout` says; then + bias and max(0, .) where given. WebGPU only but for empty operands, not
 * differentiable.
 */
export function matMulKernel(a: tf.Tensor2D, b: tf.Tensor2D, layout: Layout, ending?: Bias): tf.Tensor2D {
  const [m, k, n] = sizesOf(a, b, layout);
  if (ending && ending.bias.shape[0] !== n) throw new Error(`matMul: a bias of ${ending.bias.shape[0]} numbers for ${n} columns`);
  return tf.tidy(() => {
    if (m * k * n === 0) return withoutProduct(m, n, ending);
    const c = newOutput<tf.Tensor2D>([m, n], 'float32');
    const inputs = [asStored(a), asStored(b), ...(ending ? [asStored(ending.bias)] : [])];
    run([m, k, n], layout, ending ? (ending.relu ? 'biasRelu' : 'bias') : 'none', [...inputs, c]);
    return c;
  });
}

/** Gradients of a linear layer: x^T dy [in, out] and the column sums of dy [out], for x [rows, in], dy [rows, out]. WebGPU only, as above. */
export function weightGradients(x: tf.Tensor2D, dy: tf.Tensor2D): { weight: tf.Tensor2D; bias: tf.Tensor1D } {
  const [m, k, n] = sizesOf(x, dy, 'tn');
  return tf.tidy(() => {
    if (m * k * n === 0) return { weight: tf.zeros([m, n]), bias: k * n === 0 ? tf.zeros([n]) : (tf.sum(dy, 0) as tf.Tensor1D) };
    const weight = newOutput<tf.Tensor2D>([m, n], 'float32');
    const bias = newOutput<tf.Tensor1D>([n], 'float32');
    run([m, k, n], 'tn', 'columnSums', [asStored(x), asStored(dy), weight, bias]);
    return { weight, bias };
  });
}

// ---------------------------------------------------------------- helpers

function run(sizes: readonly [m: number, k: number, n: number], layout: Layout, ending: Ending, tensors: readonly tf.Tensor[]): void {
  const [m, k, n] = sizes;
  const aligned = n % 4 === 0 && (layout === 'tn' ? m : k) % 4 === 0;
  const tile = aligned ? TILE : GUARDED_TILE;
  launch({
    label: `matMul ${layout}`,
    source: sourceOf(layout, ending, aligned, tile),
    tensors,
    uniforms: sizes,
    workgroups: Math.ceil((Math.ceil(m / tile) * Math.ceil(n / tile)) / INVOCATIONS),
  });
}

const sources = new Map<string, string>();

function sourceOf(layout: Layout, ending: Ending, aligned: boolean, tile: number): string {
  const key = `${layout} ${ending} ${aligned}`;
  const source = sources.get(key) ?? matMulSource({ layout, ending, aligned, tileRows: tile, tileColumns: tile });
  sources.set(key, source);
  return source;
}

function sizesOf(a: tf.Tensor2D, b: tf.Tensor2D, layout: Layout): [m: number, k: number, n: number] {
  const [m, k] = layout === 'tn' ? [a.shape[1], a.shape[0]] : a.shape;
  const [inner, n] = layout === 'nt' ? [b.shape[1], b.shape[0]] : b.shape;
  if (k !== inner) throw new Error(`matMul ${layout}: [${a.shape.join(', ')}] and [${b.shape.join(', ')}] do not fit together`);
  return [m, k, n];
}

/** c where there is nothing to multiply: zeros, and the ending. */
export function withoutProduct(m: number, n: number, ending?: Bias): tf.Tensor2D {
  if (!ending || m * n === 0) return tf.zeros([m, n]);
  return tf.tidy(() => {
    const rows = tf.tile(tf.reshape(ending.bias, [1, n]), [m, 1]) as tf.Tensor2D;
    return ending.relu ? tf.relu(rows) : rows;
  });
}

const software = new WeakMap<GPUDevice, boolean>();

function runsOnSoftware(device: GPUDevice): boolean {
  const known = software.get(device) ?? (device.adapterInfo !== undefined && isSoftwareAdapter(device.adapterInfo));
  software.set(device, known);
  return known;
}
