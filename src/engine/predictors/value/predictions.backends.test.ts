/** Predictions of any number of rows, and how a logarithm comes back: each row as it is predicted alone, times the smearing factor. */
import { expect, it } from 'vitest';
import { predictorKind, predictors } from '../../catalog';
import { Random } from '../../math/random';
import { mean } from '../../math/statistics';
import { defaultParams } from '../../params';
import type { Params } from '../../records/params';
import type { PredictorKind } from '../../records/predict';
import { disposeLosses } from '../../runs/losses';
import { describeBackends } from '../../testing/backends';
import { expectClose } from '../../testing/tolerance';
import type { FitData, Predictor, TargetRows } from './predictor';
import type { FeatureRows } from '../../records/features';

/** Rows that networks pass at once, as the predictors have it. */
const CHUNK = 4096;
const SMALL: Params = { epochs: 2, batchSize: 64, width: 4, fieldDim: 2, learningRate: 0.02 };
const own: Partial<Record<PredictorKind, Params>> = { 'rq-reg': { numLevels: 2, numCodes: [4] }, ordinal: { buckets: 6 }, constant: {}, ridge: {} };

describeBackends('predictions', (backend) => {
  for (const { kind } of predictors) {
    it(`${kind}: every row gets its own, in whatever company and beyond one chunk`, async () => {
      const predictor = await trained(kind, {});
      const sizes = backend === 'webgpu' ? [1, CHUNK + 1] : [1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK + 7];
      const all = table(2 * CHUNK + 7, 5).features;
      const whole = await predictor.predict(all);
      for (const rows of sizes) {
        const { values, partials } = await predictor.predict(part(all, 0, rows));
        expect(values.length, `${rows} rows`).toBe(rows);
        expectClose(values, whole.values.slice(0, rows), { rtol: 1e-5, atol: 1e-5 }, `${rows} rows`);
        const stages = predictor.stages.length;
        if (stages > 0) expectClose(partials!, whole.partials!.slice(0, rows * stages), { rtol: 1e-5, atol: 1e-5 }, `partial sums of ${rows} rows`);
      }
      const last = await predictor.predict(part(all, all.rows - 3, all.rows));
      expectClose(last.values, whole.values.slice(-3), { rtol: 1e-5, atol: 1e-5 }, 'the last rows');
      predictor.dispose();
    });
  }

  it('rq-reg: what is decoded beyond one chunk agrees with the predictions', async () => {
    const predictor = await trained('rq-reg', {});
    const rows = table(backend === 'webgpu' ? CHUNK + 1 : CHUNK + 900, 6);
    const { values } = await predictor.predict(rows.features);
    const { decoding } = await predictor.decode!(rows, false);
    const learned = decoding.byLevel.find(({ way }) => way === 'learned')!;
    expectClose(learned.mae.at(-1)!, mean(rows.targets.map((target, row) => Math.abs(target - values[row]!))), { rtol: 1e-4, atol: 1e-4 });
    predictor.dispose();
  });

  it('an epoch of a size that divides the rows has all its batches', async () => {
    const predictor = await trained('mlp', { batchSize: 50 }, 0, 300);
    const ended: boolean[] = [];
    for (let done = false; !done; ) {
      const step = await predictor.trainStep();
      disposeLosses(step);
      expect(step.items).toBe(50);
      ended.push(step.epochEnded);
      done = step.done;
    }
    expect([predictor.plannedSteps, ended.length]).toEqual([12, 12]);
    expect(ended.map((end, step) => (end ? step + 1 : 0)).filter(Boolean)).toEqual([6, 12]);
    predictor.dispose();
  });
});

