/** Item-kNN (Sarwar and others, 2001): score(j) = sum over the history of decay^age cos(i, j), the cosine of the sets of training sequences that the items stand in; no back-off. */
import { counted, weighted } from '../countedRecommender';
import { PairCounts } from '../sparseCounts';

export const createCooccurrence = counted((inputs, params, catalogue) => {
  const { events, offsets } = inputs.sequences.training;
  const pairs = new PairCounts(catalogue);
  const sequencesOf = new Float64Array(catalogue);
  for (let i = 0; i + 1 < offsets.length; i++) {
    const different = [...new Set(events.subarray(offsets[i], offsets[i + 1]))];
    for (const item of different) {
      sequencesOf[item]!++;
      for (const other of different) if (other !== item) pairs.add(item, other);
    }
  }
  const { starts, columns, values } = pairs.done();
  return {
    parameters: values.length,
    scoring: 'order',
    score: (history, scores) => {
      for (const [item, weight] of weighted(history, params)) {
        for (let at = starts[item]!; at < starts[item + 1]!; at++) scores[columns[at]!]! += (weight * values[at]!) / Math.sqrt(sequencesOf[item]! * sequencesOf[columns[at]!]!);
      }
    },
  };
});
