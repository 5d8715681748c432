/** Every baseline on rows of a planted law: near the law's own error, the same bits twice, weights out and in again, nothing left behind. */
import { expect, it } from 'vitest';
import type { Column } from '../../data/column';
import { fitFeatures } from '../../data/features';
import { Random } from '../../math/random';
import { meanAbsoluteError, rootMeanSquareError } from '../../math/regression';
import { defaultParams } from '../../params';
import type { Params, ParamSpec } from '../../records/params';
import { describeBackends } from '../../testing/backends';
import { constantParams, createConstant } from './constant/constant';
import { createMlp, mlpParams } from './mlp/mlp';
import { createOrdinal, ordinalParams } from './ordinal/ordinal';
import type { FitData, Predictor, PredictorFactory, TargetRows } from './predictor';
import { createZiln, zilnParams } from './ziln/ziln';

const TRAIN = 2000;
const TEST = 1000;
const UNIT = 250;
const { data, test, lawMeans, lawMedians } = planted();

interface Case {
  readonly name: string;
  readonly create: PredictorFactory;
  readonly specs: readonly ParamSpec[];
  readonly params: Params;
  /** The error it is made for, and how far it may lie above the law's. */
  readonly by: 'mae' | 'rmse';
  readonly atMost: number;
}

const short = { epochs: 6, batchSize: 200, learningRate: 0.02, width: 8, fieldDim: 4 };
const cases: readonly Case[] = [
  { name: 'MLP, squared', create: createMlp, specs: mlpParams, params: { ...short, loss: 'mse' }, by: 'rmse', atMost: 1.05 },
  { name: 'MLP, absolute', create: createMlp, specs: mlpParams, params: { ...short, loss: 'l1' }, by: 'mae', atMost: 1.05 },
  { name: 'MLP, Huber, log', create: createMlp, specs: mlpParams, params: { ...short, target: 'log1p' }, by: 'rmse', atMost: 1.05 },
  { name: 'ZILN', create: createZiln, specs: zilnParams, params: short, by: 'rmse', atMost: 1.05 },
  { name: 'buckets, softmax', create: createOrdinal, specs: ordinalParams, params: { ...short, epochs: 4, buckets: 10 }, by: 'rmse', atMost: 1.05 },
  { name: 'buckets, ordinal', create: createOrdinal, specs: ordinalParams, params: { ...short, buckets: 20, form: 'cumulative' }, by: 'rmse', atMost: 1.05 },
];

describeBackends('baselines', () => {
  for (const { name, create, specs, params, by, atMost } of cases) {
    it(`${name}: near the law's error on rows never seen`, async () => {
      const predictor = await create(data, { ...defaultParams(specs), ...params }, new Random(1));
      await train(predictor);
      const { values } = await predictor.predict(test.features);
      const ratio = by === 'mae' ? meanAbsoluteError(test.targets, values) / meanAbsoluteError(test.targets, lawMedians) : rootMeanSquareError(test.targets, values) / rootMeanSquareError(test.targets, lawMeans);
      expect(ratio).toBeLessThan(atMost);
      expect(ratio).toBeGreaterThan(0.9);

      // Weights go out and into another predictor, which then says the same to the bit.
      const other = await create(data, { ...defaultParams(specs), ...params }, new Random(2));
      other.setWeights(await predictor.weights());
      expect((await other.predict(test.features)).values).toEqual(values);
      predictor.dispose();
      other.dispose();
    });

    it(`${name}: the same seed gives the same bits, another seed others`, async () => {
      const after = async (seed: number) => {
        const predictor = await create(data, { ...defaultParams(specs), ...params }, new Random(seed));
        await train(predictor, 3);
        const weights = await predictor.weights();
        predictor.dispose();
        return weights;
      };
      const first = await after(5);
      expect(await after(5)).toEqual(first);
      expect(await after(6)).not.toEqual(first);
    });
  }

  it('epochs: the smaller batch at the end is left out, unless it is the only one', async () => {
    const predictor = await createMlp(data, { ...defaultParams(mlpParams), width: 4, epochs: 2, batchSize: 600 }, new Random(1));
    expect([predictor.plannedEpochs, predictor.plannedSteps]).toEqual([2, 6]);
    expect(await train(predictor)).toEqual(['', '', 'epoch', '', '', 'epoch done']);
    predictor.dispose();
    const whole = await createMlp(data, { ...defaultParams(mlpParams), width: 4, epochs: 2, batchSize: 60_000 }, new Random(1));
    expect(await train(whole)).toEqual(['epoch', 'epoch done']);
    whole.dispose();
  });

  it('constant: mean or median, in the unit of the target', async () => {
    const sorted = data.train.targets.slice().sort();
    const median = (sorted[TRAIN / 2 - 1]! + sorted[TRAIN / 2]!) / 2;
    const said = async (params: Params) => {
      const predictor = await createConstant(data, { ...defaultParams(constantParams), ...params }, new Random(1));
      return (await predictor.predict(test.features)).values[TEST - 1]!;
    };
    expect(await said({})).toBeCloseTo(median, 3);
    expect(await said({ statistic: 'mean' })).toBeCloseTo(data.train.targets.reduce((sum, y) => sum + y) / TRAIN, 2);
  });

  it('refuses negative targets where they make no sense, in words', async () => {
    const negative = { ...data, train: { ...data.train, targets: data.train.targets.map((y, row) => (row === 7 ? -3.25 : y)) } };
    await expect(createZiln(negative, defaultParams(zilnParams), new Random(1))).rejects.toThrow('1 training row has a negative target, down to -3.25');
    await expect(createMlp(negative, { ...defaultParams(mlpParams), target: 'log1p' }, new Random(1))).rejects.toThrow('needs targets of zero or more');
  });
});

