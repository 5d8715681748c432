/**
 * The road of the processor: our own SIMD kernels over one kept memory, on all cores but one, the engine's own thread among them.
 *
 * It is open beside TensorFlow.js's WebAssembly backend. Where SIMD, or the memory, cannot be had it stays closed, and the twins compute.
 * Work is cut into fixed blocks, so that the bits are the same for any number of threads.
 */
import * as tf from '@tensorflow/tfjs-core';
import { KeptMemory } from './memory';
import { Pool, type Thread } from './pool';

export interface CpuRoad {
  readonly memory: KeptMemory;
  readonly pool: Pool;
  /** Kept memory of at least `bytes` bytes under a name: the same one each time, until more is asked for. Its content is the last user's. */
  scratch(name: string, bytes: number): number;
}

/** Tests close the road to see the twins. */
const CLOSED_FLAG = 'RESIDUA_CPU_ROAD_CLOSED';
tf.env().registerFlag(CLOSED_FLAG, () => false);

/** The kernels as a data address, once the wasm backend was loaded: who never opens it need not fetch them. */
let offered: string | null = null;
/** Undefined until it is first asked for; null where it cannot be had. */
let opened: CpuRoad | null | undefined;

/** Hands the road its kernels, cpu/kernels.wasm as a data address. */
export function offerKernels(address: string): void {
  offered = address;
}

/** The road where the current backend is wasm, else null. */
export function cpuRoad(): CpuRoad | null {
  if (offered === null || tf.getBackend() !== 'wasm' || tf.env().getBool(CLOSED_FLAG)) return null;
  return (opened ??= openRoad(offered));
}

/** Closes the road for this whole thread, or opens it again; for tests and comparisons. */
export function closeCpuRoad(closed: boolean): void {
  tf.env().set(CLOSED_FLAG, closed);
}

/** Threads that take part on this road; 0 where it is closed. */
export function cpuThreads(): number {
  return cpuRoad()?.pool.size ?? 0;
}

function openRoad(address: string): CpuRoad | null {
  try {
    const module = new WebAssembly.Module(kernelBytes(address));
    const memory = new KeptMemory();
    const pool = new Pool(module, memory);
    const threads = threadsToStart();
    if (threads > 0) pool.start(threads, () => new Worker(new URL('./poolWorker.ts', import.meta.url), { type: 'module', name: 'residua-pool' }) as Thread);
    return { memory, pool, scratch: namedScratch(memory) };
  } catch {
    // No SIMD, no shared memory, or a policy that forbids modules: the twins give the same results, slower.
    return null;
  }
}

/** All cores but one, one at least, beside the engine's own thread; none where memory may not be shared with a worker, and none in Node. */
function threadsToStart(): number {
  if (typeof Worker === 'undefined' || globalThis.crossOriginIsolated !== true) return 0;
  return Math.max(1, (globalThis.navigator?.hardwareConcurrency ?? 2) - 1);
}

export function namedScratch(memory: KeptMemory): CpuRoad['scratch'] {
  const kept = new Map<string, { address: number; bytes: number }>();
  return (name, bytes) => {
    const known = kept.get(name);
    if (known && known.bytes >= bytes) return known.address;
    if (known) memory.free(known.address);
    const address = memory.allocate(bytes);
    kept.set(name, { address, bytes });
    return address;
  };
}

/** The module lies in a script itself, as a data address: 25 kB are not worth a request, and kernels can be called at once. */
export function kernelBytes(address: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(address.slice(address.indexOf(',') + 1)), (letter) => letter.charCodeAt(0));
}
