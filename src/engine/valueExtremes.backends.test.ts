/** Targets and features of any size: every predictor does as well as on plain ones, and no score reads as zero for want of float32's range. */
import { expect, it } from 'vitest';
import { predictorKind, predictors } from './catalog';
import type { NumberColumn, Table } from './data/column';
import type { Params } from './records/params';
import type { PredictorKind } from './records/predict';
import { describeBackends } from './testing/backends';
import { fitSmall, fitSpec, smallTable } from './testing/fitting';

const KINDS = predictors.map(({ kind }) => kind);
const paramsOf = (kind: PredictorKind): Params => ({ ...predictorKind(kind).small, ...(kind === 'mlp' && { loss: 'huber', target: 'raw' }) });

/** The small table with positive targets times one factor and its number times another. */
function scaledTable(target: number, feature: number): Table {
  const table = smallTable();
  const times = (column: NumberColumn, factor: number, of: (value: number) => number): NumberColumn => ({ ...column, values: column.values.map((value) => Math.fround(factor * of(value))) });
  return { ...table, target: times(table.target, target, Math.abs), features: [times(table.features[0] as NumberColumn, feature, (value) => value), table.features[1]!] };
}

describeBackends('extremes of a fit', (backend) => {
  const sizes = [[1e-30, 1], [1, 1e30], [1, 1e-30], [1e30, 1], [2 ** 90, 2 ** -90]] as const;

  it.each(KINDS)('%s: targets and features of 1e30 and 1e-30 are predicted as well as those of 1', async (kind) => {
    const score = async (target: number, feature: number) => {
      const { result, problem } = await fitSmall(fitSpec(kind, paramsOf(kind)), scaledTable(target, feature));
      expect(problem).toBeNull();
      const { mae, rmse } = result!.scores;
      return { mae: mae! / target, rmse: rmse! / target };
    };
    const plain = await score(1, 1);
    expect(plain.mae).toBeGreaterThan(0);
    for (const [target, feature] of backend === 'webgpu' ? sizes.slice(-2) : sizes) {
      const { mae, rmse } = await score(target, feature);
      expect(Math.abs(mae / plain.mae - 1), `target ${target}, feature ${feature}`).toBeLessThan(0.25);
      expect(Math.abs(rmse / plain.rmse - 1), `target ${target}, feature ${feature}`).toBeLessThan(0.25);
    }
  });
});
