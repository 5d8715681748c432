/** What codes rebuild, kept for the next question: after the first, an answer about one code or item is a pass over memory. */
import { STRIP } from '../quantizers/training/stages';
import type { CodedItems } from './codedItems';

/** Strips of rows of all runs that are asked about, within bounds; those read longest ago go first. */
export class StripMemory {
  /** Least recently read first. */
  private readonly kept = new Map<string, Float32Array>();
  private bytes = 0;
  private readonly numbers = new WeakMap<object, number>();
  private runs = 0;

  /** `mostBytes`: two depths of 100,000 x 64 by default. */
  constructor(private readonly mostBytes = 2 ** 26) {}

  /** The same items, whose `rebuilt` is worked out once while it is kept. `task` trained them; nobody may write into what is given. */
  over(items: CodedItems, task: object): CodedItems {
    const run = this.numbers.get(task) ?? this.runs++;
    this.numbers.set(task, run);
    const { rows, dim } = items;
    return {
      ...items,
      rebuilt: async (depth, start, count) => {
        const first = start - (start % STRIP);
        const size = Math.min(STRIP, rows - first);
        const name = `${run} ${depth} ${first}`;
        const known = this.kept.get(name);
        const whole = start === first && count === size;
        if (!whole && !(known && start + count <= first + size)) return items.rebuilt(depth, start, count);
        const strip = known ?? (await items.rebuilt(depth, first, size));
        this.keep(name, strip);
        return strip.subarray((start - first) * dim, (start - first + count) * dim);
      },
    };
  }

  private keep(name: string, strip: Float32Array): void {
    this.bytes += strip.byteLength - (this.kept.get(name)?.byteLength ?? 0);
    this.kept.delete(name);
    this.kept.set(name, strip);
    for (const [oldest, { byteLength }] of this.kept) {
      if (this.bytes <= this.mostBytes) break;
      this.kept.delete(oldest);
      this.bytes -= byteLength;
    }
  }
}
