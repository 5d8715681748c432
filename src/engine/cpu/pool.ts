/** Runs kernels on the engine's own thread and on those of the pool, block by block. */
import { ARGS, BLOCKS, CONTROL_LENGTH, EPOCH, KERNEL, kernelsOf, NEXT, OPEN, STOP, takeBlocks, untilIdle, type Kernel, type ThreadStart } from './control';
import type { KeptMemory } from './memory';
import { SCRATCH_BYTES } from './scratch';

/** More threads than this gain little: they wait for the memory. */
const MOST_THREADS = 8;
/** Numbers that a kernel's arguments may have. */
const MOST_ARGS = 64;

export interface Thread {
  onerror: ((event: ErrorEvent) => void) | null;
  postMessage(start: ThreadStart): void;
  terminate(): void;
}

export class Pool {
  private readonly numbers: ReadonlyMap<string, number>;
  private readonly kernels: readonly Kernel[];
  private readonly record: Int32Array;
  private readonly control: number;
  private readonly args: number;
  private readonly argValues: Float64Array;
  private readonly scratch: number;
  private threads: Thread[] = [];
  /** The caller's thread does everything, whatever threads there are: for comparisons. */
  alone = false;

  constructor(
    private readonly module: WebAssembly.Module,
    private readonly memory: KeptMemory,
  ) {
    const { names, kernels } = kernelsOf(module, memory.memory);
    this.numbers = new Map(names.map((name, i) => [name, i]));
    this.kernels = kernels;
    this.control = memory.allocate(CONTROL_LENGTH * 4);
    this.record = memory.ints(this.control, CONTROL_LENGTH).fill(0);
    this.args = memory.allocate(MOST_ARGS * 8);
    this.argValues = memory.doubles(this.args, MOST_ARGS);
    this.scratch = memory.allocate(SCRATCH_BYTES);
  }

  /** Threads that take part, the caller's own among them. */
  get size(): number {
    return this.threads.length + 1;
  }

  /** Starts `count` threads beside the caller's. They take part as soon as they are up. */
  start(count: number, createThread: () => Thread): void {
    for (let i = 0; i < Math.min(count, MOST_THREADS - 1); i++) {
      const thread = createThread();
      // One that cannot be loaded takes no part; unhandled, its error would be the engine's.
      thread.onerror = (event) => {
        event.preventDefault();
        this.threads = this.threads.filter((other) => other !== thread);
      };
      thread.postMessage({ module: this.module, memory: this.memory.memory, control: this.control, scratch: this.memory.allocate(SCRATCH_BYTES) });
      this.threads.push(thread);
    }
  }

  /** Runs a kernel over all blocks, with its arguments in the order of its header. A thread needs at most 1 MB of scratch memory. Returns when every block is done. */
  run(name: string, blocks: number, args: readonly number[]): void {
    const number = this.numbers.get(name);
    if (number === undefined) throw new Error(`Pool: no kernel is called ${name}`);
    this.argValues.set(args);
    const kernel = this.kernels[number]!;
    if (this.threads.length === 0 || this.alone || blocks < 2) {
      for (let block = 0; block < blocks; block++) kernel(block, this.args, this.scratch);
      return;
    }
    const { record } = this;
    record[KERNEL] = number;
    record[ARGS] = this.args;
    record[BLOCKS] = blocks;
    Atomics.store(record, NEXT, 0);
    Atomics.store(record, OPEN, 1);
    Atomics.add(record, EPOCH, 1);
    Atomics.notify(record, EPOCH);
    takeBlocks(record, kernel, this.args, blocks, this.scratch);
    Atomics.store(record, OPEN, 0);
    untilIdle(record);
  }

  close(): void {
    Atomics.store(this.record, STOP, 1);
    Atomics.add(this.record, EPOCH, 1);
    Atomics.notify(this.record, EPOCH);
    for (const thread of this.threads) thread.terminate();
    this.threads = [];
  }
}
