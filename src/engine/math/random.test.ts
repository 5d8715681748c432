import { describe, expect, it } from 'vitest';
import { Random } from './random';

const draw = (random: Random, count: number): number[] => Array.from({ length: count }, () => random.uniform());

describe('Random', () => {
  it('gives the same stream for the same seed and another for another', () => {
    expect(draw(new Random(42), 100)).toEqual(draw(new Random(42), 100));
    expect(draw(new Random(42), 10)).not.toEqual(draw(new Random(43), 10));
    expect(draw(new Random(0), 3).every((value) => value > 0)).toBe(true);
  });

  it('splits into streams that depend on the purpose and not on what was drawn before', () => {
    const random = new Random(7);
    const batches = draw(random.split('batches'), 20);
    draw(random, 5);
    expect(draw(random.split('batches'), 20)).toEqual(batches);
    expect(draw(random.split('batches 1'), 20)).not.toEqual(batches);
    expect(draw(new Random(8).split('batches'), 20)).not.toEqual(batches);
  });

  it('keeps split streams uncorrelated', () => {
    const a = draw(new Random(1).split('a'), 20_000);
    const b = draw(new Random(1).split('b'), 20_000);
    const covariance = a.reduce((total, value, i) => total + (value - 0.5) * (b[i]! - 0.5), 0) / a.length;
    expect(Math.abs(covariance * 12)).toBeLessThan(0.03); // correlation; four standard errors
  });

  it('is uniform: mean 1/2, variance 1/12, even bins', () => {
    const values = draw(new Random(11), 100_000);
    const mean = values.reduce((a, b) => a + b) / values.length;
    const variance = values.reduce((total, value) => total + (value - mean) ** 2, 0) / values.length;
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.004);
    expect(Math.abs(variance - 1 / 12)).toBeLessThan(0.001);
    const bins = new Array<number>(20).fill(0);
    for (const value of values) bins[Math.floor(value * 20)]!++;
    const chiSquare = bins.reduce((total, count) => total + (count - 5000) ** 2 / 5000, 0);
    expect(chiSquare).toBeLessThan(43.8); // 99.9 % point of 19 degrees of freedom
  });

  it('is normal: mean 0, variance 1, kurtosis 3', () => {
    const random = new Random(12);
    const values = Array.from({ length: 100_000 }, () => random.normal());
    const moment = (power: number): number => values.reduce((total, value) => total + value ** power, 0) / values.length;
    expect(Math.abs(moment(1))).toBeLessThan(0.013);
    expect(Math.abs(moment(2) - 1)).toBeLessThan(0.02);
    expect(Math.abs(moment(3))).toBeLessThan(0.04);
    expect(Math.abs(moment(4) - 3)).toBeLessThan(0.15);
  });

  it('draws integers evenly within the bound', () => {
    const random = new Random(13);
    const counts = new Array<number>(7).fill(0);
    for (let i = 0; i < 70_000; i++) counts[random.integer(7)]!++;
    expect(counts.reduce((total, count) => total + (count - 10_000) ** 2 / 10_000, 0)).toBeLessThan(22.5); // 99.9 %, 6 degrees
  });

  it('permutes: every number once, every first place about as often', () => {
    const random = new Random(14);
    expect([...random.permutation(1000)].sort((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, i) => i));
    const firsts = [0, 0, 0, 0];
    for (let i = 0; i < 8000; i++) firsts[random.permutation(4)[0]!]!++;
    for (const count of firsts) expect(Math.abs(count - 2000)).toBeLessThan(160);
    expect(random.permutation(0).length).toBe(0);
  });

  it('chooses distinct numbers, all of them where more are wanted', () => {
    const chosen = new Random(15).choose(100, 30);
    expect(new Set(chosen).size).toBe(30);
    expect(Math.max(...chosen)).toBeLessThan(100);
    expect(new Random(15).choose(5, 30).length).toBe(5);
  });

  it('goes on identically after restore, a pending normal included', () => {
    const random = new Random(16);
    random.normal();
    const state = random.state();
    const expected = [random.normal(), random.uniform(), random.normal(), random.integer(1000), random.bits()];
    const other = new Random(99);
    other.restore(state);
    expect([other.normal(), other.uniform(), other.normal(), other.integer(1000), other.bits()]).toEqual(expected);
  });
});
