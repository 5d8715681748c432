/**
 * Runs compute shaders of our own on TensorFlow.js's WebGPU device, over its tensors, without a copy.
 *
 * The passes are recorded into TensorFlow.js's own command encoder, so their order among its ops is right by construction. This needs
 * private members of its backend (`Internals` below): the package is pinned to 4.22.0, and this is the one file that touches them (`softwareBackend.ts` changes programs on their way in, `uploadingBackend.ts` how numbers come in).
 */
import * as tf from '@tensorflow/tfjs-core';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { EngineError } from '../errors';
import { isSoftwareAdapter } from './device';

/** Tests switch this on: outputs are poisoned first, and every launch runs in an error scope (see `launchErrors`). */
const CHECKED_FLAG = 'RESIDUA_CHECKED_LAUNCHES';
tf.env().registerFlag(CHECKED_FLAG, () => false);

/** Tests set it to run a variant that this adapter would not choose; empty: the adapter's own. */
const VARIANT_FLAG = 'RESIDUA_KERNEL_VARIANT';
tf.env().registerFlag(VARIANT_FLAG, () => '');

/** As a float a NaN, as an integer 2,143,338,157: no kernel leaves it where it should have written. */
const POISON = 0x7fc0_dead;

export interface Launch {
  /** Names the pass in error messages. */
  readonly label: string;
  /** WGSL. Tensors are bindings 0, 1, ... of group 0 in order, the uniforms the binding after them; each binding must be used. */
  readonly source: string;
  readonly entryPoint?: string;
  /** Inputs, and outputs made by `newOutput`. */
  readonly tensors: readonly tf.Tensor[];
  /** u32 values, at least one. */
  readonly uniforms: readonly number[];
  /** Workgroups in all; more than one dimension may hold become rows: the shader's index is `id.x + id.y * num_workgroups.x`. */
  readonly workgroups: number;
}

/** Switches checked launches on or off, for this whole thread. */
export function checkLaunches(on: boolean): void {
  tf.env().set(CHECKED_FLAG, on);
}

/** Whether the current backend is WebGPU, so that kernels of ours can run. */
export function hasKernels(): boolean {
  return tf.getBackend() === 'webgpu';
}

/**
 * How a kernel is best written for an adapter. `tiled`: workgroup memory and barriers, for GPUs. `held`: neither, for adapters that run on
 * the processor; `heldSubgroups` where such a one lets four invocations or more exchange registers.
 */
export type KernelVariant = 'tiled' | 'held' | 'heldSubgroups';

/** The variant for the current device, and the bytes of workgroup memory a kernel may use on it. */
export function kernelVariant(): { readonly variant: KernelVariant; readonly workgroupStorage: number } {
  const { device } = currentBackend();
  const forced = tf.env().get(VARIANT_FLAG) as KernelVariant | '';
  const own = !isSoftwareAdapter(device.adapterInfo) ? 'tiled' : device.features.has('subgroups') ? 'heldSubgroups' : 'held';
  return { variant: forced || own, workgroupStorage: device.limits.maxComputeWorkgroupStorageSize };
}

/** Makes this whole thread use one variant, or each adapter's own again; for tests. */
export function forceVariant(variant: KernelVariant | null): void {
  tf.env().set(VARIANT_FLAG, variant ?? '');
}

/** A tensor whose buffer holds anything at all until a launch writes it; `clear` makes it zeros. Tidied and disposed as any other. */
export function newOutput<T extends tf.Tensor>(shape: number[], dtype: 'float32' | 'int32', clear = false): T {
  const backend = currentBackend();
  const info = backend.makeTensorInfo(shape, dtype);
  backend.uploadToGPU(info.dataId);
  const tensor = tf.engine().makeTensorFromTensorInfo(info) as T;
  const buffer = bufferOf(backend, tensor);
  if (checked()) {
    // The buffer is free of every command recorded so far (TensorFlow.js hands one out again only after the submit), so an early write is safe.
    backend.device.queue.writeBuffer(buffer, 0, new Uint32Array(buffer.size / 4).fill(POISON));
  }
  if (clear) {
    backend.ensureCommandEncoderReady();
    backend.endComputePassEncoder();
    internals(backend).commandEncoder.clearBuffer(buffer);
    internals(backend).commandQueueOwnedIds.add(tensor.dataId);
  }
  return tensor;
}

