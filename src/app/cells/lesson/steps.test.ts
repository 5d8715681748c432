import { describe, expect, it } from 'vitest';
import type { ItemStages } from '../../../engine/records/items';
import { cells, followed, left, secondCells, sums } from './planeOf';
import { STEP_RULES } from './steps';
import type { StepFacts } from './steps';

const run = (metrics: object, levels = 2) => ({ cell: {}, run: { result: { metrics, levels } } }) as unknown as StepFacts['runs'][number];
const facts = (played: StepFacts['played'], ...runs: StepFacts['runs']): StepFacts => ({ played, runs });

describe('a step', () => {
  it('is not done before anything was', () => {
    for (const [step, rule] of Object.entries(STEP_RULES)) expect(rule.done(facts({})), step).toBe(false);
    // Results alone, without the reader, do not do it either.
    const ready = run({ residualEnergy: [0.01], nominalBits: [2, 4], utilization: [1] });
    for (const [step, rule] of Object.entries(STEP_RULES)) expect(rule.done(facts({}, ready, ready)), step).toBe(false);
  });

  it('is done when the right thing is, and not by another', () => {
    const { cells: cell, sums: sum, bits, gauss, collapse, follow } = STEP_RULES;
    expect(cell.done(facts({ codes: 3 }, run({ residualEnergy: [0.3] })))).toBe(false);
    expect(cell.done(facts({ codes: 6 }, run({ residualEnergy: [0.08] })))).toBe(true);
    expect(sum.done(facts({ stop: 3 }, run({})))).toBe(false);
    expect(sum.done(facts({ stop: 3, second: 1 }, run({})))).toBe(true);
    expect(bits.done(facts({}, run({ nominalBits: [2, 4, 6] }), run({ nominalBits: [5] })))).toBe(false);
    expect(bits.done(facts({}, run({ nominalBits: [2, 4, 6] }), run({ nominalBits: [6] })))).toBe(true);
    expect(gauss.done(facts({ passes: 2 }))).toBe(false);
    expect(gauss.done(facts({ passes: 3 }))).toBe(true);
    expect(collapse.done(facts({ collapse: 1, cure: 1 }, run({ utilization: [1] }), run({ utilization: [1] })))).toBe(false);
    expect(collapse.done(facts({ collapse: 1, cure: 1 }, run({ utilization: [0.1] }), run({ utilization: [0.8] })))).toBe(true);
    expect(follow.done(facts({ depth: 1 }, run({})))).toBe(false);
    expect(follow.done(facts({ depth: 2 }, run({})))).toBe(true);
  });
});

/** Four points, two levels: codes and sums by hand. */
const stages: ItemStages = {
  rows: 4, levels: 2, plain: true, axisShares: [0.7, 0.3], places: Float32Array.of(3, 1, 3, -1, -3, 1, -3, -1),
  rebuilt: [new Float32Array(8), Float32Array.of(3, 0, 3, 0, -3, 0, -3, 0), Float32Array.of(3, 1, 3, -1, -3, 1, -3, -1)],
  left: [new Float32Array(4).fill(Math.sqrt(10)), new Float32Array(4).fill(1), new Float32Array(4)],
};
const result = { codes: Int32Array.of(0, 0, 0, 1, 1, 0, 1, 1), levels: 2, rows: 4 };

describe('the picture of a step', () => {
  it('has centres at what codes add, rests that start from one place, and sums that reach the points', () => {
    expect(cells(stages, result).centres).toEqual([{ code: 0, x: 3, y: 0 }, { code: 1, x: -3, y: 0 }]);
    expect([...left(stages, result, true).places]).toEqual([0, 1, 0, -1, 0, 1, 0, -1]);
    expect(secondCells(stages, result).centres).toEqual([{ code: 0, x: 0, y: 1 }, { code: 1, x: 0, y: -1 }]);
    expect(sums(stages, result, 2).places).toEqual(stages.places);
    expect([...sums(stages, result, 0).places]).toEqual(new Array(8).fill(0));
  });

  it('follows a point from the mean by its codes', () => {
    const { path } = followed(stages, result, 1, 2);
    expect([...path!.points]).toEqual([0, 0, 3, 0, 3, -1, 3, -1]);
    expect(path!.words).toEqual(['from the mean, 3.16 away', '+ code 0 of level 1, left 1.00', '+ code 1 of level 2, left 0']);
  });
});
