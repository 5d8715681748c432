/** Inner products of all pairs of a row's vectors on a tape: see ops/pairProducts.ts. One loop: a batch has a few hundred thousand products. */
import type { Node, Tape } from '../tape';

/** v [n, F w] -> [n, F (F - 1) / 2], pairs i < j in their order. */
export function pairProducts(tape: Tape, v: Node, fields: number): Node {
  const [n, width] = [v.rows, v.columns / fields];
  const pairs = (fields * (fields - 1)) / 2;
  const out = tape.node(n, pairs);
  const [vectors, products] = [tape.view(v), tape.view(out)];
  for (let row = 0, at = 0; row < n; row++) {
    for (let i = row * fields; i < (row + 1) * fields; i++) {
      for (let j = i + 1; j < (row + 1) * fields; j++, at++) {
        let sum = 0;
        for (let k = 0; k < width; k++) sum += vectors[i * width + k]! * vectors[j * width + k]!;
        products[at] = sum;
      }
    }
  }
  tape.record(out, () => tape.give(v, (address) => {
    const { memory } = tape.road;
    const slopes = memory.floats(out.gradient, n * pairs);
    const gradient = memory.floats(address, n * v.columns).fill(0);
    const values = tape.view(v);
    for (let row = 0, at = 0; row < n; row++) {
      for (let i = row * fields; i < (row + 1) * fields; i++) {
        for (let j = i + 1; j < (row + 1) * fields; j++, at++) {
          const slope = slopes[at]!;
          for (let k = 0; k < width; k++) {
            gradient[i * width + k]! += slope * values[j * width + k]!;
            gradient[j * width + k]! += slope * values[i * width + k]!;
          }
        }
      }
    }
  }));
  return out;
}