/** Trains to the end, or some steps; what each step ended. */
async function train(predictor: Predictor, steps = Infinity): Promise<string[]> {
  const told: string[] = [];
  for (let done = false; !done && told.length < steps; ) {
    const step = await predictor.trainStep();
    for (const loss of Object.values(step.losses)) if (typeof loss !== 'number') loss.dispose();
    told.push([...(step.epochEnded ? ['epoch'] : []), ...(step.done ? ['done'] : [])].join(' '));
    done = step.done;
  }
  return told;
}

/** s = x + effect of a label; y > 0 with probability sigmoid(2 + 2 s), then lognormal around s / 2: one order of the rows, zeros, a tail. */
function planted(): { data: FitData; test: TargetRows; lawMeans: Float64Array; lawMedians: Float64Array } {
  const random = new Random(11);
  const n = TRAIN + TEST;
  const x = Float64Array.from({ length: n }, () => random.normal());
  const codes = Int32Array.from({ length: n }, () => random.integer(4));
  const score = x.map((value, row) => 0.7 * value + [-1, 0, 0.5, 1][codes[row]!]!);
  const spread = 0.4;
  const chance = score.map((s) => 1 / (1 + Math.exp(-2 - 2 * s)));
  const targets = score.map((s, row) => (random.uniform() < chance[row]! ? UNIT * Math.exp(0.5 * s + spread * random.normal()) : 0));
  const columns: readonly Column[] = [{ name: 'x', type: 'number', values: x }, { name: 'c', type: 'category', codes, labels: ['a', 'b', 'c', 'd'] }];
  const rows = (from: number, to: number) => Uint32Array.from({ length: to - from }, (_, i) => from + i);
  const encoder = fitFeatures(columns, rows(0, TRAIN));
  const part = (from: number, to: number): TargetRows => ({ features: encoder.encode(columns, rows(from, to)), targets: targets.slice(from, to) });
  const lawMeans = score.map((s, row) => chance[row]! * UNIT * Math.exp(0.5 * s + spread ** 2 / 2)).slice(TRAIN);
  // The median lies where the chance of more is one half: at zero, or within the lognormal.
  const lawMedians = score.map((s, row) => (chance[row]! <= 0.5 ? 0 : UNIT * Math.exp(0.5 * s + spread * normalQuantile(1 - 0.5 / chance[row]!)))).slice(TRAIN);
  return { data: { shape: encoder.shape, train: part(0, TRAIN), validation: part(TRAIN, TRAIN + 200) }, test: part(TRAIN, n), lawMeans, lawMedians };
}

/** By adding up the density from far below. */
function normalQuantile(p: number): number {
  let [at, below] = [-6, 0];
  for (const step = 1e-3; below < p && at < 6; at += step) below += (step * Math.exp(-((at + step / 2) ** 2) / 2)) / Math.sqrt(2 * Math.PI);
  return at;
}
