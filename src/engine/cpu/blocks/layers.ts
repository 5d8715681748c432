/** Layers on a tape: what networks are made of, each forward and backward over kept memory. Shapes as in ops/dense.ts, nn/lstm.ts and ops/lookUp.ts. */
import { columnSums, NUMBERS, product, scaledToFloat, sumsByCode } from '../kernels';
import type { Node, Tape } from '../tape';

/** Rows of a block. */
const ROWS = 64;

export interface LayerNodes {
  /** [in, out] */
  readonly weight: Node;
  /** [1, out] */
  readonly bias: Node;
}

/** x [n, in] -> max(0, x W + b) or x W + b [n, out]. */
export function dense(tape: Tape, x: Node, { weight, bias }: LayerNodes, relu: boolean): Node {
  const { road } = tape;
  const [n, inputs, outputs] = [x.rows, weight.rows, weight.columns];
  const y = tape.node(n, outputs);
  product(road, 'nn', x.address, weight.address, [n, inputs, outputs], y.address, { bias: bias.address, relu });
  tape.record(y, () => {
    if (relu) road.pool.run('gateBy', Math.ceil((n * outputs) / NUMBERS), [y.gradient, y.address, n * outputs, y.gradient]);
    tape.give(weight, (out) => product(road, 'tn', x.address, y.gradient, [inputs, n, outputs], out));
    tape.give(bias, (out) => columnSums(road, y.gradient, n, outputs, out));
    tape.give(x, (out) => product(road, 'nt', y.gradient, weight.address, [n, outputs, inputs], out));
  });
  return y;
}

/** Layers in turn, ReLU between them and none after the last. */
export function perceptron(tape: Tape, x: Node, layers: readonly LayerNodes[]): Node {
  return layers.reduce((h, layer, i) => dense(tape, h, layer, i < layers.length - 1), x);
}

/** a [n, k] b [k, m] -> [n, m]. */
export function multiply(tape: Tape, a: Node, b: Node): Node {
  const { road } = tape;
  const [n, k, m] = [a.rows, a.columns, b.columns];
  const c = tape.node(n, m);
  product(road, 'nn', a.address, b.address, [n, k, m], c.address);
  tape.record(c, () => {
    tape.give(a, (out) => product(road, 'nt', c.gradient, b.address, [n, m, k], out));
    tape.give(b, (out) => product(road, 'tn', a.address, c.gradient, [k, n, m], out));
  });
  return c;
}

/** Rows of a table [K, d] by their codes, int32 [n] at an address -> [n, d]. The gradient of the table adds up in float64, in the order of the rows. */
export function lookUp(tape: Tape, table: Node, codes: number, n: number): Node {
  const { road } = tape;
  const { rows: K, columns: d } = table;
  const found = tape.node(n, d);
  road.pool.run('gatherRows', Math.ceil(n / ROWS), [table.address, codes, n, d, found.address]);
  tape.record(found, () => {
    tape.give(table, (out) => {
      const sums = road.scratch('lookUp.sums', K * d * 8);
      sumsByCode(road, found.gradient, n, d, codes, K, sums);
      scaledToFloat(road, sums, 1, K * d, out);
    });
  });
  return found;
}

/** Columns of all parts side by side: [n, sum of widths]. */
export function sideBySide(tape: Tape, parts: readonly Node[]): Node {
  const n = parts[0]!.rows;
  const whole = tape.node(n, parts.reduce((sum, part) => sum + part.columns, 0));
  let at = 0;
  for (const part of parts) {
    copyColumns(tape, part.address, part.columns, 0, whole.address, whole.columns, at, n, part.columns, false);
    at += part.columns;
  }
  tape.record(whole, () => {
    let at = 0;
    for (const part of parts) {
      if (part.gradient !== 0) copyColumns(tape, whole.gradient, whole.columns, at, part.gradient, part.columns, 0, n, part.columns, part.touched);
      part.touched = part.gradient !== 0;
      at += part.columns;
    }
  });
  return whole;
}

/** Rows of all parts below each other: [sum of rows, d]. */
export function stacked(tape: Tape, parts: readonly Node[]): Node {
  const d = parts[0]!.columns;
  const whole = tape.node(parts.reduce((sum, part) => sum + part.rows, 0), d);
  const each = (act: (part: Node, offset: number) => void) => {
    let at = 0;
    for (const part of parts) {
      act(part, at * d * 4);
      at += part.rows;
    }
  };
  each((part, offset) => copyColumns(tape, part.address, d, 0, whole.address + offset, d, 0, part.rows, d, false));
  tape.record(whole, () => each((part, offset) => {
    if (part.gradient === 0) return;
    copyColumns(tape, whole.gradient + offset, d, 0, part.gradient, d, 0, part.rows, d, part.touched);
    part.touched = true;
  }));
  return whole;
}

/** Columns from .. from + width of x. */
export function columnsOf(tape: Tape, x: Node, from: number, width: number): Node {
  const part = tape.node(x.rows, width);
  copyColumns(tape, x.address, x.columns, from, part.address, width, 0, x.rows, width, false);
  tape.record(part, () => {
    if (x.gradient === 0) return;
    if (!x.touched) tape.road.memory.floats(x.gradient, x.rows * x.columns).fill(0);
    copyColumns(tape, part.gradient, width, 0, x.gradient, x.columns, from, x.rows, width, true);
    x.touched = true;
  });
  return part;
}

