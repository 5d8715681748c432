import { describe, expect, it } from 'vitest';
import { concatenated, rowMajor, rowsOf } from './rows';

describe('rows of a matrix', () => {
  it('are copied in the order asked for, repeated ones too, in the type they have', () => {
    const matrix = Int32Array.of(1, 2, 3, 4, 5, 6);
    const some = rowsOf(matrix, 2, [2, 0, 2]);
    expect(some).toEqual(Int32Array.of(5, 6, 1, 2, 5, 6));
    some[0] = 9;
    expect(matrix[4]).toBe(5);
    expect(rowsOf(Uint8Array.of(7), 1, [])).toEqual(new Uint8Array(0));
    expect(rowsOf(new Float32Array(0), 0, [0, 1])).toEqual(new Float32Array(0));
  });

  it('are made of columns', () => {
    expect(rowMajor([Int32Array.of(1, 2, 3), Int32Array.of(4, 5, 6)])).toEqual(Int32Array.of(1, 4, 2, 5, 3, 6));
    expect(rowMajor([])).toEqual(new Int32Array(0));
  });

  it('stand one below the other', () => {
    expect(concatenated([Float32Array.of(1, 2), new Float32Array(0), Float32Array.of(3)])).toEqual(Float32Array.of(1, 2, 3));
    expect(concatenated([])).toEqual(new Float32Array(0));
  });
});
