/** The steps of predictors in kept memory against their plain forms: losses, weights and moments after some steps, for every option; and which options take the plain form. */
import { describe, expect, it } from 'vitest';
import { predictorKind } from '../../catalog';
import { closeCpuRoad, cpuRoad } from '../../cpu/road';
import type { Table } from '../../data/column';
import { Random } from '../../math/random';
import { defaultParams } from '../../params';
import type { Params } from '../../records/params';
import type { PredictorKind } from '../../records/predict';
import { disposeLosses, readLosses } from '../../runs/losses';
import { describeBackends } from '../../testing/backends';
import { smallTable } from '../../testing/fitting';
import { expectClose } from '../../testing/tolerance';
import { prepareTable } from './training/preparedTable';

const small: Params = { batchSize: 37, epochs: 4, width: 12, fieldDim: 3, learningRate: 0.01, weightDecay: 0.1 };
const rqReg: Params = { ...small, width: 8, numCodes: [6] };
const huber: Params = { ...rqReg, regressionLoss: 'huber', huberDelta: 0.3, lambdaRepresentation: 2 };
const kept: readonly (readonly [PredictorKind, string, Params])[] = [
  ['mlp', 'Huber', small],
  ['mlp', 'squared', { ...small, loss: 'mse' }],
  ['mlp', 'absolute, of the logarithm', { ...small, loss: 'l1', target: 'log1p' }],
  ['ziln', 'the defaults', small],
  ['ordinal', 'softmax', { ...small, buckets: 7 }],
  ['rq-reg', 'the defaults', rqReg],
  ['rq-reg', 'Huber, true codes, no stop-gradient', { ...huber, scheduledSampling: false, stopGradient: false }],
  ['rq-reg', 'drawn row by row, masked by level', { ...huber, scheduledSampling: true, perSample: true, samplingPivot: 0, maskLevels: true }],
  ['rq-reg', 'even zeros in the order, no error head', { ...huber, balanceZeros: true, errorHead: false }],
  ['rq-reg', 'the codes alone', { ...rqReg, lambdaRegression: 0, lambdaRepresentation: 0 }],
  ['rq-reg', 'the value alone', { ...rqReg, lambdaGeneration: 0, lambdaRepresentation: 0, numLevels: 1 }],
];
const plain: readonly (readonly [PredictorKind, string, Params])[] = [
  ['ordinal', 'thresholds', { ...small, form: 'cumulative', buckets: 7 }],
  ['rq-reg', 'a width that is no multiple of four', { ...rqReg, width: 6 }],
];

describeBackends('predictors, their steps in kept memory', (backend) => {
  if (backend !== 'wasm') return it('are for the processor', () => expect(cpuRoad()).toBeNull());
  describe.each(kept)('%s: %s', (kind, _, params) => {
    it('leave what the plain form leaves', async () => {
      const [here, there] = [await train(kind, params, 12), await train(kind, params, 12, true)];
      here.losses.forEach((losses, step) => {
        const other = there.losses[step]!;
        expect(new Set(Object.keys(losses))).toEqual(new Set(Object.keys(other)));
        for (const [name, value] of Object.entries(losses)) expectClose([value], Float64Array.of(other[name]!), { rtol: 2e-4, atol: 1e-5 }, `${name}, step ${step}`);
      });
      expect(Object.keys(here.state)).toEqual(Object.keys(there.state));
      for (const [name, values] of Object.entries(here.state)) expectClose(values, Float64Array.from(there.state[name]!), { rtol: 2e-3, atol: name.startsWith('weight') ? 5e-4 : 1e-5 }, name);
      expect(here.moved).toBe(true);
    });
  });
  it.each(plain)('%s: %s takes the plain form', async (kind, _, params) => {
    const [here, there] = [await train(kind, params, 4), await train(kind, params, 4, true)];
    expect(here.losses).toEqual(there.losses);
    expect(here.state).toEqual(there.state);
  });
  it('keep nothing after they are given up', async () => {
    await train('rq-reg', rqReg, 2);
    const { used } = cpuRoad()!.memory;
    for (let i = 0; i < 3; i++) await train('rq-reg', rqReg, 2);
    expect(cpuRoad()!.memory.used).toBe(used);
  });
});

async function train(kind: PredictorKind, params: Params, steps: number, closed = false) {
  closeCpuRoad(closed);
  try {
    const declared = predictorKind(kind);
    const { train, validation, encoder } = prepareTable(oddTable());
    const predictor = await declared.create({ shape: encoder.shape, train, validation }, { ...defaultParams(declared.params), ...params }, new Random(5));
    const before = await predictor.state();
    const losses: Record<string, number>[] = [];
    for (let step = 0; step < steps; step++) {
      const result = await predictor.trainStep();
      losses.push(await readLosses(result));
      disposeLosses(result);
    }
    const state = await predictor.state();
    predictor.dispose();
    return { losses, state, moved: state['weight.0']!.some((value, i) => value !== before['weight.0']![i]) };
  } finally {
    closeCpuRoad(false);
  }
}

/** The small table with missing numbers, a list, zeros among the targets, and none below zero. */
function oddTable(): Table {
  const table = smallTable();
  const values = table.target.values.map((value, row) => (row % 4 === 0 ? 0 : Math.abs(value)));
  const [a, b] = table.features;
  const random = new Random(9);
  const lengths = Array.from({ length: table.rows }, () => random.integer(4));
  const offsets = new Uint32Array(table.rows + 1);
  lengths.forEach((length, row) => (offsets[row + 1] = offsets[row]! + length));
  const list = { name: 'c', type: 'list' as const, offsets, codes: Int32Array.from({ length: offsets[table.rows]! }, () => random.integer(5)), labels: ['p', 'q', 'r', 's', 't'] };
  const numbers = a as Extract<typeof a, { type: 'number' }>;
  return { ...table, target: { ...table.target, values }, features: [{ ...numbers!, values: numbers!.values.map((value, row) => (row % 7 === 0 ? NaN : value)) }, b!, list] } as Table;
}
