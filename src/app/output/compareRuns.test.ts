import { describe, expect, it } from 'vitest';
import { codesAt, compareRuns, joinedRows, sameRows } from './compareRuns';

const pause = () => Promise.resolve();
const coded = (ids: number[][]) => ({ codes: Int32Array.from(ids.flat()), rows: ids.length, levels: ids[0]!.length });
const FIRST = [[0, 0], [0, 1], [0, 1], [1, 0], [1, 0], [2, 2]];

describe('two runs compared', () => {
  it('agree wholly where only numbers differ', async () => {
    const renamed = coded(FIRST.map(([a, b]) => [(a! + 1) % 3, b! === 0 ? 5 : b!]));
    const levels = await compareRuns(coded(FIRST), renamed, sameRows(6), pause);
    expect(levels.map(({ codes, prefixes }) => [codes, prefixes].map((value) => Math.round(value * 1e9) / 1e9))).toEqual([[1, 1], [1, 1]]);
    expect(levels.map(({ codeChanged, prefixChanged }) => [codeChanged.matched, codeChanged.numbered, prefixChanged.matched, prefixChanged.numbered])).toEqual([[0, 1, 0, 1], [0, 0.5, 0, 1]]);
  });
  it('count changed first codes and whole IDs up to the best matching', async () => {
    const moved = FIRST.map((id) => [...id]);
    moved[2] = [1, 1];
    const levels = await compareRuns(coded(FIRST), coded(moved), sameRows(6), pause);
    expect(levels.map(({ codeChanged, prefixChanged }) => [codeChanged.matched, prefixChanged.matched].map((share) => Math.round(share * 6)))).toEqual([[1, 1], [0, 1]]);
    expect(levels[0]!.codeChanged.best).toBe(true);
    expect(levels[0]!.codes).toBeLessThan(1);
  });
  it('compare the items that both have, and as many levels as both have', async () => {
    const joined = joinedRows(Int32Array.of(5, -1, 0));
    expect([[...joined.first], [...joined.second]]).toEqual([[5, 0], [0, 2]]);
    const other = coded([[7, 7, 7], [1, 1, 1], [3, 3, 3]]);
    expect([...codesAt(other, joined.second, 0)]).toEqual([7, 3]);
    const levels = await compareRuns(coded(FIRST), other, joined, pause);
    expect(levels.map(({ level, codes, codeChanged }) => [level, codes, codeChanged.matched])).toEqual([[0, 1, 0], [1, 1, 0]]);
    expect((await compareRuns(coded(FIRST), other, joinedRows(Int32Array.of(-1, -1, -1)), pause))[0]!.codeChanged.matched).toBeNaN();
  });
});
