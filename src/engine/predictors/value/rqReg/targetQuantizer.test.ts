/** The target's codes against the reference, and the laws they keep: exact sums, ordered codebooks, END for good, errors that fall. */
import { describe, expect, it } from 'vitest';
import { Random } from '../../../math/random';
import given from '../../../testing/fixtures/rq-reg-step.json';
import { expectClose } from '../../../testing/tolerance';
import { watched } from '../../../testing/watched';
import { BEGIN, END, fitTargetQuantizer, TargetQuantizer, type TargetQuantizerOptions } from './targetQuantizer';
import { centresOf, nearestOf } from './targetQuantizerCentres';
import { copyQuantization, targetQuantization } from './targetQuantizerRecord';

const reference = watched(given, ['encode', 'threshold', 'vocabulary_size']);
const base: TargetQuantizerOptions = { numCodes: [48, 48, 48], thresholds: 'one', zerosInFit: false, clipQuantile: 1, medianFirst: false };

describe('codes of a target', () => {
  const { encode, threshold, vocabulary_size: vocabulary } = reference;
  const [levels, codes] = encode.codebooks.shape as [number, number];
  const centroids = Array.from({ length: levels }, (_, l) => Float64Array.from(encode.codebooks.data.slice(l * codes, (l + 1) * codes)));
  const quantizer = new TargetQuantizer(centroids, threshold);

  it('are those of the reference, exactly', () => {
    const seen = quantizer.encode(encode.targets.data);
    expect(Array.from(seen.tokens)).toEqual(encode.tokens.data);
    expect(Array.from(seen.values)).toEqual(encode.values.data);
    expect(Array.from(seen.remainders)).toEqual(encode.residual.data);
    expect(Array.from(quantizer.tokenValues)).toEqual(encode.vocabulary_values.data);
    expect(Array.from(seen.tokens, (token) => quantizer.codeOf(token)?.code ?? -1)).toEqual(encode.codes.data);
    expect(quantizer.vocabulary).toBe(vocabulary);
  });

  it('and their tokens go both ways, levels of unequal size too', () => {
    const uneven = new TargetQuantizer([Float64Array.of(1, 2, 5), new Float64Array(0), Float64Array.of(-1, 1)]);
    const all = uneven.numCodes.flatMap((count, level) => Array.from({ length: count }, (_, code) => ({ level, code })));
    expect(all.map(({ level, code }) => uneven.token(level, code))).toEqual([2, 3, 4, 5, 6]);
    for (const { level, code } of all) expect(uneven.codeOf(uneven.token(level, code))).toEqual({ level, code });
    expect([uneven.codeOf(END), uneven.codeOf(BEGIN)]).toEqual([null, null]);
  });

  it('and what is left rebuild every target; zeros are END throughout, and after END comes END', () => {
    const targets = Float64Array.from([0, ...lognormal(2000, 5), 1e4, -3]);
    const fitted = fitTargetQuantizer(targets, { ...base, numCodes: [8, 8, 8], clipQuantile: 0.999 }, new Random(1));
    const { tokens, remainders } = fitted.encode(targets);
    const rebuilt = fitted.decode(tokens).map((sum, row) => sum + remainders[row]! * fitted.scale);
    expectClose(rebuilt, targets, { rtol: 1e-15, atol: 1e-15 });
    expectClose(Float32Array.from(fitted.decode(tokens)).map((sum, row) => sum + Math.fround(remainders[row]! * fitted.scale)), targets, { rtol: 1e-5, atol: 1e-5 });
    expect(Array.from(tokens.subarray(0, 3))).toEqual([END, END, END]);
    for (let at = 1; at < tokens.length; at++) if (at % 3 > 0 && tokens[at - 1] === END) expect(tokens[at]).toBe(END);
    for (const level of fitted.centroids) expect(Array.from(level)).toEqual(Array.from(level).sort((a, b) => a - b));
    const far = remainders[targets.length - 2]! * fitted.scale;
    expect(far).toBeGreaterThan(5000);
  });
});

