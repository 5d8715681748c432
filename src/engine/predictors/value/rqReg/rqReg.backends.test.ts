/** RQ-Reg as a predictor: it learns, repeats, gives its weights back, and what it shows of its decoding agrees with what it predicts. */
import { expect, it } from 'vitest';
import { Random } from '../../../math/random';
import { meanAbsoluteError } from '../../../math/regression';
import { mean, quantiles } from '../../../math/statistics';
import { checkParams, defaultParams } from '../../../params';
import type { Params } from '../../../records/params';
import { disposeLosses, readLosses } from '../../../runs/losses';
import { describeBackends } from '../../../testing/backends';
import given from '../../../testing/fixtures/rq-reg-step.json';
import { expectClose } from '../../../testing/tolerance';
import { watched } from '../../../testing/watched';
import type { FitData, Predictor, TargetRows } from '../predictor';
import type { FeatureRows } from '../../../records/features';
import { createRqReg } from './rqReg';
import { rqRegParams, rqRegPresets, rqRegSettings, samplingRate } from './params';

const reference = watched(given, ['scheduled_sampling']);
const SMALL: Params = { numLevels: 3, numCodes: [6, 4, 4], width: 8, fieldDim: 4, epochs: 4, batchSize: 32, learningRate: 5e-3 };
const near = { rtol: 1e-4, atol: 1e-4 };

