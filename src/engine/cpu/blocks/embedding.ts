/** Vectors of ids from a large table on a tape: see ops/embedding.ts. The gradient is written where ids were looked up; all else costs a fill with zeros. */
import { checkIds, segmentsOf, segmentsOfBags, segmentsWithin, type Bags, type Segments } from '../../math/segments';
import type { Node, Tape } from '../tape';

/** Rows, or segments, of a block. */
const ROWS = 64;

/** table [K, d], ids [n] -> [n, d]. @throws RangeError for an id that is no row. */
export function embedding(tape: Tape, table: Node, ids: Int32Array): Node {
  checkIds(ids, table.rows);
  const found = tape.node(ids.length, table.columns);
  tape.road.pool.run('gatherRows', Math.ceil(ids.length / ROWS), [table.address, tape.ints(ids), ids.length, table.columns, found.address]);
  tape.record(found, () => giveSums(tape, table, found, () => segmentsOf(ids)));
  return found;
}

/** table [K, d] -> [rows of the bags, d]. @throws RangeError for an id that is no row. */
export function embeddingBag(tape: Tape, table: Node, bags: Bags): Node {
  checkIds(bags.ids, table.rows);
  const sums = tape.node(bags.starts.length - 1, table.columns);
  addSums(tape, table.address, segmentsWithin(bags), table.columns, false, sums.address);
  tape.record(sums, () => giveSums(tape, table, sums, () => segmentsOfBags(bags)));
  return sums;
}

function giveSums(tape: Tape, table: Node, of: Node, segments: () => Segments): void {
  if (table.gradient === 0) return;
  if (!table.touched) tape.road.memory.floats(table.gradient, table.rows * table.columns).fill(0);
  table.touched = true;
  addSums(tape, of.gradient, segments(), table.columns, true, table.gradient);
}

function addSums(tape: Tape, x: number, { rows, weights, starts, targets }: Segments, d: number, adds: boolean, out: number): void {
  const shares = tape.allocate(weights.length * 4);
  tape.road.memory.floats(shares, weights.length).set(weights);
  tape.road.pool.run('segmentSums', Math.ceil(targets.length / ROWS), [x, tape.ints(rows), shares, tape.ints(starts), tape.ints(targets), targets.length, d, adds ? 1 : 0, out]);
}