describe('fitting', () => {
  it('makes the squared rest smaller with every level under one threshold; with the released pair level 3 makes things worse', () => {
    const targets = boundedGamma(8000, 3);
    const one = targetQuantization(fitTargetQuantizer(targets, base, new Random(2)), targets);
    expect(one.errors.length).toBe(4);
    for (let level = 1; level <= 3; level++) expect(one.errors[level]!).toBeLessThan(0.2 * one.errors[level - 1]!);
    const released = targetQuantization(fitTargetQuantizer(targets, { ...base, thresholds: 'released', zerosInFit: true }, new Random(2)), targets);
    expect(released.errors[3]!).toBeGreaterThan(1.25 * released.errors[2]!);
    // 48 codes on (0, 6]: errors near those of evenly spread ones, 6 / 48 / 4.
    expect(one.errors[1]!).toBeLessThan(0.035);
  });

  it('survives too few values: more codes than values, one value, one row, zeros alone', () => {
    const fit = (targets: number[]) => fitTargetQuantizer(targets, { ...base, clipQuantile: 0.999 }, new Random(3));
    expect(fit([1, 2, 2, 4]).numCodes[0]).toBe(3);
    for (const targets of [[5, 5, 5], [7]]) {
      const quantizer = fit(targets);
      expect(quantizer.numCodes).toEqual([1, 0, 0]);
      expect(Array.from(quantizer.decode(quantizer.encode(targets).tokens))).toEqual(targets);
      expect(Array.from(quantizer.encode([targets[0]! + 1]).remainders)).toEqual([1 / quantizer.scale]);
    }
    const zeros = fit([0, 0]);
    expect([zeros.numCodes, zeros.vocabulary]).toEqual([[0, 0, 0], 2]);
    expect(targetQuantization(zeros, [0, 0]).remainder).toEqual({ mean: 0, max: 0, relative: 0 });
  });

  it('counts every row once a level, and copies stand on their own', () => {
    const targets = [...lognormal(500, 9), 0, 0, 0];
    const record = targetQuantization(fitTargetQuantizer(targets, { ...base, numCodes: [8, 4, 4] }, new Random(4)), targets);
    record.usage.forEach((counts, level) => expect(counts.reduce((sum, count) => sum + count, 0) + record.ended[level]!).toBe(targets.length));
    expect(record.histogram.counts.reduce((sum, count) => sum + count, 0)).toBe(targets.length);
    const copy = copyQuantization(record);
    expect(copy).toEqual(record);
    expect([copy.centroids[0]!.buffer === record.centroids[0]!.buffer, copy.histogram.edges.buffer === record.histogram.edges.buffer]).toEqual([false, false]);
  });

  it('gives the same codes for the same seed', () => {
    const targets = lognormal(300, 11);
    const fit = (seed: number) => fitTargetQuantizer(targets, { ...base, numCodes: [6, 6, 6] }, new Random(seed)).centroids;
    expect(fit(5)).toEqual(fit(5));
  });
});

describe('centres of plain numbers', () => {
  it('nearest by midpoints is the nearest by brute force, midpoints go to the lower', () => {
    const centres = Float64Array.of(-3, -1, 0.5, 4, 4.5);
    const random = new Random(6);
    const values = [...Array.from({ length: 500 }, () => 12 * random.uniform() - 5), -2, -0.25, 2.25, 4.25, -100, 100];
    for (const x of values) {
      const gaps = Array.from(centres, (centre) => Math.abs(x - centre));
      expect(nearestOf(centres, x)).toBe(gaps.indexOf(Math.min(...gaps)));
    }
  });

  it('end at a fixed point: every centre is the mean, or the median, of the values nearest to it', () => {
    const values = Float64Array.from(lognormal(700, 8));
    for (const medians of [false, true]) {
      const centres = centresOf(values, 9, new Random(7), medians);
      expect(centres.length).toBe(9);
      centres.forEach((centre, k) => {
        const own = values.filter((x) => nearestOf(centres, x) === k).sort();
        const middle = own.length / 2;
        const wanted = medians ? (own[Math.ceil(middle) - 1]! + own[Math.floor(middle)]!) / 2 : own.reduce((sum, x) => sum + x, 0) / own.length;
        expect(centre).toBeCloseTo(wanted, 3);
      });
    }
  });
});

function lognormal(n: number, seed: number): number[] {
  const random = new Random(seed);
  return Array.from({ length: n }, () => Math.exp(1.5 + 1.2 * random.normal()));
}

/** Sums of two exponentials, cut at 6. */
function boundedGamma(n: number, seed: number): number[] {
  const random = new Random(seed);
  return Array.from({ length: n }, () => Math.min(6, -Math.log((1 - random.uniform()) * (1 - random.uniform()))));
}
