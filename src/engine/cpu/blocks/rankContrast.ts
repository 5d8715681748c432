/** Rank-N-Contrast (2210.01189) on a tape: see ops/rankNContrast.ts for the equations and assembly/rankContrast.ts for the passes. */
import { product } from '../kernels';
import type { Node, Tape } from '../tape';

/** For each of n anchors the n - 1 others by rising distance of their labels, and the place of the first at the same distance, both [n, n - 1], in kept memory. */
export interface Order {
  readonly others: Int32Array;
  readonly first: Int32Array;
}

/** Anchors of a block. */
const ROWS = 16;

/** Mean loss of features [n, d]; gives `weight` times its gradient to them. 0 for fewer than two rows. */
export function rankContrast(tape: Tape, features: Node, order: Order, temperature: number, weight: number): number {
  const { road } = tape;
  const { rows: n, columns: d } = features;
  if (n < 2) return 0;
  const blocks = Math.ceil(n / ROWS);
  const x = tape.node(n, d, false);
  const norms = tape.allocate(n * 4);
  centre(tape.view(features), tape.view(x), road.memory.floats(norms, n), n, d);
  const distances = tape.allocate(n * n * 4);
  product(road, 'nt', x.address, x.address, [n, d, n], distances);
  road.pool.run('pairDistances', blocks, [distances, n, norms]);
  const [losses, slopes] = [tape.allocate(n * 8), tape.allocate(n * n * 4)];
  road.pool.run('rankContrast', blocks, [distances, n, temperature, order.others.byteOffset, order.first.byteOffset, losses, slopes]);
  tape.give(features, (out) => {
    const [pulls, sums] = [tape.allocate(n * n * 4), tape.allocate(n * 4)];
    road.pool.run('pairPulls', blocks, [slopes, distances, n, weight / temperature, pulls, sums]);
    product(road, 'nn', pulls, x.address, [n, n, d], out);
    const [gradient, values, sum] = [road.memory.floats(out, n * d), tape.view(x), road.memory.floats(sums, n)];
    for (let i = 0, at = 0; i < n; i++) for (let j = 0; j < d; j++, at++) gradient[at] = sum[i]! * values[at]! - gradient[at]!;
  });
  return road.memory.doubles(losses, n).reduce((total, loss) => total + loss, 0) / n;
}

/** Rows less their mean, and their squared norms. */
function centre(from: Float32Array, to: Float32Array, norms: Float32Array, n: number, d: number): void {
  const means = new Float64Array(d);
  for (let i = 0, at = 0; i < n; i++) for (let j = 0; j < d; j++) means[j]! += from[at++]!;
  for (let i = 0, at = 0; i < n; i++) {
    let squares = 0;
    for (let j = 0; j < d; j++, at++) {
      const value = Math.fround(from[at]! - means[j]! / n);
      to[at] = value;
      squares += value * value;
    }
    norms[i] = squares;
  }
}
