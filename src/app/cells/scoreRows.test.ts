/** The table of scores: its columns, the distance to what can be had, its CSV. */
import { describe, expect, it } from 'vitest';
import type { ValueResult, ScoreEntry } from '../../engine/records/predict';
import { FAKE_CATALOG } from '../testing/fakeCatalog';
import { bestReference, chosenKeys, columnsFor, columnsShown, gapWords, isPositive, referenceName, scoresCsv } from './scoreRows';

const { scores } = FAKE_CATALOG;
const shown = (chosen: readonly string[] | null) => columnsShown(scores, chosen).map((entry) => entry.key);

describe('columns of the scores', () => {
  it('are those shown at first, and time', () => {
    expect(shown(null)).toEqual(['mae', 'rmse', 'spearman', 'normGini', 'xauc', 'meanPrediction', 'seconds']);
  });

  it('have twins over the positive rows, and come back to what was shown at first', () => {
    const positive = columnsFor(scores, chosenKeys(scores, null), true)!;
    expect(positive).toEqual(['maePositive', 'rmsePositive', 'spearmanPositive', 'normGiniPositive', 'xaucPositive', 'meanPrediction', 'seconds']);
    expect([isPositive(positive), isPositive(null), isPositive(['mae'])]).toEqual([true, false, false]);
    expect(shown(positive)).toEqual(positive);
    expect(columnsFor(scores, chosenKeys(scores, positive), false)).toBeNull();
  });

  it('keep the order of the catalog, whatever the document says', () => {
    expect(shown(['seconds', 'xauc', 'mae', 'unknown'])).toEqual(['mae', 'xauc', 'seconds']);
  });
});

describe('what can be had at best', () => {
  const references = [{ name: 'law_median', scores: { mae: 10, xauc: 0.7 } }, { name: 'law_mean', scores: { mae: 12, xauc: 0.8 } }];
  const entry = (key: string) => scores.find((score) => score.key === key)!;

  it('is the best reference in the direction of the score', () => {
    expect([bestReference(entry('mae'), references), bestReference(entry('xauc'), references), bestReference(entry('meanPrediction'), references), bestReference(entry('mae'), [])]).toEqual([10, 0.8, undefined, undefined]);
  });

  it('is told as a signed share', () => {
    expect([gapWords(10.34, 10), gapWords(9.9, 10), gapWords(10.001, 10), gapWords(30, 10), gapWords(NaN, 10), gapWords(1, 0)]).toEqual(['+3.4\u202f%', '−1.0\u202f%', '±0.0\u202f%', '+200\u202f%', undefined, undefined]);
  });

  it('is named in plain words', () => {
    expect([referenceName('law_median'), referenceName('other_model')]).toEqual(['known law: median', 'other_model']);
  });
});

it('writes a row a run, mean and deviation of several, and the references', () => {
  const fit = (mae: number, stopped = false) => ({ scores: { mae }, seconds: 2, stopped, steps: 39, plannedSteps: 100 }) as unknown as ValueResult;
  const only: readonly ScoreEntry[] = scores.filter(({ key }) => key === 'mae');
  const rows = [{ id: 'reg', name: 'RQ-Reg', kind: 'rq-reg' as const, fits: [{ seed: 1, result: fit(3) }, { seed: 2, result: fit(5, true) }] }, { id: 'mlp', name: 'MLP', kind: 'mlp' as const, fits: [] }];
  expect(scoresCsv(only, rows, [{ name: 'law_median', scores: { mae: 2.5 } }]).trim().split('\n')).toEqual([
    'method,seed,state,mae,seconds', 'RQ-Reg,1,done,3,2', 'RQ-Reg,2,stopped at 39 %,5,2', 'RQ-Reg,mean,1 of 2 seeds stopped,4,2', `RQ-Reg,sd,1 of 2 seeds stopped,${Math.SQRT2},0`, 'law_median,reference,,2.5,',
  ]);
});
