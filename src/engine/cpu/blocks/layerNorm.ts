/** Layer norm on a tape: see ops/layerNorm.ts for the equations. */
import { columnSums } from '../kernels';
import type { Node, Tape } from '../tape';

/** Rows of a block. */
const ROWS = 64;

export interface NormNodes {
  /** [1, d] each. */
  readonly gain: Node;
  readonly shift: Node;
}

/** x [n, d] -> [n, d]. */
export function layerNorm(tape: Tape, x: Node, { gain, shift }: NormNodes, epsilon = 1e-5): Node {
  const { road } = tape;
  const { rows: n, columns: d } = x;
  const blocks = Math.ceil(n / ROWS);
  const [y, normal, inverse] = [tape.node(n, d), tape.allocate(n * d * 4), tape.allocate(n * 4)];
  road.pool.run('layerNorm', blocks, [x.address, gain.address, shift.address, n, d, epsilon, normal, inverse, y.address]);
  tape.record(y, () => {
    const [toX, toGain] = [road.scratch('layerNorm.x', n * d * 4), road.scratch('layerNorm.gain', n * d * 4)];
    road.pool.run('layerNormGradient', blocks, [y.gradient, normal, inverse, gain.address, n, d, toX, toGain]);
    tape.give(gain, (out) => columnSums(road, toGain, n, d, out));
    tape.give(shift, (out) => columnSums(road, y.gradient, n, d, out));
    tape.giveFrom(x, toX);
  });
  return y;
}