/**
 * The tensor itself, or a copy where its buffer holds another type than its dtype says: `tf.cast(int32 -> float32)` keeps the integer
 * buffer, and a kernel that reads it as floats would see zeros. Call inside a tidy.
 */
export function asStored<T extends tf.Tensor>(tensor: T): T {
  const stored = currentBackend().tensorMap.get(tensor.dataId).dtype;
  return stored === tensor.dtype ? tensor : (tf.mul(tensor, tf.scalar(1, tensor.dtype)) as T);
}

/** Records one dispatch. Errors of the shader are the device's to report: `launchErrors` in tests, `OpenedBackend.uncaptured` elsewhere. */
export function launch(pass: Launch): void {
  const backend = currentBackend();
  if (!checked()) {
    record(backend, pass);
    return;
  }
  backend.device.pushErrorScope('validation');
  record(backend, pass);
  submit(backend);
  const error = backend.device.popErrorScope().then((caught) => (caught ? `${pass.label}: ${caught.message}` : null));
  errorsOf(backend.device).push(error);
}

/**
 * Brings tensors to the processor in one read-back, so that `data()` of each has them at once: alone, each costs a submit and a wait for the device. On other backends, and for
 * what lies there already, nothing is done.
 */
export async function readTogether(tensors: readonly tf.Tensor[]): Promise<void> {
  if (!hasKernels()) return;
  const backend = currentBackend();
  const wanted = [...new Map(tensors.map((tensor) => [tensor.dataId, tensor])).values()].filter(({ dataId, size }) => {
    const { values, dtype, resource } = backend.tensorMap.get(dataId);
    return size > 0 && !values && resource instanceof GPUBuffer && (dtype === 'float32' || dtype === 'int32');
  });
  if (wanted.length < 2) return;
  const buffers = wanted.map((tensor) => bufferOf(backend, tensor));
  const starts = buffers.map((_, i) => buffers.slice(0, i).reduce((sum, { size }) => sum + size, 0));
  const bytes = starts.at(-1)! + buffers.at(-1)!.size;
  const staging = backend.bufferManager.acquireBuffer(bytes, GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ);
  backend.ensureCommandEncoderReady();
  backend.endComputePassEncoder();
  buffers.forEach((buffer, i) => internals(backend).commandEncoder.copyBufferToBuffer(buffer, 0, staging, starts[i]!, buffer.size));
  submit(backend);
  await staging.mapAsync(GPUMapMode.READ);
  const mapped = staging.getMappedRange();
  wanted.forEach(({ dataId }, i) => {
    // One that was disposed meanwhile is wanted by nobody.
    const stored = backend.tensorMap.has(dataId) ? backend.tensorMap.get(dataId) : null;
    const copy = mapped.slice(starts[i]!, starts[i]! + buffers[i]!.size);
    if (stored) stored.values = stored.dtype === 'float32' ? new Float32Array(copy) : new Int32Array(copy);
  });
  staging.unmap();
  backend.bufferManager.releaseBuffer(staging);
}

/** What checked launches reported since the last call, in words. */
export async function launchErrors(device: GPUDevice): Promise<string[]> {
  const errors = await Promise.all(errorsOf(device).splice(0));
  return errors.filter((error) => error !== null);
}

// ---------------------------------------------------------------- helpers

/** Private members of WebGPUBackend 4.22.0. */
interface Internals {
  readonly commandEncoder: GPUCommandEncoder;
  computePassEncoder: GPUComputePassEncoder | null;
  readonly commandQueueOwnedIds: WeakSet<object>;
  readonly uniformPendingDisposal: GPUBuffer[];
  dispatchCountInPass: number;
}

// Both die with their device; a lost device's pipelines are of no use to the next.
const pipelines = new WeakMap<GPUDevice, Map<string, GPUComputePipeline>>();
const pendingErrors = new WeakMap<GPUDevice, Promise<string | null>[]>();

