/**
 * Where the numbers of a tensor lie in the kept memory, for kernels that read them.
 *
 * Rows that stay (a dataset, the residuals of a level) are put there once and owned by who made them: `keptTensor` makes a tensor over them without a copy. TensorFlow.js
 * moves its numbers to its own heap when one of its own kernels first reads it. Other tensors are copied from TensorFlow.js's heap into scratch memory.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { CpuRoad } from './road';

/** Where tensors over kept memory lie, by the identity of their data. A tensor's numbers never change, so this holds wherever TensorFlow.js keeps its own copy. */
const places = new WeakMap<object, { readonly address: number; readonly values: Float32Array }>();

/**
 * A tensor over floats that lie in the kept memory at `address` and stay there, unchanged, as long as the tensor lives. Nothing is copied. `owned`: the memory is the tensor's and is
 * freed with it, or when TensorFlow.js moves its numbers to its own heap.
 */
export function keptTensor(road: CpuRoad, address: number, shape: [number, number], owned = false): tf.Tensor2D {
  const values = road.memory.floats(address, shape[0] * shape[1]);
  const tensor = tf.engine().makeTensor(values as unknown as tf.DataValues, shape, 'float32', keptBackend()) as tf.Tensor2D;
  places.set(tensor.dataId, { address, values });
  if (owned) keptBackend().own(tensor.dataId, () => {
    places.delete(tensor.dataId);
    road.memory.free(address);
  });
  return tensor;
}

/** Address of a tensor's numbers, 4 bytes each: where they are kept, or a copy in the scratch memory of that name. */
export function addressOf(road: CpuRoad, tensor: tf.Tensor, name: string): number {
  const kept = places.get(tensor.dataId);
  if (kept) return kept.address;
  const address = road.scratch(name, tensor.size * 4);
  if (tensor.size === 0) return address;
  const values = heapView(tensor) ?? (tensor.dataSync() as Float32Array | Int32Array);
  if (values instanceof Int32Array) road.memory.ints(address, tensor.size).set(values);
  else road.memory.floats(address, tensor.size).set(values);
  return address;
}

/**
 * Tensors over kept memory, one after the other; once the next is asked for, the copy of one that TensorFlow.js has made in its own heap is given up. So rows that a pass of its own kernels reads are
 * held twice for one tensor only.
 */
export function* inTurn<T extends tf.Tensor>(tensors: Iterable<T>): Generator<T, void> {
  for (const tensor of tensors) {
    yield tensor;
    leaveHeap(tensor);
  }
}

function leaveHeap({ dataId, isDisposed }: tf.Tensor): void {
  const place = places.get(dataId);
  const info = isDisposed ? undefined : tf.engine().state.tensorInfo.get(dataId);
  const kept = keptBackend();
  if (!place || !info || info.backend === kept) return;
  const references = info.backend.refCount(dataId);
  info.backend.disposeData(dataId, true);
  kept.takeBack(dataId, place.values, references);
  info.backend = kept;
}

/** Private members of BackendWasm 4.22.0. */
interface WasmInternals {
  readonly wasm: { readonly HEAPU8: Uint8Array };
  readonly dataIdMap: { get(dataId: object): { readonly memoryOffset: number } | undefined; has(dataId: object): boolean };
}

/** The tensor's numbers in TensorFlow.js's own heap, to be copied at once: reading them in its way makes a new array each time, which costs more than the copy. */
function heapView(tensor: tf.Tensor): Float32Array | Int32Array | null {
  const { wasm, dataIdMap } = tf.backend() as unknown as Partial<WasmInternals>;
  if (!wasm || !dataIdMap || !dataIdMap.has(tensor.dataId)) return null;
  const { memoryOffset } = dataIdMap.get(tensor.dataId)!;
  return tensor.dtype === 'int32' ? new Int32Array(wasm.HEAPU8.buffer, memoryOffset, tensor.size) : new Float32Array(wasm.HEAPU8.buffer, memoryOffset, tensor.size);
}

/** Holds arrays for TensorFlow.js until one of its own kernels wants them. */
class KeptBackend extends tf.KernelBackend {
  private readonly entries = new Map<object, { values: tf.BackendValues; references: number; free?: () => void }>();

  /** `free` is called when the tensor's numbers are given up here. What is read of it is a copy. */
  own(dataId: object, free: () => void): void {
    this.entries.get(dataId)!.free = free;
  }

  takeBack(dataId: object, values: tf.BackendValues, references: number): void {
    this.entries.set(dataId, { values, references });
  }

  override write(values: tf.BackendValues): object {
    const dataId = {};
    this.entries.set(dataId, { values, references: 1 });
    return dataId;
  }

  override readSync(dataId: object): tf.BackendValues {
    const { values, free } = this.entries.get(dataId)!;
    return free ? (values as Float32Array).slice() : values;
  }

  override async read(dataId: object): Promise<tf.BackendValues> {
    return this.readSync(dataId);
  }

  override refCount(dataId: object): number {
    return this.entries.get(dataId)?.references ?? 0;
  }

  override incRef(dataId: object): void {
    this.entries.get(dataId)!.references++;
  }

  decRef(dataId: object): void {
    this.entries.get(dataId)!.references--;
  }

  override disposeData(dataId: object, force = false): boolean {
    const entry = this.entries.get(dataId);
    if (!entry) return true;
    entry.references--;
    if (!force && entry.references > 0) return false;
    this.entries.delete(dataId);
    entry.free?.();
    return true;
  }

  override numDataIds(): number {
    return this.entries.size;
  }

  override floatPrecision(): 32 {
    return 32;
  }

  override dispose(): void {
    this.entries.clear();
  }
}

let backend: KeptBackend | null = null;

function keptBackend(): KeptBackend {
  return (backend ??= new KeptBackend());
}
