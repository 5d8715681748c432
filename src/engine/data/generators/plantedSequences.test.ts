/** The planted sequences follow the law they name. */
import { describe, expect, it } from 'vitest';
import { recallAtK } from '../../math/ranking';
import { emptyRankings, rankByScores } from '../../predictors/retrieval/ranking';
import { drawSequences, SEQUENCE_EVENTS, SEQUENCE_ITEMS, SEQUENCE_USERS, sequenceEvents, sequenceItems, sequenceLaw } from './plantedSequences';

const made = drawSequences(7);
const { items, parts, vectors } = made;
const steps = Array.from(items.keys()).filter((at) => at % SEQUENCE_EVENTS > 0);

describe('planted sequences', () => {
  it('follow from the seed alone, and have their sizes', () => {
    expect(drawSequences(7)).toEqual(made);
    expect(drawSequences(8).items).not.toEqual(items);
    expect([items.length, vectors.length, new Set(items).size]).toEqual([SEQUENCE_USERS * SEQUENCE_EVENTS, SEQUENCE_ITEMS * 32, SEQUENCE_ITEMS]);
    expect(new Set(Array.from({ length: SEQUENCE_ITEMS }, (_, item) => parts.subarray(3 * item, 3 * item + 3).join())).size).toBe(SEQUENCE_ITEMS);
  });

  it('go on by the law within four standard errors, part by part', () => {
    const share = (right: (at: number) => boolean) => steps.filter(right).length / steps.length;
    const near = (seen: number, wanted: number) => expect(Math.abs(seen - wanted)).toBeLessThan(4 * Math.sqrt((wanted * (1 - wanted)) / steps.length));
    const part = (at: number, which: number) => parts[items[at]! * 3 + which]!;
    near(share((at) => part(at, 0) === (part(at - 1, 0) + 5) % 16), 0.8 + 0.2 / 16);
    near(share((at) => part(at, 1) === part(at - 1, 1)), 0.7 + 0.3 / 8);
    near(share((at) => part(at, 2) === 3), 1 / 8);
  });

  it('has probabilities that add up to one, and a Recall@10 as computed by hand', () => {
    const scores = new Float64Array(SEQUENCE_ITEMS);
    sequenceLaw(made, items[0]!, scores);
    expect(scores.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 12);
    // The eight items of the most probable parts, then two of the eight whose first part goes on and whose second does not.
    const wanted = 0.8125 * 0.7375 + 0.25 * 0.8125 * (0.3 / 8);
    const rankings = emptyRankings(steps.length);
    steps.forEach((at, i) => {
      sequenceLaw(made, items[at - 1]!, scores);
      rankByScores(rankings, i, scores, items[at]!);
    });
    expect(Math.abs(recallAtK(rankings.ranks, 10, rankings.bucketSizes) - wanted)).toBeLessThan(4 * Math.sqrt(0.24 / steps.length));
  });

  it('are written with the ids that the items have', () => {
    const { columns } = sequenceEvents(7);
    const ids = new Set(sequenceItems(7).ids);
    expect(columns.map(({ name }) => name)).toEqual(['user', 'item', 'time']);
    expect(columns[1]!.values.every((name) => ids.has(name as string))).toBe(true);
  });
});
