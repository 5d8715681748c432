import { describe, expect, it } from 'vitest';
import { codeMarks, spreadColors } from './codeMarks';

describe('codeMarks', () => {
  it('are what a code adds, on the mean over its items; a code without one has none', () => {
    const [from, to] = [Float32Array.of(0, 0, 1, 1, 2, 2, 5, 5), Float32Array.of(1, 2, 4, 1, 2, 7, NaN, 5)];
    expect(codeMarks(to, from, Int32Array.of(0, 0, 3, 3))).toEqual([{ code: 0, x: 2, y: 1, items: 2 }, { code: 3, x: 0, y: 5, items: 1 }]);
  });
  it('are places themselves without a start, and skip items without a code', () => {
    expect(codeMarks(Float32Array.of(1, 2, 4, 1), null, Int32Array.of(1, -1))).toEqual([{ code: 1, x: 1, y: 2, items: 1 }]);
    expect(codeMarks(new Float32Array(0), null, new Int32Array(0))).toEqual([]);
  });
});

describe('spreadColors', () => {
  it('gives neighbours different colours and repeats one only far away', () => {
    const marks = Array.from({ length: 20 }, (_, code) => ({ code, x: code, y: 0, items: 1 }));
    const colors = spreadColors(marks, 20);
    expect(new Set(colors.subarray(0, 10)).size).toBe(10);
    for (let i = 0; i < 20; i++) for (let j = i + 1; j < Math.min(20, i + 4); j++) expect(colors[i]).not.toBe(colors[j]);
  });
  it('gives a group without a mark a colour too', () => expect([...spreadColors([], 12)].slice(9)).toEqual([9, 0, 1]));
});
