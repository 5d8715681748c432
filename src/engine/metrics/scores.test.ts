/** The registry of scores against figures of other libraries, and what it does with positive rows, negatives and ties. */
import { describe, expect, it } from 'vitest';
import fixture from '../testing/fixtures/metrics.json';
import { computeScores, scoreEntries } from './scores';

const cases = fixture.regression;

describe('scores', () => {
  it.each(['tie_free', 'ties', 'many_zeros'] as const)('agree with the reference: %s', (name) => {
    const { labels, predictions, mae, rmse, spearman, gini_normalised, xauc_no_label_ties, xauc_sorted_by_prediction } = cases[name];
    const scores = computeScores(labels.data, predictions.data);
    expect(scores.mae).toBeCloseTo(mae, 6);
    expect(scores.rmse).toBeCloseTo(rmse, 6);
    expect(scores.spearman).toBeCloseTo(spearman, 6);
    expect(scores.xauc).toBeCloseTo(xauc_no_label_ties, 6);
    expect(scores.xaucTpm).toBeCloseTo(xauc_sorted_by_prediction, 6);
    // The reference breaks ties of predictions by row order; ours does not depend on it.
    if (name === 'tie_free') expect(scores.normGini).toBeCloseTo(gini_normalised, 6);
  });

  it('of positive rows are those of the rows with a value above zero', () => {
    const { labels, predictions } = cases.many_zeros;
    const positive = labels.data.flatMap((label, row) => (label > 0 ? [row] : []));
    const alone = computeScores(positive.map((row) => labels.data[row]!), positive.map((row) => predictions.data[row]!));
    const scores = computeScores(labels.data, predictions.data);
    for (const key of ['mae', 'rmse', 'spearman', 'normGini', 'xauc', 'xaucTpm']) expect(scores[`${key}Positive`]).toBe(alone[key]);
  });

  it('have an entry each, and are undefined where the formula is', () => {
    const scores = computeScores([-1, 2, 3], [5, 5, -1]);
    expect(Object.keys(scores).sort()).toEqual(scoreEntries.map((entry) => entry.key).sort());
    expect(scores.normGini).toBeNaN();
    expect(scores.negativeShare).toBeCloseTo(1 / 3);
    expect(scores.meanPrediction).toBe(3);
    expect(computeScores([1, 2], [4, 4]).spearman).toBeNaN();
  });
});
