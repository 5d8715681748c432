/** A table of made numbers and labels for the predictors. */
import type { Table } from '../src/engine/data/column';
import { Random } from '../src/engine/math/random';

/** Four columns of numbers, four of labels, a target above zero. */
export function madeTable(rows: number): Table {
  const random = new Random(6);
  const numbers = Array.from({ length: 4 }, (_, f) => ({ name: `number ${f}`, type: 'number' as const, values: Float64Array.from({ length: rows }, () => random.normal()) }));
  const labels = Array.from({ length: 50 }, (_, label) => `label ${label}`);
  const categories = Array.from({ length: 4 }, (_, f) => ({ name: `label ${f}`, type: 'category' as const, codes: Int32Array.from({ length: rows }, () => random.integer(50)), labels }));
  const values = Float64Array.from({ length: rows }, (_, row) => 10 * Math.exp(numbers[0]!.values[row]! / 2 + random.normal() / 2));
  const parts = Uint8Array.from({ length: rows }, (_, row) => (row % 10 === 0 ? 1 : 0));
  return { name: 'made', rows, rowIndex: Uint32Array.from({ length: rows }, (_, row) => row), target: { name: 'y', type: 'number', values }, features: [...numbers, ...categories], references: [], parts };
}