describeBackends('RQ-Reg', (backend) => {
  it('repeats bit for bit, and goes back to weights that were kept', async () => {
    const data = gammaData(96, 1);
    const [first, second] = [await predictor(data), await predictor(data)];
    const losses = [await steps(first, 4), await steps(second, 4)];
    expect(losses[1]).toEqual(losses[0]);
    const features = data.validation.features;
    const before = await first.predict(features);
    expect((await second.predict(features)).values).toEqual(before.values);
    const kept = await first.weights();
    await steps(first, 2);
    expect((await first.predict(features)).values).not.toEqual(before.values);
    first.setWeights(kept);
    expect(await first.predict(features)).toEqual(before);
    first.dispose();
    second.dispose();
  });

  it('decodes what it predicts: sums, errors by level and probabilities agree with each other and with the codes', async () => {
    const data = gammaData(96, 2);
    const trained = await predictor(data);
    await steps(trained, 3);
    const rows = data.validation;
    const n = rows.targets.length;
    const { values, partials } = await trained.predict(rows.features);
    const { decoding, alignment, quantization } = await trained.decode!(rows, true);
    expect(trained.stages).toEqual(['level 1', 'level 2', 'level 3', 'error head']);
    expect(decoding.numCodes).toEqual([6, 4, 4]);
    const column = (array: ArrayLike<number>, width: number, at: number) => Float64Array.from({ length: n }, (_, row) => array[row * width + at]!);
    expect(Array.from(decoding.targets)).toEqual(Array.from(decoding.targets).sort((a, b) => a - b));
    expectClose(decoding.free.learned, Array.from(decoding.rows).flatMap((row) => Array.from(partials!.subarray(row * 4, row * 4 + 4))), near, 'learned');
    expectClose(column(decoding.free.learned, 4, 3), Array.from(decoding.rows, (row) => values[row]!), near, 'prediction');
    for (const { probabilities, expected, greedy, tokens } of [decoding.free, decoding.forced]) {
      let sums = new Float64Array(n);
      let picked = new Float64Array(n);
      probabilities.forEach((table, level) => {
        const V = decoding.tokenValues.length;
        sums = sums.map((sum, row) => decoding.tokenValues.reduce((total, value, token) => total + table[row * V + token]! * value, sum));
        picked = picked.map((sum, row) => sum + decoding.tokenValues[tokens[row * 3 + level]!]!);
        const best = Array.from({ length: n }, (_, row) => Math.max(...table.subarray(row * V, (row + 1) * V)));
        expect(best.every((most, row) => table[row * V + tokens[row * 3 + level]!] === most)).toBe(true);
        expectClose(column(expected, 3, level), sums, near, 'expected');
        expectClose(column(greedy, 3, level), picked, near, 'greedy');
      });
    }
    // The first level reads BEGIN either way.
    expect(decoding.forced.probabilities[0]).toEqual(decoding.free.probabilities[0]);
    expect(decoding.forced.probabilities[1]).not.toEqual(decoding.free.probabilities[1]);
    const [learned, , , oracle] = decoding.byLevel;
    expectClose(learned!.mae[3]!, meanAbsoluteError(rows.targets, values), near);
    expectClose(oracle!.mae[2]!, decoding.errorHead.without, near);
    expect(decoding.byLevel.map(({ mae, xauc }) => [mae.length, xauc.length])).toEqual([[4, 4], [3, 3], [3, 3], [3, 3]]);
    for (let level = 0; level < 3; level++) expectClose(column(decoding.trueSums, 3, level).reduce((sum, value, i) => sum + Math.abs(value - decoding.targets[i]!), 0) / n, oracle!.mae[level]!, near);
    expect(quantization.errors.length).toBe(4);
    expect([alignment.points.length, alignment.targets.length, alignment.tables.length]).toEqual([2 * n, n, 3]);
    expect(alignment.axisShares[0]).toBeGreaterThanOrEqual(alignment.axisShares[1]);
    for (const number of [alignment.distanceCorrelation, alignment.axisCorrelation, ...alignment.tables.flatMap((table) => [table.distanceCorrelation, table.axisCorrelation])]) expect(Math.abs(number)).toBeLessThanOrEqual(1);
    // The border takes the buffers of a record away; the next one stands on its own.
    structuredClone(quantization, { transfer: [quantization.centroids[0]!.buffer] });
    expect((await trained.decode!(rows, false)).quantization.centroids[0]!.length).toBe(6);
    trained.dispose();
  });

  it('takes every switch: a step of each is finite and tells the losses that are on', async () => {
    const data = gammaData(40, 3);
    const switches: Params[] = [
      { lambdaGeneration: 0 }, { lambdaRegression: 0 }, { lambdaRepresentation: 0 }, { errorHead: false }, { scheduledSampling: false }, { perSample: true },
      { stopGradient: false }, { maskLevels: true, thresholds: 'released', zerosInFit: true }, { head: 'expected', medianFirst: true, balanceZeros: true }, { regressionLoss: 'l1', clipQuantile: 1 },
    ];
    for (const change of switches) {
      const one = await predictor(data, { ...change, numLevels: 2, numCodes: [4] });
      const [losses] = await steps(one, 1);
      const { values, partials } = await one.predict(data.validation.features);
      const seen = [...Object.values(losses!), ...values, ...partials!];
      expect(seen.every(Number.isFinite), JSON.stringify(change)).toBe(true);
      const off = { generation: 'lambdaGeneration', regression: 'lambdaRegression', representation: 'lambdaRepresentation' };
      for (const [loss, weight] of Object.entries(off)) expect(loss in losses!, loss).toBe(change[weight] !== 0);
      const stages = change.errorHead === false || change.head === 'expected' || change.lambdaRegression === 0 ? 2 : 3;
      expect([one.stages.length, partials!.length]).toEqual([stages, stages * data.validation.targets.length]);
      one.dispose();
    }
  });

  it('survives targets with little to tell: all zero, all equal, one row', async () => {
    for (const targets of [[0, 0, 0, 0], [3, 3, 3, 3], [5]]) {
      const rows = rowsOf(targets.map((_, i) => [i, 1]), targets);
      const one = await predictor({ shape: { numbers: ['a', 'b'], categories: [], lists: [] }, train: rows, validation: rows });
      await steps(one, 2);
      const { decoding } = await one.decode!(rows, true);
      expect(decoding.byLevel[3]!.mae.at(-1)).toBeCloseTo(0, 6);
      expect((await one.predict(rows.features)).values.every(Number.isFinite)).toBe(true);
      one.dispose();
    }
  });

  // Hundreds of steps take the software adapter too long; its gradients are those of the reference.
  if (backend !== 'wasm') return;

  it('shows rows spread over the order of a large part, at its own numbers', async () => {
    const data = gammaData(4404, 8);
    const one = await predictor(data);
    await steps(one, 2);
    const { targets, features } = data.validation;
    const { partials } = await one.predict(features);
    const { decoding, alignment } = await one.decode!(data.validation, false);
    expect([targets.length, decoding.rows.length, alignment.targets.length]).toEqual([1101, 256, 1000]);
    expect(Array.from(decoding.targets)).toEqual(Array.from(decoding.rows, (row) => Math.fround(targets[row]!)));
    expect([decoding.targets[0], decoding.targets[255]]).toEqual([0, 6]);
    expectClose(decoding.free.learned, Array.from(decoding.rows).flatMap((row) => Array.from(partials!.subarray(row * 4, row * 4 + 4))), near);
    one.dispose();
  });

  it('learns 64 rows by heart', async () => {
    const { targets } = gammaData(64, 4).train;
    const named: FeatureRows = { rows: 64, numbers: new Float32Array(0), missing: new Uint8Array(0), categories: Int32Array.from({ length: 64 }, (_, row) => row + 1), lists: [] };
    const train = { features: named, targets };
    const shape = { numbers: [], categories: [{ name: 'row', levels: 64 }], lists: [] };
    const one = await predictor({ shape, train, validation: train }, { width: 16, fieldDim: 16, numLevels: 2, numCodes: [16], epochs: 100, batchSize: 64, learningRate: 2e-2, weightDecay: 0, regressionLoss: 'huber', lambdaGeneration: 1, samplingPivot: 0.2 });
    await steps(one, one.plannedSteps);
    const average = mean(targets);
    const deviation = Math.sqrt(mean(targets.map((y) => (y - average) ** 2)));
    expect(meanAbsoluteError(targets, (await one.predict(named)).values)).toBeLessThan(0.05 * deviation);
    one.dispose();
  });

  it('comes near the law of a bounded gamma, and far below the constant', async () => {
    const data = gammaData(3000, 5);
    const one = await predictor(data, { width: 16, numLevels: 2, numCodes: [12], epochs: 3, batchSize: 64, huberDelta: 1, samplingPivot: -10 });
    await steps(one, one.plannedSteps);
    const { targets, features } = data.validation;
    const best = meanAbsoluteError(targets, data.medians);
    const constant = meanAbsoluteError(targets, new Float64Array(targets.length).fill(quantiles(data.train.targets, [0.5])[0]!));
    const seen = meanAbsoluteError(targets, (await one.predict(features)).values);
    expect(seen).toBeLessThan(1.05 * best);
    expect(seen).toBeLessThan(0.9 * constant);
    one.dispose();
  });
});