export interface CellNodes {
  /** [n, H] each. */
  readonly hidden: Node;
  readonly cell: Node;
}

/** One step of an LSTM of width H, a multiple of 4: x [n, in] and the state before it -> the state after it. */
export function lstmStep(tape: Tape, x: Node, { hidden, cell }: CellNodes, layer: LayerNodes): CellNodes {
  const { road } = tape;
  const gates = dense(tape, sideBySide(tape, [x, hidden]), layer, false);
  const [n, H] = [cell.rows, cell.columns];
  const next: CellNodes = { hidden: tape.node(n, H), cell: tape.node(n, H) };
  const blocks = Math.ceil(n / ROWS);
  road.pool.run('lstmCell', blocks, [gates.address, cell.address, n, H, next.cell.address, next.hidden.address]);
  // The hidden state is read by what follows in any case; the cell may be the last.
  tape.record(next.hidden, () => {
    if (!next.cell.touched) road.memory.floats(next.cell.gradient, n * H).fill(0);
    const before = road.scratch('lstmStep.cell', n * H * 4);
    road.pool.run('lstmCellGradient', blocks, [gates.address, cell.address, n, H, next.cell.address, next.hidden.gradient, next.cell.gradient, gates.gradient, before]);
    gates.touched = true;
    tape.give(cell, (out) => copyColumns(tape, before, H, 0, out, H, 0, n, H, false));
  });
  return next;
}

/** Softmax of rows z [n, V], with a mask [V] added first where there is one, at an address; and the log of each row's sum of exponentials, float64 [n]. */
export function softmax(tape: Tape, z: Node, mask = 0): { readonly p: Node; readonly logSums: Float64Array } {
  const { road } = tape;
  const [n, V] = [z.rows, z.columns];
  const p = tape.node(n, V);
  const sums = tape.allocate(n * 8);
  road.pool.run('softmaxRows', Math.ceil(n / ROWS), [z.address, mask, n, V, p.address, sums]);
  tape.record(p, () => tape.give(z, (out) => road.pool.run('softmaxGradient', Math.ceil(n / ROWS), [p.address, p.gradient, n, V, out])));
  return { p, logSums: road.memory.doubles(sums, n) };
}

/** a where `share` is 0, b where it is 1, by row: a + share (b - a). share [n]; a and b [n, d]. */
export function blend(tape: Tape, a: Node, b: Node, share: Float32Array): Node {
  const { rows, columns } = a;
  const out = tape.node(rows, columns);
  const [from, to, values] = [tape.view(a), tape.view(b), tape.view(out)];
  for (let i = 0, at = 0; i < rows; i++) for (let j = 0; j < columns; j++, at++) values[at] = from[at]! + share[i]! * (to[at]! - from[at]!);
  tape.record(out, () => {
    const slopes = tape.road.memory.floats(out.gradient, rows * columns);
    const part = (shareOf: (row: number) => number) => (address: number) => {
      const target = tape.road.memory.floats(address, rows * columns);
      for (let i = 0, at = 0; i < rows; i++) for (let j = 0; j < columns; j++, at++) target[at] = shareOf(i) * slopes[at]!;
    };
    tape.give(a, part((row) => 1 - share[row]!));
    tape.give(b, part((row) => share[row]!));
  });
  return out;
}

/** What `softmax` gives, and what it is of. */
export interface Softmax {
  readonly z: Node;
  readonly p: Node;
  readonly logSums: Float64Array;
}

/**
 * Cross-entropy of logits [n, V], one or several of one shape, against their true tokens [n], mean over all rows; gives `weight` times its gradient to the logits.
 * `known`: their softmax, where it was computed with a mask or for another use.
 */
export function crossEntropy(tape: Tape, logits: readonly Node[], tokens: readonly Int32Array[], weight = 1, known?: readonly Omit<Softmax, 'z'>[]): number {
  const rows = logits.reduce((sum, z) => sum + z.rows, 0);
  let total = 0;
  logits.forEach((z, i) => {
    const { p, logSums } = known?.[i] ?? softmax(tape, z);
    const values = tape.view(z);
    const wanted = tape.ints(tokens[i]!);
    for (let row = 0; row < z.rows; row++) total += logSums[row]! - values[row * z.columns + tokens[i]![row]!]!;
    tape.give(z, (out) => tape.road.pool.run('crossEntropyGradient', Math.ceil(z.rows / ROWS), [p.address, wanted, z.rows, z.columns, weight / rows, out]));
  });
  return total / rows;
}

function copyColumns({ road }: Tape, from: number, fromColumns: number, fromAt: number, to: number, toColumns: number, toAt: number, rows: number, width: number, adds: boolean): void {
  road.pool.run('copyColumns', Math.ceil(rows / ROWS), [from, fromColumns, fromAt, to, toColumns, toAt, rows, width, adds ? 1 : 0]);
}
