/** Parts are disjoint and complete, near their shares, whole by group, ordered by time, the same for one seed; and what cannot be parted. */
import { describe, expect, it } from 'vitest';
import { Random } from '../math/random';
import type { SplitChoices } from '../records/table';
import type { Column } from './column';
import { ColumnBuilder } from './tableBuilder';
import { countParts, splitRows } from './tableSplit';

const choices = (given: Partial<SplitChoices>): SplitChoices => ({ how: 'random', seed: 1, validation: 0.1, test: 0.2, ...given });
const columnOf = (cells: readonly (string | number)[]): Column => {
  const builder = new ColumnBuilder('by');
  for (const cell of cells) builder.addText(String(cell));
  return builder.columns()[0]!;
};
const split = (given: Partial<SplitChoices>, rows: number, cells?: readonly (string | number)[]) =>
  splitRows(choices({ ...(cells && { column: 'by' }), ...given }), rows, cells && columnOf(cells), Uint32Array.from({ length: rows }, (_, row) => row));

describe('splits', () => {
  it('parts rows at random, by the seed alone', () => {
    const { parts } = split({}, 1001);
    expect(countParts(parts)).toEqual({ train: 701, validation: 100, test: 200 });
    expect(split({}, 1001).parts).toEqual(parts);
    const other = split({ seed: 2 }, 1001).parts;
    expect(other.filter((part, row) => part !== parts[row]).length).toBeGreaterThan(300);
    // Test rows lie all over the file: the mean row is near the middle.
    const test = Array.from(parts.keys()).filter((row) => parts[row] === 2);
    expect(Math.abs(test.reduce((sum, row) => sum + row, 0) / test.length - 500)).toBeLessThan(70);
  });

  it.each([1, 2, 3, 4, 5])('keeps groups whole and near the shares (seed %i)', (seed) => {
    const random = new Random(seed);
    const users = Array.from({ length: 2000 }, () => `u${Math.floor(80 * random.uniform() ** 2)}`);
    const { parts } = split({ how: 'group', seed }, 2000, users);
    const partsOf = new Map<string, Set<number>>();
    users.forEach((user, row) => partsOf.set(user, (partsOf.get(user) ?? new Set()).add(parts[row]!)));
    expect([...partsOf.values()].every((set) => set.size === 1)).toBe(true);
    const { train, validation, test } = countParts(parts);
    expect(train + validation + test).toBe(2000);
    expect([Math.abs(test - 400) < 120, Math.abs(validation - 200) < 120]).toEqual([true, true]);
    expect(split({ how: 'group', seed }, 2000, users).parts).toEqual(parts);
  });

  it('gives a part the smallest group where all are larger than its share, and rows without a group one of their own', () => {
    const { parts } = split({ how: 'group', test: 0.05, validation: 0.05 }, 60, Array.from({ length: 60 }, (_, i) => (i < 25 ? 'a' : i < 45 ? 'b' : 'c')));
    expect(countParts(parts)).toEqual({ train: 25, validation: 20, test: 15 });
    const alone = split({ how: 'group' }, 100, Array.from({ length: 100 }, () => ''));
    expect(countParts(alone.parts)).toEqual({ train: 70, validation: 10, test: 20 });
  });

  it.each([3, 30, 300, 3000])('parts by time, never within one of %i times', (numTimes) => {
    const random = new Random(numTimes);
    const times = Array.from({ length: 1000 }, () => random.integer(numTimes));
    const { parts, notes } = split({ how: 'time' }, 1000, times);
    const span = (part: number): [number, number] => {
      const own = times.filter((_, row) => parts[row] === part);
      return [Math.min(...own), Math.max(...own)];
    };
    expect([span(0)[1] < span(1)[0], span(1)[1] < span(2)[0], notes]).toEqual([true, true, []]);
    const { test } = countParts(parts);
    if (numTimes >= 30) expect(Math.abs(test - 200)).toBeLessThan(30);
  });

  it('keeps rows without a time for training, and says where a time must be cut', () => {
    const { parts, notes } = split({ how: 'time' }, 100, Array.from({ length: 100 }, (_, i) => (i < 5 ? '' : i)));
    expect(Array.from(parts.subarray(0, 5))).toEqual([0, 0, 0, 0, 0]);
    expect(notes).toEqual(['5 rows without a time in "by": all in the training part.']);
    const two = split({ how: 'time' }, 100, Array.from({ length: 100 }, (_, i) => i % 2));
    expect(countParts(two.parts)).toEqual({ train: 40, validation: 10, test: 50 });
    expect(two.notes[0]).toContain('are in different parts');
    expect(split({ how: 'time' }, 30, Array.from({ length: 30 }, (_, i) => `2024-01-${30 - i < 10 ? '0' : ''}${30 - i}`)).parts[0]).toBe(2);
  });

  it('refuses in words what cannot be parted', () => {
    expect(() => split({ test: 0 }, 100)).toThrow('leaves no test rows');
    expect(() => split({ test: 0.001 }, 100)).toThrow('leaves no test rows: a share of 0.001 of 100 rows');
    expect(() => split({ validation: 0 }, 100)).toThrow('leaves no validation rows');
    expect(() => split({ test: 0.8, validation: 0.15 }, 100)).toThrow('leaves 5 rows for training; at least 10');
    expect(() => split({ test: 0.7, validation: 0.4 }, 100)).toThrow('leave nothing for training');
    expect(() => split({ test: NaN }, 100)).toThrow('leave nothing for training');
    expect(() => split({ seed: 1.5 }, 100)).toThrow('seed is 1.5');
    expect(() => split({ how: 'group' }, 100)).toThrow('A split by group needs a column.');
    expect(() => split({ how: 'time', column: 'gone' }, 100)).toThrow('no column "gone"');
    expect(() => split({ how: 'group' }, 100, Array.from({ length: 100 }, () => 'a'))).toThrow('holds only one value');
    expect(() => split({ how: 'group' }, 100, Array.from({ length: 100 }, (_, i) => i % 2))).toThrow('holds 2 different values');
    expect(() => split({ how: 'time' }, 100, Array.from({ length: 100 }, () => 7))).toThrow('holds only one time');
    expect(() => split({ how: 'time' }, 2, ['monday', 'tuesday'])).toThrow('"monday" in row 0');
  });
});
