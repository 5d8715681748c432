import { expect, it } from 'vitest';
import { setOfRows } from '../runs/rowSet';
import { prefixTree } from './prefixTree';
import { selectedFigures } from './selectedFigures';

const codes = Int32Array.of(0, 0, 0, 0, 0, 1, 1, 1, 2, 0);
const book = (numCodes: number) => ({ data: new Float32Array(0), numCodes, dim: 0 });
const result = { codes, levels: 2, codebooks: [book(3), book(2)] };
const tree = prefixTree(codes, 5, 2);
const stages = { rows: 5, places: new Float32Array(10), axisShares: [1, 0] as const, plain: false, levels: 2, rebuilt: [], left: [Float32Array.of(2, 2, 4, 4, NaN), new Float32Array(5), Float32Array.of(1, 0, 2, 1, NaN)] };

it('counts codes, IDs and error of the selected rows alone', () => {
  const figures = selectedFigures(result, tree, setOfRows(5, [0, 2, 4]), stages);
  expect(figures).toMatchObject({ rows: 3, codes: [2, 2], distinct: 3, alone: 2 });
  expect(figures.relativeError).toBeCloseTo(Math.sqrt((1 + 4) / (4 + 16)), 6);
  expect(selectedFigures(result, tree, setOfRows(5, [0, 1]), null)).toMatchObject({ distinct: 1, alone: 0, relativeError: NaN });
});