describeBackends('the log target', () => {
  it('comes back by exp, times the mean of exp(residual) over the training rows', async () => {
    const { data, unit } = logTable();
    for (const loss of ['mse', 'huber', 'l1'] as const) {
      const predictor = await trained('mlp', { loss, target: 'log1p', epochs: 1 }, 1, data);
      const { values } = await predictor.predict(data.train.features);
      // Without the factor s the values are v = unit (exp(f) - 1); with it unit (s exp(f) - 1), so that the mean of (1 + y / unit) / (s exp(f)) is one.
      const ratios = Array.from(values, (value, row) => (1 + data.train.targets[row]! / unit) / (1 + value / unit));
      const seen = mean(Float64Array.from(ratios));
      const note = predictor.notes().find((line) => line.includes('smearing'));
      if (loss === 'l1') {
        expect(note).toBeUndefined();
        expect(Math.abs(seen - 1)).toBeGreaterThan(0.1);
      } else {
        expectClose(seen, 1, { rtol: 1e-4, atol: 0 }, loss);
        const factor = Number(/by ([\d.e+-]+),/.exec(note!)![1]);
        expect(Math.abs(factor - 1)).toBeGreaterThan(0.1);
      }
      predictor.dispose();
    }
  });

  it('takes its factor anew when the weights move', async () => {
    const { data, unit } = logTable();
    const predictor = await trained('mlp', { loss: 'mse', target: 'log1p' }, 1, data);
    for (let i = 0; i < 3; i++) {
      const { values } = await predictor.predict(data.train.features);
      expectClose(mean(Float64Array.from(values, (value, row) => (1 + data.train.targets[row]! / unit) / (1 + value / unit))), 1, { rtol: 1e-4, atol: 0 }, `step ${i}`);
      disposeLosses(await predictor.trainStep());
    }
    predictor.dispose();
  });
});

/** After one epoch, or `steps` of them. */
async function trained(kind: PredictorKind, params: Params, steps = 3, given: number | FitData = 300): Promise<Predictor> {
  const entry = predictorKind(kind);
  const data = typeof given === 'number' ? fitData(given) : given;
  const predictor = await entry.create(data, { ...defaultParams(entry.params), ...(own[kind] && Object.keys(own[kind]).length === 0 ? {} : SMALL), ...own[kind], ...params }, new Random(4));
  for (let i = 0; i < steps && (i === 0 || predictor.plannedSteps > i); i++) disposeLosses(await predictor.trainStep());
  return predictor;
}

function fitData(rows: number): FitData {
  return { shape: { numbers: ['a', 'b'], categories: [{ name: 'c', levels: 3 }], lists: [{ name: 'l', levels: 4 }] }, train: table(rows, 1), validation: table(60, 2) };
}

/** Two numbers, a label and a list of labels a row; the target is a sum of what they are worth. */
function table(rows: number, seed: number): TargetRows {
  const random = new Random(seed);
  const numbers = Float32Array.from({ length: rows * 2 }, () => random.normal());
  const categories = Int32Array.from({ length: rows }, () => random.integer(4));
  const lengths = Array.from({ length: rows }, () => random.integer(3));
  const offsets = Uint32Array.from([0, ...lengths.map(((sum) => (length: number) => (sum += length))(0))]);
  const values = Int32Array.from({ length: offsets.at(-1)! }, () => 1 + random.integer(4));
  const targets = Float64Array.from({ length: rows }, (_, row) => 5 + numbers[2 * row]! + categories[row]! + 0.2 * random.normal());
  return { features: { rows, numbers, missing: new Uint8Array(rows * 2), categories, lists: [{ offsets, values }] }, targets: targets.map((target) => Math.max(0, target)) };
}

/** Rows `from` up to `to`. */
function part({ numbers, missing, categories, lists }: FeatureRows, from: number, to: number): FeatureRows {
  return {
    rows: to - from,
    numbers: numbers.slice(2 * from, 2 * to),
    missing: missing.slice(2 * from, 2 * to),
    categories: categories.slice(from, to),
    lists: lists.map(({ offsets, values }) => ({ offsets: offsets.slice(from, to + 1).map((at) => at - offsets[from]!), values: values.slice(offsets[from]!, offsets[to]!) })),
  };
}

/** A long tail, so that the factor is far from one; the unit is the median of the targets, as they are all above zero. */
function logTable(): { data: FitData; unit: number } {
  const base = fitData(301);
  const random = new Random(9);
  const targets = base.train.targets.map((target) => Math.exp(target / 2 + 1.2 * random.normal()));
  return { data: { ...base, train: { features: base.train.features, targets } }, unit: targets.toSorted()[150]! };
}
