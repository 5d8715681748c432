/** Binary cross-entropy of logits on a tape: see ops/binaryCrossEntropy.ts for the equations. */
import type { Node, Tape } from '../tape';

/**
 * Mean over rows by their weights (absent: 1 each); 0 where no row has weight. Gives `share` times its gradient to the logits [n, 1]; labels and weights [n].
 * Computed in float64 by one loop: a batch has thousands of rows at most.
 */
export function binaryCrossEntropy(tape: Tape, logits: Node, labels: ArrayLike<number>, weights?: ArrayLike<number>, share = 1): number {
  const n = logits.rows;
  const z = tape.view(logits);
  let [total, sum] = [0, 0];
  for (let row = 0; row < n; row++) {
    const weight = weights ? weights[row]! : 1;
    if (weight === 0) continue;
    total += weight;
    sum += weight * (Math.max(z[row]!, 0) - z[row]! * labels[row]! + Math.log1p(Math.exp(-Math.abs(z[row]!))));
  }
  tape.give(logits, (out) => {
    const gradient = tape.road.memory.floats(out, n);
    for (let row = 0; row < n; row++) {
      const weight = weights ? weights[row]! : 1;
      gradient[row] = weight === 0 ? 0 : (share * weight * (1 / (1 + Math.exp(-z[row]!)) - labels[row]!)) / total;
    }
  });
  return total === 0 ? 0 : sum / total;
}