function record(backend: WebGPUBackend, { label, source, entryPoint = 'main', tensors, uniforms, workgroups }: Launch): void {
  const { device } = backend;
  const inside = internals(backend);
  const entries = tensors.map((tensor, binding) => {
    backend.uploadToGPU(tensor.dataId);
    const stored = backend.tensorMap.get(tensor.dataId).dtype;
    if (stored !== tensor.dtype) {
      throw new EngineError(
        `${label}: binding ${binding} is a ${tensor.dtype} tensor whose buffer holds ${stored}.`,
        'This is a fault of the program: the tensor comes from a cast and needs asStored() before a kernel reads it.',
      );
    }
    return { binding, resource: { buffer: bufferOf(backend, tensor) } };
  });
  const pipeline = pipelineOf(device, label, source, entryPoint);
  const uniformBuffer = uniformsOf(backend, uniforms);
  const bindGroup = device.createBindGroup({
    layout: pipeline.getBindGroupLayout(0),
    entries: [...entries, { binding: entries.length, resource: { buffer: uniformBuffer } }],
  });
  backend.ensureCommandEncoderReady();
  // In the pass that TensorFlow.js has open for its own programs: dispatches of one pass see what those before them wrote.
  inside.computePassEncoder ??= inside.commandEncoder.beginComputePass();
  const encoder = inside.computePassEncoder;
  encoder.setPipeline(pipeline);
  encoder.setBindGroup(0, bindGroup);
  encoder.dispatchWorkgroups(...folded(workgroups, device.limits.maxComputeWorkgroupsPerDimension));
  // Defers the release of these buffers to the submit, as TensorFlow.js does for its own programs.
  for (const tensor of tensors) inside.commandQueueOwnedIds.add(tensor.dataId);
  inside.dispatchCountInPass++;
  if (inside.dispatchCountInPass >= Number(tf.env().get('WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE'))) submit(backend);
}

function submit(backend: WebGPUBackend): void {
  if (!internals(backend).commandEncoder) return;
  backend.endComputePassEncoder();
  backend.submitQueue();
}

function pipelineOf(device: GPUDevice, label: string, source: string, entryPoint: string): GPUComputePipeline {
  const cache = pipelines.get(device) ?? new Map<string, GPUComputePipeline>();
  pipelines.set(device, cache);
  const key = `${entryPoint}\n${source}`;
  let pipeline = cache.get(key);
  if (!pipeline) {
    const module = device.createShaderModule({ label, code: source });
    pipeline = device.createComputePipeline({ label, layout: 'auto', compute: { module, entryPoint } });
    cache.set(key, pipeline);
  }
  return pipeline;
}

/** A uniform buffer from TensorFlow.js's pool; it is not rewritten before its dispatch is submitted. */
function uniformsOf(backend: WebGPUBackend, uniforms: readonly number[]): GPUBuffer {
  const bytes = Math.ceil(uniforms.length / 4) * 16;
  const values = new Uint32Array(bytes / 4);
  values.set(uniforms);
  const buffer = backend.bufferManager.acquireBuffer(bytes, GPUBufferUsage.COPY_DST | GPUBufferUsage.UNIFORM);
  backend.device.queue.writeBuffer(buffer, 0, values);
  internals(backend).uniformPendingDisposal.push(buffer);
  return buffer;
}

function folded(workgroups: number, most: number): [number, number] {
  const x = Math.min(workgroups, most);
  return [x, Math.ceil(workgroups / x)];
}

function bufferOf(backend: WebGPUBackend, tensor: tf.Tensor): GPUBuffer {
  const resource = backend.tensorMap.get(tensor.dataId).resource;
  if (resource instanceof GPUBuffer) return resource;
  throw new EngineError(
    `A tensor of shape [${tensor.shape.join(', ')}] has no GPU buffer.`,
    'This is a fault of the program: only non-empty tensors can be bound.',
  );
}

function errorsOf(device: GPUDevice): Promise<string | null>[] {
  const errors = pendingErrors.get(device) ?? [];
  pendingErrors.set(device, errors);
  return errors;
}

function checked(): boolean {
  return tf.env().getBool(CHECKED_FLAG);
}

function currentBackend(): WebGPUBackend {
  if (!hasKernels())
    throw new EngineError(
      `A GPU kernel was called while the backend is ${tf.getBackend()}.`,
      'This is a fault of the program: call the twin instead.',
    );
  return tf.backend() as WebGPUBackend;
}

function internals(backend: WebGPUBackend): Internals {
  return backend as unknown as Internals;
}
