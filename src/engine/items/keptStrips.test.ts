import { expect, it } from 'vitest';
import { STRIP } from '../quantizers/training/stages';
import type { CodedItems } from './codedItems';
import { StripMemory } from './keptStrips';

/** Items of one number each: what `depth` codes rebuild of a row is depth * 10,000 + row. `asked` gets what was worked out. */
function counted(rows: number, asked: string[]): CodedItems {
  return {
    rows, dim: 1, levels: 2, data: new Float32Array(rows), codes: new Int32Array(2 * rows), known: null,
    rebuilt(depth, start, count) {
      asked.push(`${depth} ${start} ${count}`);
      return Promise.resolve(Float32Array.from({ length: count }, (_, i) => depth * 10_000 + start + i));
    },
    decoded: () => Promise.resolve(new Float32Array(0)),
  };
}

it('works out a strip once, and gives rows inside it from memory', async () => {
  const asked: string[] = [];
  const rows = STRIP + 100;
  const items = new StripMemory().over(counted(rows, asked), {});
  for (let turn = 0; turn < 2; turn++) {
    expect((await items.rebuilt(1, 0, STRIP))[7]).toBe(10_007);
    expect([...(await items.rebuilt(1, STRIP, 100)).slice(0, 2)]).toEqual([10_000 + STRIP, 10_001 + STRIP]);
  }
  expect([...(await items.rebuilt(1, STRIP + 5, 2))]).toEqual([10_005 + STRIP, 10_006 + STRIP]);
  expect(asked).toEqual([`1 0 ${STRIP}`, `1 ${STRIP} 100`]);
});

it('asks for rows that cross strips, or lie in a strip never read whole', async () => {
  const asked: string[] = [];
  const items = new StripMemory().over(counted(2 * STRIP, asked), {});
  await items.rebuilt(0, 0, STRIP);
  expect([...(await items.rebuilt(0, STRIP - 1, 2))]).toEqual([STRIP - 1, STRIP]);
  expect([...(await items.rebuilt(2, 3, 1))]).toEqual([20_003]);
  expect(asked).toEqual([`0 0 ${STRIP}`, `0 ${STRIP - 1} 2`, '2 3 1']);
});

it('keeps runs apart and stays within its bytes: what was read longest ago goes first', async () => {
  const asked: string[] = [];
  const memory = new StripMemory(2 * 4 * STRIP);
  const [first, second] = [memory.over(counted(STRIP, asked), {}), memory.over(counted(STRIP, asked), {})];
  await first.rebuilt(0, 0, STRIP);
  await second.rebuilt(0, 0, STRIP);
  await first.rebuilt(0, 0, STRIP);
  expect(asked).toHaveLength(2);
  await second.rebuilt(1, 0, STRIP); // the second's depth 0 goes
  await first.rebuilt(0, 0, STRIP);
  expect(asked).toHaveLength(3);
  await second.rebuilt(0, 0, STRIP);
  expect(asked).toHaveLength(4);
});

it('knows the strips of a task again when its items are given anew', async () => {
  const asked: string[] = [];
  const memory = new StripMemory();
  const task = {};
  await memory.over(counted(STRIP, asked), task).rebuilt(1, 0, STRIP);
  expect((await memory.over(counted(STRIP, asked), task).rebuilt(1, 0, STRIP))[3]).toBe(10_003);
  expect(asked).toHaveLength(1);
});
