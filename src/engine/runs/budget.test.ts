/** Budgets are spent, not exceeded by more than a step a level, and shared evenly among levels. */
import { describe, expect, it } from 'vitest';
import { BudgetWatch } from './budget';
import type { Budget } from '../records/run';

describe('a budget', () => {
  it('ends methods that train all levels at once when it is spent', () => {
    const steps = new BudgetWatch({ unit: 'steps', value: 3 });
    const all = { index: -1, count: 3 };
    expect([1, 2, 3].map((n) => steps.check({ steps: n, seconds: n }, all))).toEqual(['go', 'go', 'end']);
    const seconds = new BudgetWatch({ unit: 'seconds', value: 0.5 });
    expect([0.1, 0.49, 0.5].map((s, i) => seconds.check({ steps: i + 1, seconds: s }, all))).toEqual(['go', 'go', 'end']);
    expect(new BudgetWatch(undefined).check({ steps: 1e9, seconds: 1e9 }, all)).toBe('go');
  });

  it('gives each level an even share, and what a level leaves over to those after it', () => {
    expect(stepsOfLevels({ unit: 'steps', value: 30 }, [100, 100, 100])).toEqual([10, 10, 10]);
    expect(stepsOfLevels({ unit: 'steps', value: 30 }, [4, 100, 100])).toEqual([4, 13, 13]);
    expect(stepsOfLevels({ unit: 'steps', value: 30 }, [4, 5, 6])).toEqual([4, 5, 6]);
    expect(stepsOfLevels({ unit: 'seconds', value: 15 }, [100, 100, 100], 0.5)).toEqual([10, 10, 10]);
  });

  it('gives every level one step, however small the budget', () => {
    expect(stepsOfLevels({ unit: 'steps', value: 1 }, [100, 100, 100])).toEqual([1, 1, 1]);
    expect(stepsOfLevels({ unit: 'seconds', value: 0.001 }, [9, 9])).toEqual([1, 1]);
  });

  it('goes on with a level where a checkpoint left it', () => {
    const budget: Budget = { unit: 'steps', value: 30 };
    const before = new BudgetWatch(budget);
    for (let n = 1; n <= 13; n++) before.check({ steps: n, seconds: n }, { index: n <= 10 ? 0 : 1, count: 3 });
    const after = new BudgetWatch(budget, before.state());
    const verdicts = [13, 14, 19, 20, 21].map((n) => after.check({ steps: n, seconds: n }, { index: 1, count: 3 }));
    expect(verdicts.indexOf('close')).toBe([13, 14, 19, 20, 21].findIndex((n) => before.check({ steps: n, seconds: n }, { index: 1, count: 3 }) === 'close'));
    expect(verdicts).toContain('close');
  });

  it('says what it was, and how many steps it leaves room for', () => {
    const watch = new BudgetWatch({ unit: 'seconds', value: 10 });
    expect(watch.plannedSteps(2000, { steps: 100, seconds: 2 })).toBe(500);
    expect(watch.plannedSteps(300, { steps: 100, seconds: 2 })).toBe(300);
    expect(watch.note(500, 2000)).toBe('Ended by the budget of 10 seconds after 500 of 2000 planned steps.');
    expect(new BudgetWatch({ unit: 'steps', value: 1 }).note(3, 93)).toBe('Ended by the budget of 1 step after 3 of 93 planned steps.');
  });
});

/** Steps each level takes that would take `wanted` if it were let. */
function stepsOfLevels(budget: Budget, wanted: readonly number[], secondsAStep = 1): number[] {
  const watch = new BudgetWatch(budget);
  const taken = wanted.map(() => 0);
  let steps = 0;
  for (let level = 0; level < wanted.length; ) {
    steps++;
    taken[level]!++;
    if (taken[level] === wanted[level]) level++;
    const verdict = watch.check({ steps, seconds: steps * secondsAStep }, { index: level, count: wanted.length });
    if (verdict === 'close') {
      level++;
      watch.check({ steps, seconds: steps * secondsAStep }, { index: level, count: wanted.length });
    }
  }
  return taken;
}
