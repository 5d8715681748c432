/** The floor: every user is recommended the items that occur most often in the training sequences. */
import { counted, popularityOf } from '../countedRecommender';

export const createPopularity = counted((inputs, _, catalogue) => {
  const shares = popularityOf(inputs, catalogue);
  return { parameters: catalogue, scoring: 'probability', score: (_, scores) => scores.set(shares) };
});
