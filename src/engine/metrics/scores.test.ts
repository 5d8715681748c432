/** The registry of scores against figures of other libraries, and what it does with positive rows, negatives and ties. */
import { describe, expect, it } from 'vitest';
import { auc, logLoss } from '../math/binary';
import { Random } from '../math/random';
import given from '../testing/fixtures/metrics.json';
import { expectClose } from '../testing/tolerance';
import { watched } from '../testing/watched';
import { computeScores, scoreEntries, scores as all, scoresByItem, scoresOf } from './scores';

const fixture = watched(given, ['binary', 'ranking']);
const tolerance = fixture.meta.tolerance_float64;
const cases = fixture.regression;

describe('the registry', () => {
  it('has one key a score, a direction and a need each, and offers the page all of them, and those of free decoding beside them', () => {
    expect(new Set(all.map(({ entry }) => entry.key)).size).toBe(all.length);
    expect([...new Set(all.map(({ needs }) => needs))]).toEqual(['values', 'probabilities', 'ranking']);
    const offered = scoreEntries.filter(({ rows }) => rows === 'all' || rows === 'positive');
    expect(offered.map(({ key }) => key).sort()).toEqual([...all.map(({ entry }) => entry.key), 'invalidIdShare', 'recall10Free'].sort());
    expect(all.every(({ needs, entry }) => entry.needs === needs)).toBe(true);
    const down = all.filter(({ entry }) => entry.direction === 'down').map(({ entry }) => entry.key);
    expect(down).toEqual(['mae', 'rmse', 'maePositive', 'rmsePositive', 'logLoss', 'calibrationError', 'calibrationErrorByMass']);
  });
});

describe('scores of values', () => {
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
    expect(Object.keys(scores).sort()).toEqual(scoreEntries.filter(({ needs }) => needs === 'values').map((entry) => entry.key).sort());
    expect(scores.normGini).toBeNaN();
    expect(scores.negativeShare).toBeCloseTo(1 / 3);
    expect(scores.meanPrediction).toBe(3);
    expect(computeScores([1, 2], [4, 4]).spearman).toBeNaN();
  });
});

describe('scores of probabilities', () => {
  it('agree with the reference, sure ones clipped', () => {
    const { labels, probabilities, auc: area, log_loss, probabilities_with_0_and_1: sure, clip, log_loss_clipped } = fixture.binary;
    const scores = scoresOf('probabilities', { labels: labels.data, probabilities: probabilities.data });
    expectClose([scores.auc!, scores.logLoss!], [area, log_loss], tolerance);
    const clipped = scoresOf('probabilities', { labels: labels.data, probabilities: sure.data });
    expectClose(clipped.logLoss!, log_loss_clipped, tolerance);
    expect(clipped.logLoss).toBe(logLoss(labels.data, sure.data, clip));
  });

  it('by user are those of one user where there is one, and undefined without users', () => {
    const { labels, probabilities } = fixture.binary;
    const one = scoresOf('probabilities', { labels: labels.data, probabilities: probabilities.data, users: new Uint8Array(labels.data.length) });
    expect(one.userAuc).toBeCloseTo(auc(labels.data, probabilities.data), 15);
    expect(one.userAucShare).toBe(1);
    const none = scoresOf('probabilities', { labels: labels.data, probabilities: probabilities.data });
    expect([none.userAuc, none.userAucShare]).toEqual([NaN, NaN]);
  });

  it('of new and of known items are those of their rows alone, and undefined where there are none', () => {
    const { labels, probabilities } = fixture.binary;
    const users = labels.data.map((_, row) => row % 7);
    const cold = labels.data.map((_, row) => (row % 3 === 0 ? 1 : 0));
    const judged = { labels: labels.data, probabilities: probabilities.data, users };
    const scores = scoresByItem(judged, cold);
    expect(Object.keys(scores).sort()).toEqual(scoreEntries.filter(({ needs }) => needs === 'probabilities').map(({ key }) => key).sort());
    const at = (column: readonly number[]) => column.filter((_, row) => cold[row] === 1);
    const alone = scoresOf('probabilities', { labels: at(judged.labels), probabilities: at(judged.probabilities), users: at(users) });
    for (const [key, value] of Object.entries(alone)) expect(scores[`${key}Cold`]).toBe(value);
    const none = scoresByItem(judged, new Uint8Array(labels.data.length));
    expect(none.aucCold).toBeNaN();
    expect(none.aucWarm).toBe(none.auc);
  });

  it('are undefined without rows; of one class only what compares classes is', () => {
    expect(Object.values(scoresOf('probabilities', { labels: [], probabilities: [], users: [] }))).toEqual(Array(7).fill(NaN));
    const { auc: area, userAuc, userAucShare, predictedOverObserved, ...rest } = scoresOf('probabilities', { labels: [0, 0], probabilities: [0.1, 0.3], users: [1, 2] });
    expect([area, userAuc, userAucShare, predictedOverObserved]).toEqual([NaN, NaN, 0, NaN]);
    for (const value of Object.values(rest)) expect(value).toBeGreaterThan(0);
  });
});

describe('scores of rankings', () => {
  const { ranked_items, single_target, several_targets } = fixture.ranking;
  const [users, length] = ranked_items.shape as [number, number];
  const ranked = Array.from({ length: users }, (_, user) => ranked_items.data.slice(user * length, (user + 1) * length));

  it('agree with the reference, for one target and for several', () => {
    const one = scoresOf('ranking', { ranks: single_target.target.data.map((target, user) => ranked[user]!.indexOf(target)) });
    const { recall_at_5, recall_at_10, ndcg_at_5, ndcg_at_10 } = single_target;
    expectClose([one.recall5!, one.recall10!, one.ndcg5!, one.ndcg10!], [recall_at_5, recall_at_10, ndcg_at_5, ndcg_at_10], tolerance);
    const many = scoresOf('ranking', { rankLists: ranked.map((items, user) => several_targets.relevant[user]!.map((item) => items.indexOf(item))) });
    expectClose(
      [many.recall5!, many.recall10!, many.ndcg5!, many.ndcg10!],
      [several_targets.recall_at_5, several_targets.recall_at_10, several_targets.ndcg_at_5, several_targets.ndcg_at_10], tolerance,
    );
  });

  it('are the same for one target told either way, rise with K, and are all 1 for the best order', () => {
    const random = new Random(4);
    const ranks = Array.from({ length: 60 }, () => random.integer(30) - 1);
    const told = scoresOf('ranking', { ranks });
    expect(scoresOf('ranking', { rankLists: ranks.map((rank) => [rank]) })).toEqual(told);
    expect(told.recall5! <= told.recall10! && told.recall10! <= told.recall20!).toBe(true);
    expect(told.ndcg5! <= told.ndcg10! && told.ndcg10! <= told.ndcg20! && told.ndcg20! <= told.recall20!).toBe(true);
    expect(Object.values(scoresOf('ranking', { ranks: [0, 0] }))).toEqual(Array(7).fill(1));
    expect(Object.values(scoresOf('ranking', { ranks: [] }))).toEqual(Array(7).fill(NaN));
  });
});
