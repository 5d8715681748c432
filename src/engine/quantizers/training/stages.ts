/** Where rows lie in two principal axes, before their codes and after each level of them. */
import { axesOfRows, projected } from '../../kernels/principalAxes';
import { rowNumbers } from '../../math/ranks';
import { rowsOf } from '../../math/rows';
import type { ItemPlaces, ItemStages } from '../../records/items';
import type { Vectors } from '../vectors';
import type { CodedRows } from './coded';

/** Rows rebuilt at a time. */
export const STRIP = 4096;

/** Axes of the plane: float64 [2, dim] about a mean. */
export interface Plane {
  readonly mean: Float64Array;
  readonly components: Float64Array;
  readonly axisShares: readonly [number, number];
  readonly plain: boolean;
}

type Points = Pick<CodedRows, 'data' | 'rows' | 'dim' | 'known'>;

/** In the principal axes of all items that have vectors; in the columns themselves where there are two at most. */
export function itemPlaces(points: Points, plane = planeOf(points)): ItemPlaces {
  return placed(points, plane);
}

/** As `itemPlaces`, with what the first 0, 1, ... codes rebuild in the same axes. Time is linear in items and levels, memory two numbers an item and level. `plane`: of other rows than these, or known before. */
export async function itemStages(items: CodedRows, breathe: () => Promise<void>, plane = planeOf(items)): Promise<ItemStages> {
  const { rows, dim, levels, data, known } = items;
  const rebuilt = Array.from({ length: levels + 1 }, () => new Float32Array(2 * rows));
  const left = Array.from({ length: levels + 1 }, () => new Float32Array(rows));
  for (let depth = 0; depth <= levels; depth++) {
    for (let start = 0; start < rows; start += STRIP) {
      const count = Math.min(STRIP, rows - start);
      const made = await items.rebuilt(depth, start, count);
      rebuilt[depth]!.set(projected(made, dim, rowNumbers(count), plane, 2), 2 * start);
      for (let i = 0; i < count; i++) left[depth]![start + i] = known?.[start + i] === 0 ? NaN : distance(data, (start + i) * dim, made, i * dim, dim);
      await breathe();
    }
  }
  return { ...placed(items, plane), levels, rebuilt, left };
}

/** Axes of rows that runs and maps share: worked out once. */
const planes = new WeakMap<Vectors, Plane>();

export function planeOfVectors(all: Vectors): Plane {
  const plane = planes.get(all) ?? planeOf({ rows: all.rows, dim: all.dim, data: all.data, known: null });
  planes.set(all, plane);
  return plane;
}

/** The two principal axes of the rows that have vectors; the columns themselves where there are two at most. */
export function planeOf({ data, rows, dim, known }: Points): Plane {
  const used = known ? Array.from(known.keys()).filter((row) => known[row] === 1) : null;
  const points = used ? rowsOf(data, dim, used) : data;
  const { mean, components, explainedVariance, totalVariance } = axesOfRows(points, used?.length ?? rows, dim, 2);
  const share = (axis: number) => (totalVariance > 0 ? explainedVariance[axis]! / totalVariance : 0);
  if (dim > 2) return { mean, components, axisShares: [share(0), share(1)], plain: false };
  const columns = new Float64Array(2 * dim);
  for (let d = 0; d < dim; d++) columns[d * dim + d] = 1;
  return { mean, components: columns, axisShares: columnShares(points, dim, mean), plain: true };
}

function placed({ data, rows, dim, known }: Points, plane: Plane): ItemPlaces {
  const places = projected(data, dim, rowNumbers(rows), plane, 2);
  known?.forEach((has, row) => has === 0 && places.fill(NaN, 2 * row, 2 * row + 2));
  return { rows, places, axisShares: plane.axisShares, plain: plane.plain };
}

function columnShares(data: Float32Array, dim: number, mean: Float64Array): [number, number] {
  const squares = [0, 0];
  data.forEach((value, i) => (squares[i % dim]! += (value - mean[i % dim]!) ** 2));
  const total = squares[0]! + squares[1]!;
  return total > 0 ? [squares[0]! / total, squares[1]! / total] : [0, 0];
}

/** Euclidean, between a row of each, in float64. */
export function distance(a: ArrayLike<number>, fromA: number, b: ArrayLike<number>, fromB: number, dim: number): number {
  let sum = 0;
  for (let d = 0; d < dim; d++) sum += (a[fromA + d]! - b[fromB + d]!) ** 2;
  return Math.sqrt(sum);
}
