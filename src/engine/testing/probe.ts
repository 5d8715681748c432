/** A linear probe: how well a class can be told from vectors by multinomial logistic regression. */

const ROUNDS = 120;
/** Nesterov's steps are as long as the curvature of standardised columns allows: at most half of the mean squared length of a row. */
const DECAY = 1e-4;

/** Share of `test` rows whose class (a number from 0) is told right, after learning from `train` rows of `vectors` [.., dim]. */
export function probe(vectors: Float32Array, dim: number, classes: Int32Array, train: readonly number[], test: readonly number[]): number {
  const count = train.reduce((most, row) => Math.max(most, classes[row]!), 0) + 1;
  const width = dim + 1;
  const inputs = (row: number, j: number) => (j < dim ? vectors[row * dim + j]! : 1);
  const curvature = train.reduce((sum, row) => sum + Array.from({ length: width }, (_, j) => inputs(row, j) ** 2).reduce((a, b) => a + b, 0), 0) / train.length / 2;
  let [weights, before] = [new Float64Array(count * width), new Float64Array(count * width)];
  for (let round = 1; round <= ROUNDS; round++) {
    const ahead = weights.map((value, at) => value + ((round - 1) / (round + 2)) * (value - before[at]!));
    const gradient = ahead.map((value) => DECAY * value);
    for (const row of train) {
      const shares = softmax(scoresOf(ahead, row));
      for (let k = 0; k < count; k++) for (let j = 0; j < width; j++) gradient[k * width + j]! += ((shares[k]! - (classes[row] === k ? 1 : 0)) * inputs(row, j)) / train.length;
    }
    [before, weights] = [weights, ahead.map((value, at) => value - gradient[at]! / curvature)];
  }
  const right = test.filter((row) => {
    const scores = scoresOf(weights, row);
    return scores.indexOf(Math.max(...scores)) === classes[row];
  });
  return right.length / test.length;

  function scoresOf(of: Float64Array, row: number): Float64Array {
    return Float64Array.from({ length: count }, (_, k) => {
      let sum = 0;
      for (let j = 0; j < width; j++) sum += of[k * width + j]! * inputs(row, j);
      return sum;
    });
  }
}

function softmax(scores: Float64Array): Float64Array {
  const most = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - most));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}
