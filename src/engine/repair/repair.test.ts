import { describe, expect, it } from 'vitest';
import { Random } from '../math/random';
import { appendCodes } from './append';
import { byId, type Items } from './items';
import { nextFree } from './nextFree';
import { repairCodes } from './repairCodes';
import { suffixes } from './suffix';

/** Items of two levels on a line: the first code given, the last the nearest of `codebook` to the residual. */
function onALine(first: readonly number[], residuals: readonly number[], codebook: readonly number[]): Items {
  const nearest = (value: number) => codebook.reduce((best, code, k) => (Math.abs(value - code) < Math.abs(value - codebook[best]!) ? k : best), 0);
  return {
    rows: first.length,
    levels: 2,
    codes: Int32Array.from(first.flatMap((code, row) => [code, nearest(residuals[row]!)])),
    residuals: Float32Array.from(residuals),
    dim: 1,
    lastCodebook: Float32Array.from(codebook),
    numCodes: codebook.length,
  };
}

const lastCodes = (codes: Int32Array, levels: number, at = levels - 1) => Array.from({ length: codes.length / levels }, (_, row) => codes[row * levels + at]!);
const distinct = (codes: Int32Array, rows: number, levels: number) => byId(codes, rows, levels).sizes.length;

/** 400 items of 3 levels with many collisions. */
function crowd(): Items {
  const random = new Random(5);
  const rows = 400;
  const dim = 3;
  const numCodes = 16;
  const lastCodebook = Float32Array.from({ length: numCodes * dim }, () => random.normal());
  const residuals = Float32Array.from({ length: rows * dim }, () => 0.5 * random.normal());
  const codes = new Int32Array(rows * 3);
  for (let row = 0; row < rows; row++) {
    let best = 0;
    let least = Infinity;
    for (let k = 0; k < numCodes; k++) {
      let sum = 0;
      for (let d = 0; d < dim; d++) sum += (residuals[row * dim + d]! - lastCodebook[k * dim + d]!) ** 2;
      if (sum < least) [best, least] = [k, sum];
    }
    codes.set([random.integer(12), random.integer(5), best], row * 3);
  }
  return { rows, levels: 3, codes, residuals, dim, lastCodebook, numCodes };
}

describe('suffix', () => {
  it('counts up within an ID, in item order', () => {
    const { suffix, used } = suffixes(Int32Array.from([0, 1, 0, 1, 2, 2, 0, 1]), 4, 2);
    expect([...suffix]).toEqual([0, 1, 0, 2]);
    expect(used).toBe(3);
  });

  it('makes every ID distinct and moves nobody', async () => {
    const items = crowd();
    const repaired = await repairCodes(items, { method: 'suffix' });
    expect(repaired.levels).toBe(4);
    expect(distinct(repaired.codes, items.rows, 4)).toBe(items.rows);
    expect(repaired.moved).toBe(0);
    expect(Math.max(...lastCodes(repaired.codes, 4)) + 1).toBe(repaired.suffixCodes);
    for (let row = 0; row < items.rows; row++) expect([...repaired.codes.subarray(row * 4, row * 4 + 3)]).toEqual([...items.codes.subarray(row * 3, row * 3 + 3)]);
  });
});

