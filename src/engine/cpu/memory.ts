/** One memory for all that the processor's kernels read and write: allocated once, kept, shared with the pool's threads. */
import { EngineError } from '../errors';

/** Bytes of a WebAssembly page. */
const PAGE = 65_536;
/** Pages a memory may grow to, the largest that the browser grants: 4 GB, 2 GB, 1 GB. */
const MOST_PAGES = [65_536, 32_768, 16_384] as const;
/** Bytes left free at the start, so that no address is 0. */
const RESERVED = 1024;
/** Addresses are multiples of a cache line. */
const ALIGNMENT = 64;
/** Read past the end by kernels that load four floats at once. */
const PADDING = 16;

interface Hole {
  address: number;
  bytes: number;
}

export class KeptMemory {
  readonly memory: WebAssembly.Memory;
  /** Free parts, by address; no two touch. */
  private readonly holes: Hole[] = [];
  private readonly sizes = new Map<number, number>();
  /** Every object that stood for this memory: one more after each time that it grew. */
  private readonly buffers = new WeakSet<ArrayBufferLike>();
  private end = RESERVED;

  constructor() {
    this.memory = largestMemory();
  }

  /** Bytes in use. */
  get used(): number {
    let sum = 0;
    for (const bytes of this.sizes.values()) sum += bytes;
    return sum;
  }

  /** Address of `bytes` bytes that hold anything at all. @throws EngineError where the memory cannot grow any more. */
  allocate(bytes: number): number {
    const wanted = Math.max(ALIGNMENT, Math.ceil((bytes + PADDING) / ALIGNMENT) * ALIGNMENT);
    const at = this.holes.findIndex((hole) => hole.bytes >= wanted);
    const address = at >= 0 ? this.holes[at]!.address : this.grown(wanted);
    if (at >= 0) {
      const hole = this.holes[at]!;
      hole.address += wanted;
      hole.bytes -= wanted;
      if (hole.bytes === 0) this.holes.splice(at, 1);
    }
    this.sizes.set(address, wanted);
    return address;
  }

  free(address: number): void {
    const bytes = this.sizes.get(address);
    if (bytes === undefined) throw new Error(`KeptMemory: nothing is allocated at ${address}`);
    this.sizes.delete(address);
    let at = this.holes.findIndex((hole) => hole.address > address);
    if (at < 0) at = this.holes.length;
    this.holes.splice(at, 0, { address, bytes });
    for (const left of [at, at - 1]) {
      const [hole, next] = [this.holes[left], this.holes[left + 1]];
      if (!hole || !next || hole.address + hole.bytes !== next.address) continue;
      hole.bytes += next.bytes;
      this.holes.splice(left + 1, 1);
    }
  }

  /** Views stay valid while the memory grows, because it is shared. */
  floats(address: number, length: number): Float32Array {
    this.buffers.add(this.memory.buffer);
    return new Float32Array(this.memory.buffer, address, length);
  }

  /** Where the numbers of a view made by `floats` lie, or of a part of one; null for any other array. */
  addressOf({ buffer, byteOffset }: Float32Array): number | null {
    return this.buffers.has(buffer) ? byteOffset : null;
  }

  doubles(address: number, length: number): Float64Array {
    return new Float64Array(this.memory.buffer, address, length);
  }

  ints(address: number, length: number): Int32Array {
    return new Int32Array(this.memory.buffer, address, length);
  }

  bytes(address: number, length: number): Uint8Array {
    return new Uint8Array(this.memory.buffer, address, length);
  }

  private grown(bytes: number): number {
    const address = this.end;
    const missing = address + bytes - this.memory.buffer.byteLength;
    if (missing > 0) {
      try {
        this.memory.grow(Math.ceil(missing / PAGE));
      } catch {
        throw new EngineError(
          `The processor's memory of ${Math.round(this.memory.buffer.byteLength / 1e6)} MB could not grow by ${Math.ceil(missing / 1e6)} MB.`,
          'Take fewer rows or fewer dimensions, or close other tabs.',
        );
      }
    }
    this.end += bytes;
    return address;
  }
}

/** Shared, so that views stay valid when it grows; a page without isolation may have one too and only not hand it to threads. */
function largestMemory(): WebAssembly.Memory {
  let refusal: unknown;
  for (const maximum of MOST_PAGES) {
    try {
      return new WebAssembly.Memory({ initial: 16, maximum, shared: true });
    } catch (thrown) {
      refusal = thrown;
    }
  }
  throw refusal;
}
