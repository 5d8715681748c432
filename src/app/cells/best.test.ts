/** Which value is marked best, and how values are printed. */
import { describe, expect, it } from 'vitest';
import type { MetricEntry } from '../../engine/records/quantize';
import { bestOf, printSpread, printValue, standingOf } from './best';

const metric = (patch: Partial<MetricEntry>): MetricEntry => ({
  key: 'x', title: 'X', term: 'x', meaning: '', formula: '', direction: 'down', perLevel: false, format: 'number', group: 'reconstruction', shown: true, ...patch,
});
const best = (entry: MetricEntry, values: Parameters<typeof bestOf>[1]) => [...bestOf(entry, values)];

describe('bestOf', () => {
  it('follows the direction', () => {
    expect(best(metric({}), [0.5, 0.4, 0.6])).toEqual([1]);
    expect(best(metric({ direction: 'up' }), [0.5, 0.4, 0.6])).toEqual([2]);
    expect(best(metric({ direction: 'none' }), [0.5, 0.4])).toEqual([]);
  });
  it('marks all that are equal as printed, and none where nothing differs', () => {
    expect(best(metric({}), [0.40001, 0.40002, 0.5])).toEqual([0, 1]);
    expect(best(metric({}), [3, 3, 3])).toEqual([]);
  });
  it('passes over what is undefined, and marks nothing for a single method', () => {
    expect(best(metric({}), [NaN, 0.5, 0.4, undefined])).toEqual([2]);
    expect(best(metric({}), [undefined, 0.5])).toEqual([]);
  });
  it('judges energy left by its last level and other lists by their mean', () => {
    expect(best(metric({ key: 'residualEnergy', perLevel: true }), [[0.5, 0.4, 0.3], [0.9, 0.8, 0.2]])).toEqual([1]);
    expect(best(metric({ key: 'utilization', perLevel: true, direction: 'up' }), [[1, 1, 0.5], [0.9, 0.9, 0.9]])).toEqual([1]);
  });
});

describe('standingOf', () => {
  const standing = (values: Parameters<typeof standingOf>[1]) => {
    const { best: winners, rivals } = standingOf(metric({}), values);
    return [[...winners], [...rivals]];
  };
  it('is the best value where every method has one seed', () => expect(standing([[0.5], [0.4], [0.401]])).toEqual([[1], []]));
  it('is the best mean, and calls those unclear whose mean ± sd overlaps', () => {
    expect(standing([[0.5, 0.52], [0.4, 0.44], [0.43, 0.47]])).toEqual([[1], [2]]);
    expect(standing([[0.5, 0.52], [0.4, 0.41]])).toEqual([[1], []]);
    expect(standing([[0.42], [0.4, 0.44], []])).toEqual([[], []]);
    expect(standing([[0.43], [0.4, 0.44]])).toEqual([[1], [0]]);
  });
  it('judges lists seed by seed', () => {
    const { best: winners, rivals } = standingOf(metric({ key: 'residualEnergy', perLevel: true }), [[[0.9, 0.2], [0.9, 0.3]], [[0.1, 0.5], [0.1, 0.6]]]);
    expect([[...winners], [...rivals]]).toEqual([[0], []]);
  });
});

describe('printSpread', () => {
  const plain = (entry: MetricEntry, mean: number, sd: number) => printSpread(entry, mean, sd).words.replace(/\s/g, ' ');
  it('prints the deviation to the digits of the mean, with the unit once', () => {
    expect(plain(metric({}), 0.42312, 0.00411)).toBe('0.423 ± 0.004');
    expect(plain(metric({ format: 'share' }), 0.9841, 0.0021)).toBe('98.4 ± 0.2 %');
    expect(plain(metric({ format: 'count' }), 6144, 12)).toBe('6 140 ± 12.0');
    expect(plain(metric({ format: 'seconds' }), 1.2, 0.034)).toBe('1.20 ± 0.03 s');
    expect(plain(metric({}), NaN, NaN)).toBe('–');
    expect(printSpread(metric({ perLevel: true }), [0.48, 0.031], [0.01, 0.0023])).toEqual({ words: '0.48 · 0.031', below: '± 0.01 · 0.002' });
  });
});

describe('printValue', () => {
  it('prints units, lists and the undefined', () => {
    expect(printValue(metric({}), 0.4712)).toBe('0.471');
    expect(printValue(metric({ perLevel: true }), [0.481, 0.312, 0.234])).toBe('0.48 · 0.31 · 0.23');
    expect(printValue(metric({ format: 'share', perLevel: true }), [1, 0.96, NaN]).replace(/\s/g, ' ')).toBe('100 · 96 · – %');
    expect(printValue(metric({ format: 'count' }), 6144).replace(/\s/g, ' ')).toBe('6 144');
    expect(printValue(metric({}), undefined)).toBe('–');
  });
});