describe('nextFree', () => {
  it('leaves the first item of an ID and gives the others the nearest code with room', () => {
    // Three items at 0.1 under one prefix: codes at 0, 1, -2; the second goes to 1, the third to -2. Another prefix is left alone.
    const items = onALine([0, 0, 0, 1], [0.1, 0.1, 0.1, 0.1], [0, 1, -2]);
    const { codes, moved, left } = nextFree(items, 1);
    expect(lastCodes(codes, 2)).toEqual([0, 1, 2, 0]);
    expect([moved, left]).toEqual([2, 0]);
  });

  it('never takes the place of an item that sits there already', () => {
    const items = onALine([0, 0, 0], [0.1, 0.9, 0.2], [0, 1, 5]);
    expect(lastCodes(nextFree(items, 1).codes, 2)).toEqual([0, 1, 2]);
  });

  it('takes a suffix where no code is free, and says so', async () => {
    const items = onALine([0, 0, 0], [0.1, 0.1, 0.1], [0, 1]);
    const repaired = await repairCodes(items, { method: 'nextFree' });
    expect(repaired.levels).toBe(3);
    expect(distinct(repaired.codes, 3, 3)).toBe(3);
    expect(repaired.notes[0]).toContain('1 items found no free code');
  });

  it('fills IDs up to the capacity', () => {
    const items = crowd();
    const { codes, left } = nextFree(items, 2);
    const { sizes } = byId(codes, items.rows, 3);
    expect(left).toBe(0);
    expect(Math.max(...sizes)).toBe(2);
  });

  it('gives codes in range and moves only items that collided', async () => {
    const items = crowd();
    const { codes, moved } = await repairCodes(items, { method: 'nextFree' });
    const before = byId(items.codes, items.rows, 3);
    let changed = 0;
    for (let row = 0; row < items.rows; row++) {
      const [was, is] = [items.codes[row * 3 + 2]!, codes[row * 3 + 2]!];
      expect(is >= 0 && is < items.numCodes).toBe(true);
      if (was !== is) {
        changed++;
        expect(before.sizes[before.bucketOf[row]!]!).toBeGreaterThan(1);
      }
    }
    expect(changed).toBe(moved);
    expect(distinct(codes, items.rows, 3)).toBe(items.rows);
  });
});

describe('sinkhorn', () => {
  it('spreads the items of one ID over the codes', async () => {
    const items = onALine([0, 0, 0], [-0.1, 0, 0.1], [0, 1, -1]);
    const repaired = await repairCodes(items, { method: 'sinkhorn' });
    expect(distinct(repaired.codes, 3, 2)).toBe(3);
    expect(lastCodes(repaired.codes, 2)).toEqual([2, 0, 1]);
    expect(repaired.rounds).toBeGreaterThan(0);
  });

  it('never parts identical items, and says so', async () => {
    const items = onALine([0, 0], [0.3, 0.3], [0, 1, -1]);
    const repaired = await repairCodes(items, { method: 'sinkhorn' });
    expect(distinct(repaired.codes, 2, 2)).toBe(1);
    expect(repaired.notes[0]).toContain('cannot be told apart');
  });

  it('lowers collisions without leaving the codebook', async () => {
    const items = crowd();
    const repaired = await repairCodes(items, { method: 'sinkhorn' });
    expect(distinct(repaired.codes, items.rows, 3)).toBeGreaterThan(distinct(items.codes, items.rows, 3) + 50);
    for (const code of lastCodes(repaired.codes, 3)) expect(code >= 0 && code < items.numCodes).toBe(true);
  });
});

describe('append', () => {
  it('gives new items the next suffix and leaves the existing ones', () => {
    const items = onALine([0, 0, 0, 0], [0, 0, 0, 1], [0, 1]);
    const added = appendCodes(items, 2, 'suffix', Int32Array.from([0, 1]));
    expect([...added.codes]).toEqual([0, 0, 2, 0, 1, 0]);
    expect([added.levels, added.collisions]).toEqual([3, 0]);
  });

  it('finds the nearest free code around items that stay', () => {
    const items = onALine([0, 0, 0], [0, 0, 0.1], [0, 1, -4]);
    const settled = { ...items, codes: Int32Array.from([0, 0, 0, 1, 0, 0]) };
    const added = appendCodes(settled, 2, 'nextFree', null);
    expect([...added.codes]).toEqual([0, 2]);
    expect([added.moved, added.collisions]).toEqual([1, 0]);
  });

  it('counts the collisions it was not asked to mend', () => {
    const items = onALine([0, 0, 1], [0, 0, 0], [0, 1]);
    const added = appendCodes(items, 1, null, null);
    expect([...added.codes]).toEqual([0, 0, 1, 0]);
    expect(added.collisions).toBe(1);
  });
});
