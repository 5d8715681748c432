/** How the threads of the pool share the blocks of a kernel: one record of whole numbers in the kept memory, changed by atomic operations. */

/** Places in the record. */
export const EPOCH = 0;
export const OPEN = 1;
export const ACTIVE = 2;
export const NEXT = 3;
export const BLOCKS = 4;
export const KERNEL = 5;
export const ARGS = 6;
export const STOP = 7;
export const CONTROL_LENGTH = 16;

export type Kernel = (block: number, args: number, scratch: number) => void;

/** Looks at the record before a thread goes to sleep: some 50 microseconds, the pause between two kernels of a step. */
const SPINS = 4000;

/** What a thread needs to take part. */
export interface ThreadStart {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly control: number;
  readonly scratch: number;
}

/** Kernels by their number, the same in every thread. */
export function kernelsOf(module: WebAssembly.Module, memory: WebAssembly.Memory): { readonly names: readonly string[]; readonly kernels: readonly Kernel[] } {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  const names = Object.keys(exports).filter((name) => typeof exports[name] === 'function').sort();
  return { names, kernels: names.map((name) => exports[name] as Kernel) };
}

/** Takes blocks until none is left. Which thread takes which block changes nothing: no two write to one place. */
export function takeBlocks(record: Int32Array, kernel: Kernel, args: number, blocks: number, scratch: number): void {
  for (let block = Atomics.add(record, NEXT, 1); block < blocks; block = Atomics.add(record, NEXT, 1)) kernel(block, args, scratch);
}

/**
 * A thread's life: waits for a kernel, takes part, waits again. It says that it is active before it looks whether the kernel is open; the engine closes the
 * kernel before it looks whether a thread is active. So a thread that wakes late takes part in no kernel that is over.
 */
export function servePool({ module, memory, control, scratch }: ThreadStart): void {
  const { kernels } = kernelsOf(module, memory);
  const record = new Int32Array(memory.buffer, control, CONTROL_LENGTH);
  let seen = 0;
  while (Atomics.load(record, STOP) === 0) {
    let spins = 0;
    while (Atomics.load(record, EPOCH) === seen && spins < SPINS) spins++;
    if (spins === SPINS) Atomics.wait(record, EPOCH, seen);
    seen = Atomics.load(record, EPOCH);
    Atomics.add(record, ACTIVE, 1);
    if (Atomics.load(record, OPEN) === 1) takeBlocks(record, kernels[record[KERNEL]!]!, record[ARGS]! >>> 0, record[BLOCKS]!, scratch);
    Atomics.sub(record, ACTIVE, 1);
    Atomics.notify(record, ACTIVE);
  }
}

/** Waits until no thread is active: a moment awake, then asleep where this thread may sleep, so that a thread that lost its core to other work gets one. */
export function untilIdle(record: Int32Array): void {
  const maySleep = 'WorkerGlobalScope' in globalThis;
  for (let spins = 0, active = Atomics.load(record, ACTIVE); active > 0; active = Atomics.load(record, ACTIVE)) {
    if (maySleep && ++spins > SPINS) Atomics.wait(record, ACTIVE, active, 1);
  }
}
