/** What a person is told of sequences that the engine took. */
import type { HeldSequences } from '../../records/retrieval';
import { historyOf, pairsOf, type PreparedSequences } from './preparedSequences';

export function describeSequences({ items, training, validation, test, split, users, sequences, short, chained }: PreparedSequences): Omit<HeldSequences, 'dataId'> {
  const known = new Set(training.events);
  const cases = Array.from({ length: test.count }, (_, at) => at);
  const unseenTargets = cases.filter((at) => !known.has(test.targets[at]!)).length;
  const repeatedTargets = cases.filter((at) => historyOf(test, at).includes(test.targets[at]!)).length;
  const kept = training.events.length + validation.count + (split === 'leave one out' ? test.count : 0);
  return {
    users, items, sequences, meanLength: kept / sequences, parts: { training: pairsOf(training.offsets), validation: validation.count, test: test.count }, short, chained, split, unseenTargets, repeatedTargets,
    warnings: [
      ...(short > 0 ? [`${short} of ${short + sequences} sequences have fewer than five items and are left out.`] : []),
      ...(chained > 0 ? [`${chained} rows go on from an earlier row of their user: they are chained to ${sequences} sequences, so that no pair counts twice.`] : []),
      ...(unseenTargets > 0.2 * test.count ? [`${percent(unseenTargets / test.count)} of the test targets are in no training sequence: item ids alone cannot find them.`] : []),
    ],
  };
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
