/** Linear regression: the law where there is one, the normal equations solved another way, and the penalty the validation part asks for. */
import { describe, expect, it } from 'vitest';
import type { Column } from '../../../data/column';
import { fitFeatures } from '../../../data/features';
import { Random } from '../../../math/random';
import { expectClose } from '../../../testing/tolerance';
import type { FitData, TargetRows } from '../predictor';
import { createRidge } from './ridge';
import { ridgeDesign } from './design';

const ROWS = 400;
const random = new Random(4);
const draw = (value: () => number) => Float64Array.from({ length: ROWS }, value);
const [a, b] = [draw(() => 100 + 20 * random.normal()), draw(() => (random.uniform() < 0.2 ? NaN : random.normal()))];
const c = Int32Array.from({ length: ROWS }, () => random.integer(4) - 1);
const offsets = Uint32Array.from({ length: ROWS + 1 }, (_, row) => 2 * row);
const listed = Int32Array.from({ length: 2 * ROWS }, () => random.integer(3));
const columns: readonly Column[] = [
  { name: 'a', type: 'number', values: a },
  { name: 'b', type: 'number', values: b },
  { name: 'c', type: 'category', codes: c, labels: ['x', 'y', 'z'] },
  { name: 'l', type: 'list', offsets, codes: listed, labels: ['u', 'v', 'w'] },
];
/** Linear in what the design holds: numbers, a missing number, labels, and how often a list has one. */
const law = draw(() => 0).map((_, row) => 7 + 0.3 * a[row]! + (Number.isNaN(b[row]!) ? 4 : -2 * b[row]!) + [1, 5, -3, 2][c[row]! + 1]! + 6 * [0, 1].filter((k) => listed[2 * row + k] === 1).length);
const parts = { train: [0, 250], validation: [250, 320], test: [320, ROWS] } as const;

describe('ridge regression', () => {
  it('finds y = x w + b exactly where that is the law, rows never seen too', async () => {
    const { data, test } = split(law);
    const ridge = await createRidge(data, { chooseLambda: false, lambda: 0, selectBy: 'rmse' }, new Random(1));
    const step = await ridge.trainStep();
    expect([step.done, step.epochEnded, ridge.plannedEpochs]).toEqual([true, true, 0]);
    expectClose((await ridge.predict(test.features)).values, test.targets, { rtol: 1e-5, atol: 1e-4 });
  });

  it('solves the normal equations as elimination does, with the constant free of the penalty', async () => {
    const { data, test } = split(law.map((value) => value + 3 * random.normal()));
    const lambda = 0.05;
    const ridge = await createRidge(data, { chooseLambda: false, lambda, selectBy: 'rmse' }, new Random(1));
    await ridge.trainStep();
    const wanted = eliminated(data, lambda);
    expectClose((await ridge.weights()).weights!, wanted, { rtol: 1e-5, atol: 1e-5 });
    const other = await createRidge(data, { chooseLambda: false, lambda, selectBy: 'rmse' }, new Random(1));
    other.setWeights(await ridge.weights());
    expectClose((await other.predict(test.features)).values, (await ridge.predict(test.features)).values, { rtol: 1e-5, atol: 1e-5 });
  });

  it('chooses a larger penalty where the target is noise than where it is a law', async () => {
    const chosen = async (targets: Float64Array) => {
      const ridge = await createRidge(split(targets).data, { chooseLambda: true, lambda: 0, selectBy: 'rmse' }, new Random(1));
      await ridge.trainStep();
      return Number(/penalty (\S+) did best/.exec(ridge.notes().join())![1]);
    };
    expect(await chosen(draw(() => random.normal()))).toBeGreaterThan(await chosen(law));
  });

  it('says that it is too large where it would take minutes', () => {
    const { data } = split(law);
    expect(() => ridgeDesign({ ...data, shape: { ...data.shape, numbers: Array.from({ length: 2000 }, (_, i) => `n${i}`) } })).toThrow('2,000 numeric features');
  });
});

function split(targets: Float64Array): { data: FitData; test: TargetRows } {
  const rows = ([from, to]: readonly [number, number]) => Uint32Array.from({ length: to - from }, (_, i) => from + i);
  const encoder = fitFeatures(columns, rows(parts.train));
  const part = (range: readonly [number, number]): TargetRows => ({ features: encoder.encode(columns, rows(range)), targets: targets.slice(...range) });
  return { data: { shape: encoder.shape, train: part(parts.train), validation: part(parts.validation) }, test: part(parts.test) };
}

/** (X^T X / n + lambda D) w = X^T y / n with a column of ones, D without it; by Gauss and Jordan with pivots. */
function eliminated(data: FitData, lambda: number): Float64Array {
  const design = ridgeDesign(data);
  const d = design.columns + 1;
  const { features, targets } = data.train;
  const table = Array.from({ length: d }, (_, i) => Float64Array.from({ length: d + 1 }, (_, j) => (i === j && i < design.columns ? lambda : 0)));
  for (let row = 0; row < features.rows; row++) {
    const x = new Float64Array(d);
    x[d - 1] = 1;
    design.eachEntry(features, row, (column, value) => (x[column]! += value));
    for (let i = 0; i < d; i++) for (let j = 0; j <= d; j++) table[i]![j]! += (x[i]! * (j < d ? x[j]! : targets[row]!)) / features.rows;
  }
  for (let i = 0; i < d; i++) {
    const pivot = table.slice(i).reduce((best, row) => (Math.abs(row[i]!) > Math.abs(best[i]!) ? row : best));
    table.splice(i, 0, ...table.splice(table.indexOf(pivot), 1));
    for (const row of table) {
      if (row === pivot) continue;
      const factor = row[i]! / pivot[i]!;
      for (let j = i; j <= d; j++) row[j]! -= factor * pivot[j]!;
    }
  }
  return Float64Array.from(table, (row, i) => row[d]! / row[i]!);
}
