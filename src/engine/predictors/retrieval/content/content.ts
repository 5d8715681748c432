/** Content alone: score(j) = sum over the history of decay^age cos(v_i, v_j) of the items' vectors; nothing is learned from the sequences. */
import { InputError } from '../../../errors';
import { counted, weighted } from '../countedRecommender';

export const createContent = counted(({ items }, params, catalogue) => {
  if (!items) throw new InputError('This recommender compares vectors of items, and none are joined.', 'Join a data cell with a vector for each item.');
  const { data, dim, known } = items;
  const unit = Float32Array.from(data);
  for (let item = 0; item < known.length; item++) {
    const row = unit.subarray(item * dim, (item + 1) * dim);
    const norm = Math.sqrt(row.reduce((sum, value) => sum + value * value, 0));
    if (norm > 0) for (let j = 0; j < dim; j++) row[j]! /= norm;
  }
  const without = known.reduce((sum, flag) => sum + 1 - flag, 0);
  const wanted = new Float64Array(dim);
  return {
    parameters: 0,
    scoring: 'order',
    notes: without > 0 ? [`${without} of ${catalogue} items have no vector: they are never recommended.`] : [],
    score: (history, scores) => {
      wanted.fill(0);
      for (const [item, weight] of weighted(history, params)) for (let j = 0; j < dim; j++) wanted[j]! += weight * (unit[item * dim + j] ?? 0);
      for (let item = 0; item < catalogue; item++) {
        let sum = 0;
        for (let j = 0, at = item * dim; j < dim; j++, at++) sum += wanted[j]! * (unit[at] ?? 0);
        scores[item] = known[item] === 1 ? sum : -Infinity;
      }
    },
  };
});