it('reads its own guesses as often as the reference says', () => {
  const { epochs, epoch, own_input_probability: wanted, tau, pivot } = reference.scheduled_sampling;
  const { sampling } = rqRegSettings({ ...defaultParams(rqRegParams), samplingPivot: pivot });
  expect(sampling!.slope).toBe(tau);
  expectClose(epoch.data.map((at) => samplingRate(sampling, at, epochs)), wanted, { rtol: 1e-8, atol: 1e-8 });
  expect(samplingRate(rqRegSettings({ ...defaultParams(rqRegParams), scheduledSampling: false }).sampling, 40, epochs)).toBe(0);
});

it('has presets its own declarations take, and refuses to learn nothing', async () => {
  for (const { params } of rqRegPresets) expect(checkParams(rqRegParams, { ...defaultParams(rqRegParams), ...params })).toEqual([]);
  await expect(predictor(gammaData(10, 6), { lambdaGeneration: 0, lambdaRegression: 0, lambdaRepresentation: 0 })).rejects.toThrow('nothing to learn');
});

function predictor(data: FitData, change: Params = {}): Promise<Predictor> {
  return createRqReg(data, { ...defaultParams(rqRegParams), ...SMALL, ...change }, new Random(7));
}

async function steps(predictor: Predictor, count: number): Promise<Record<string, number>[]> {
  const losses: Record<string, number>[] = [];
  for (let i = 0; i < count; i++) {
    const step = await predictor.trainStep();
    losses.push(await readLosses(step));
    disposeLosses(step);
  }
  return losses;
}

/** y = min(6, scale(a, b) * a sum of two exponentials), a tenth of them 0; the medians of the law of the validation rows. */
function gammaData(n: number, seed: number): FitData & { readonly medians: Float64Array } {
  const random = new Random(seed);
  const MEDIAN = 1.51; // of min(6, gamma(2)) with a tenth of zeros, at scale 1: where 0.1 + 0.9 F = 0.5
  const part = (count: number) => {
    const inputs = Array.from({ length: count }, () => [2 * random.uniform() - 1, 2 * random.uniform() - 1]);
    const scales = inputs.map(([a, b]) => Math.exp(0.9 * a! - 0.5 * b!));
    const targets = scales.map((scale) => {
      const draw = -Math.log((1 - random.uniform()) * (1 - random.uniform()));
      return random.uniform() < 0.1 ? 0 : Math.min(6, scale * draw);
    });
    return { rows: rowsOf(inputs, targets), medians: Float64Array.from(scales, (scale) => Math.min(6, scale * MEDIAN)) };
  };
  const [train, validation] = [part(n), part(Math.max(24, n >> 2))];
  return { shape: { numbers: ['a', 'b'], categories: [], lists: [] }, train: train.rows, validation: validation.rows, medians: validation.medians };
}

function rowsOf(inputs: readonly (readonly number[])[], targets: readonly number[]): TargetRows {
  return {
    features: { rows: inputs.length, numbers: Float32Array.from(inputs.flat()), missing: new Uint8Array(inputs.length * 2), categories: new Int32Array(0), lists: [] },
    targets: Float64Array.from(targets),
  };
}
