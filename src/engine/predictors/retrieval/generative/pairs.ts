/** Training pairs of histories and next items, of items with an ID alone. */
import { InputError } from '../../../errors';
import type { PreparedSequences } from '../preparedSequences';

export class TrainingPairs {
  /** [pairs]: items of each history, those that are read. */
  readonly lengths: Int32Array;
  /** Events of items without an ID. */
  readonly dropped: number;
  private readonly events: Int32Array;
  /** [pairs]: where the target stands. */
  private readonly at: Int32Array;

  /** @throws InputError where no pair is left. */
  constructor({ training: { events, offsets } }: Pick<PreparedSequences, 'training'>, hasId: (item: number) => boolean, history: number, which: 'all' | 'last') {
    const kept: number[] = [];
    const [at, lengths]: [number[], number[]] = [[], []];
    for (let i = 0; i + 1 < offsets.length; i++) {
      const start = kept.length;
      for (const item of events.subarray(offsets[i], offsets[i + 1])) if (hasId(item)) kept.push(item);
      for (let target = which === 'last' ? Math.max(start + 1, kept.length - 1) : start + 1; target < kept.length; target++) {
        at.push(target);
        lengths.push(Math.min(history, target - start));
      }
    }
    if (at.length === 0) throw new InputError('No training pair is left: hardly any item of the sequences has an ID.', 'Join codes whose ids are those of the items.');
    this.events = Int32Array.from(kept);
    this.at = Int32Array.from(at);
    this.lengths = Int32Array.from(lengths);
    this.dropped = events.length - kept.length;
  }

  history(pair: number): Int32Array {
    return this.events.subarray(this.at[pair]! - this.lengths[pair]!, this.at[pair]);
  }

  target(pair: number): number {
    return this.events[this.at[pair]!]!;
  }
}
