/** Products in float64 as calls, and what principal axes need of rows in kept memory: see assembly/doubleProducts.ts. The bits are those of the plain loops in math/centredRows.ts. */
import type { CentredRows } from '../math/centredRows';
import { doublesIn } from './kernels';
import type { CpuRoad } from './road';
import { columnTotals, squaresAbout } from './rowSums';

/** Side of a block's part of the result. */
const TILE = 32;
/** Rows whose coordinates are held at a time: [2048, count] in float64. */
const STRIP = 2048;

/** An operand by its address and the numbers from one term of the sums to the next, and from one row (or column) of the result to the next. */
interface Operand {
  readonly address: number;
  readonly alongSum: number;
  readonly along: number;
  /** Of an operand in float32: what is taken away, at an address of float64, and the steps in it. Absent: the operand is float64. */
  readonly less?: { readonly address: number; readonly alongSum: 0 | 1; readonly along: 0 | 1 };
}

/** out [P, Q] = sum over S terms, in order; `adds`: to what is there; `lower`: the lower triangle alone is written. */
function doubleProduct(road: CpuRoad, a: Operand, b: Operand, [S, P, Q]: readonly [number, number, number], out: number, { adds = false, lower = false } = {}): void {
  const numbers = ({ address, alongSum, along, less }: Operand) => [address, less ? 0 : 1, alongSum, along, less?.address ?? 0, less?.alongSum ?? 0, less?.along ?? 0];
  road.pool.run('doubleProduct', Math.ceil(P / TILE) * Math.ceil(Q / TILE), [...numbers(a), ...numbers(b), S, P, Q, out, adds ? 0 : 1, lower ? 1 : 0]);
}

/** Coordinates on axes [count, d] of rows [n, d] at `x` less `means`: the address of float64 [n, count], good until the next call. */
export function coordinates(road: CpuRoad, x: number, n: number, d: number, means: Float64Array, axes: Float64Array, count: number): number {
  const out = road.scratch('axes.coordinates', n * count * 8);
  const less = { address: doublesIn(road, 'axes.means', means), alongSum: 1, along: 0 } as const;
  doubleProduct(road, { address: x, alongSum: 1, along: d, less }, { address: doublesIn(road, 'axes.axes', axes), alongSum: 1, along: d }, [d, n, count], out);
  return out;
}

/** Rows [rows, dim] at `x` as principal axes ask for them. */
export function centredOnRoad(road: CpuRoad, x: number, rows: number, dim: number): CentredRows {
  const means = columnTotals(road, x, rows, dim, null).map((total) => (rows === 0 ? 0 : total / rows));
  /** Rows from `from` on as an operand whose sums run over rows, or over columns. */
  const overRows = (from = 0): Operand => ({ address: x + from * dim * 4, alongSum: dim, along: 1, less: { address: doublesIn(road, 'axes.means', means), alongSum: 0, along: 1 } });
  const overColumns = (): Operand => ({ address: x, alongSum: 1, along: dim, less: { address: doublesIn(road, 'axes.means', means), alongSum: 1, along: 0 } });
  const lowerOf = (operand: Operand, terms: number, size: number) => {
    const out = road.scratch('axes.products', size * size * 8);
    doubleProduct(road, operand, operand, [terms, size, size], out, { lower: true });
    const lower = new Float64Array(size * size);
    for (let i = 0; i < size; i++) lower.set(road.memory.doubles(out + i * size * 8, i + 1), i * size);
    return lower;
  };
  return {
    rows,
    dim,
    means,
    squares: squaresAbout(road, x, rows, dim, means),
    scatter: () => lowerOf(overRows(), rows, dim),
    gram: () => lowerOf(overColumns(), dim, rows),
    combine: (weights, count) => {
      const out = road.scratch('axes.images', count * dim * 8);
      doubleProduct(road, { address: doublesIn(road, 'axes.axes', weights), alongSum: 1, along: rows }, overRows(), [rows, count, dim], out);
      return road.memory.doubles(out, count * dim).slice();
    },
    apply: (vectors, count) => {
      const out = road.scratch('axes.images', count * dim * 8);
      for (let from = 0; from < rows; from += STRIP) {
        const strip = Math.min(STRIP, rows - from);
        const places = coordinates(road, x + from * dim * 4, strip, dim, means, vectors, count);
        doubleProduct(road, { address: places, alongSum: count, along: 1 }, overRows(from), [strip, count, dim], out, { adds: from > 0 });
      }
      return road.memory.doubles(out, count * dim).slice();
    },
  };
}
