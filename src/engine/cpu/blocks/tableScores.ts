/** Inner products of rows with some rows of a table on a tape: see ops/tableScores.ts. */
import { addScaled, product } from '../kernels';
import type { Node, Tape } from '../tape';

/** x [n, d] and rows from .. from + count of a table [K, d] -> [n, count]. */
export function tableScores(tape: Tape, x: Node, table: Node, from: number, count: number): Node {
  const { road } = tape;
  const [n, d] = [x.rows, x.columns];
  const y = tape.node(n, count);
  const offset = from * d * 4;
  product(road, 'nt', x.address, table.address + offset, [n, d, count], y.address);
  tape.record(y, () => {
    if (table.gradient !== 0) {
      if (!table.touched) road.memory.floats(table.gradient, table.rows * d).fill(0);
      table.touched = true;
      const part = road.scratch('tableScores.part', count * d * 4);
      product(road, 'tn', y.gradient, x.address, [count, n, d], part);
      addScaled(road, table.gradient + offset, part, 1, count * d, table.gradient + offset);
    }
    tape.give(x, (out) => product(road, 'nn', y.gradient, table.address + offset, [n, count, d], out));
  });
  return y;
}
