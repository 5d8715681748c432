/** Logistic regression against scikit-learn, its own conditions of a minimum, and planted weights. */
import { describe, expect, it } from 'vitest';
import given from '../testing/fixtures/logistic-regression.json';
import { watched } from '../testing/watched';
import { fitLogistic, predictLogistic, type SparseRows } from './logisticRegression';
import { Random } from './random';

const fixture = watched(given, ['rows', 'models']);
const { sizes, labels } = fixture.rows;
const rows: SparseRows = { rows: labels.data.length, codes: Int32Array.from(fixture.rows.codes.data), sizes, dense: Float64Array.from(fixture.rows.dense.data) };
const withoutDense: SparseRows = { rows: rows.rows, codes: rows.codes, sizes };

describe('logistic regression', () => {
  it.each([['with_dense_c_0.3', rows], ['codes_alone_c_10', withoutDense]] as const)('has the weights and probabilities of scikit-learn: %s', async (name, data) => {
    const { c, intercept, coefficients, probabilities } = fixture.models[name];
    const model = await fitLogistic(data, labels.data, { c });
    expect(model.converged).toBe(true);
    const flat = [...model.weights.flatMap((each) => [...each]), ...model.dense];
    expect(flat.length).toBe(coefficients.data.length);
    flat.forEach((weight, at) => expect(Math.abs(weight - coefficients.data[at]!)).toBeLessThan(1e-5));
    expect(Math.abs(model.intercept - intercept)).toBeLessThan(1e-5);
    const predicted = predictLogistic(model, data);
    probabilities.data.forEach((probability, row) => expect(Math.abs(predicted[row]! - probability)).toBeLessThan(1e-5));
  });

  it('ends where the derivatives are zero: weights are C times the errors of their rows, and errors add up to zero', async () => {
    const c = 2;
    const model = await fitLogistic(rows, labels.data, { c, tolerance: 1e-8 });
    const errors = predictLogistic(model, rows).map((probability, row) => labels.data[row]! - probability);
    expect(Math.abs(errors.reduce((sum, error) => sum + error, 0))).toBeLessThan(1e-7);
    sizes.forEach((size, field) => {
      for (let label = 0; label < size; label++) {
        const sum = errors.reduce((total, error, row) => total + (rows.codes[row * sizes.length + field] === label ? error : 0), 0);
        expect(Math.abs(model.weights[field]![label]! - c * sum)).toBeLessThan(1e-7);
      }
    });
    model.dense.forEach((weight, j) => expect(Math.abs(weight - c * errors.reduce((sum, error, row) => sum + error * rows.dense![row * 3 + j]!, 0))).toBeLessThan(1e-7));
  });

  it('finds planted weights in many rows, in slices, and the same bits again', async () => {
    const random = new Random(3);
    const truth = Float64Array.from({ length: 400 }, () => random.normal());
    const codes = Int32Array.from({ length: 2 * 40_000 }, (_, at) => (at % 2 === 0 ? random.integer(400) : random.integer(24)));
    const many: SparseRows = { rows: 40_000, codes, sizes: [400, 24] };
    const y = Uint8Array.from({ length: 40_000 }, (_, row) => (random.uniform() < 1 / (1 + Math.exp(0.5 - truth[codes[2 * row]!]!)) ? 1 : 0));
    let breaths = 0;
    const model = await fitLogistic(many, y, { breathe: async () => void breaths++ });
    expect([model.converged, model.iterations < 60, breaths >= 3 * model.iterations]).toEqual([true, true, true]);
    const [a, b] = [truth, model.weights[0]!];
    const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const covariance = (x: Float64Array, z: Float64Array) => mean(x.map((value, i) => (value - mean(x)) * (z[i]! - mean(z))));
    expect(covariance(a, b) / Math.sqrt(covariance(a, a) * covariance(b, b))).toBeGreaterThan(0.97);
    for (const weight of model.weights[1]!) expect(Math.abs(weight)).toBeLessThan(0.25);
    expect(await fitLogistic(many, y)).toEqual(model);
  });

  it('gives the positive share for rows without any label, and shrinks to it as C does', async () => {
    const none = await fitLogistic({ rows: 4, codes: new Int32Array(4).fill(-1), sizes: [3] }, [1, 0, 0, 0]);
    expect(none.weights[0]).toEqual(new Float64Array(3));
    expect(predictLogistic(none, { rows: 1, codes: Int32Array.of(2), sizes: [3] })[0]).toBeCloseTo(0.25, 6);
    const small = await fitLogistic(rows, labels.data, { c: 1e-9 });
    for (const weight of small.weights.flatMap((each) => [...each])) expect(Math.abs(weight)).toBeLessThan(1e-6);
    // Told apart without a mistake: the penalty keeps the weights finite.
    const apart = await fitLogistic({ rows: 4, codes: Int32Array.of(0, 0, 1, 1), sizes: [2] }, [0, 0, 1, 1], { c: 1000 });
    expect([apart.converged, apart.weights[0]![1]! > 2]).toEqual([true, true]);
  });

  it('says what is wrong with its rows', async () => {
    const two = { rows: 2, codes: Int32Array.of(0, 1), sizes: [2] };
    await expect(fitLogistic(two, [1, 1])).rejects.toThrow('All 2 labels are alike');
    await expect(fitLogistic(two, [1])).rejects.toThrow('1 labels and 2 rows');
    await expect(fitLogistic(two, [1, 2])).rejects.toThrow('Row 1 has label 2');
    await expect(fitLogistic({ ...two, codes: Int32Array.of(0, 2) }, [0, 1])).rejects.toThrow('Row 1 has code 2 in field 0; -1 to 1 was wanted');
    await expect(fitLogistic({ ...two, dense: Float64Array.of(0, NaN) }, [0, 1])).rejects.toThrow('Row 1 has NaN among its numbers');
    await expect(fitLogistic({ ...two, codes: Int32Array.of(0) }, [0, 1])).rejects.toThrow('1 codes for 2 rows of 1 fields');
    const model = await fitLogistic(two, [0, 1]);
    expect(() => predictLogistic(model, { ...two, sizes: [3] })).toThrow('other fields or numbers');
  });
});
