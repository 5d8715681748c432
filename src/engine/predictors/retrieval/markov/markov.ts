/**
 * A first-order Markov chain over items: score(j) = sum over the history of decay^age n(i -> j), with n counted in the training sequences; below every item that ever followed, by popularity.
 *
 * The back-off only orders what no count tells apart: it adds less than the least count, at any age that counts.
 */
import { counted, popularityOf, weighted } from '../countedRecommender';
import { PairCounts } from '../sparseCounts';

/** Popularity, at most 1, is added times this. */
const BACK_OFF = 1e-9;

export const createMarkov = counted((inputs, params, catalogue) => {
  const { events, offsets } = inputs.sequences.training;
  const pairs = new PairCounts(catalogue);
  for (let i = 0; i + 1 < offsets.length; i++) for (let at = offsets[i]! + 1; at < offsets[i + 1]!; at++) pairs.add(events[at - 1]!, events[at]!);
  const { starts, columns, values } = pairs.done();
  const shares = popularityOf(inputs, catalogue);
  return {
    parameters: values.length + catalogue,
    scoring: 'order',
    score: (history, scores) => {
      for (let item = 0; item < catalogue; item++) scores[item] = BACK_OFF * shares[item]!;
      for (const [item, weight] of weighted(history, params)) {
        for (let at = starts[item]!; at < starts[item + 1]!; at++) scores[columns[at]!]! += weight * values[at]!;
      }
    },
  };
});
