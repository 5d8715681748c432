/** Layers on a tape that treat every number by itself. */
import type { Activation } from '../../math/activations';
import { addScaled, NUMBERS } from '../kernels';
import type { Node, Tape } from '../tape';

/** The numbers of the functions in assembly/elementwise.ts. */
const KINDS = { relu: 0, silu: 1, gelu: 2, geluTanh: 3, sigmoid: 4 } as const;

/** f(x) of one shape with x: see ops/activation.ts. */
export function activate(tape: Tape, x: Node, kind: Activation | 'sigmoid'): Node {
  const { road } = tape;
  const length = x.rows * x.columns;
  const blocks = Math.ceil(length / NUMBERS);
  const y = tape.node(x.rows, x.columns);
  road.pool.run('activate', blocks, [x.address, length, KINDS[kind], y.address]);
  tape.record(y, () => tape.give(x, (out) => road.pool.run('activateGradient', blocks, [x.address, y.gradient, length, KINDS[kind], out])));
  return y;
}

export function sigmoid(tape: Tape, x: Node): Node {
  return activate(tape, x, 'sigmoid');
}

/** a + b of one shape. */
export function add(tape: Tape, a: Node, b: Node): Node {
  sameShape('add', a, b);
  const sum = tape.node(a.rows, a.columns);
  addScaled(tape.road, a.address, b.address, 1, a.rows * a.columns, sum.address);
  tape.record(sum, () => {
    tape.giveFrom(a, sum.gradient);
    tape.giveFrom(b, sum.gradient);
  });
  return sum;
}

/** a b, number by number, of one shape. */
export function times(tape: Tape, a: Node, b: Node): Node {
  sameShape('times', a, b);
  const product = tape.node(a.rows, a.columns);
  multiplied(tape, a.address, b.address, 1, product, product.address);
  tape.record(product, () => {
    tape.give(a, (out) => multiplied(tape, product.gradient, b.address, 1, product, out));
    tape.give(b, (out) => multiplied(tape, product.gradient, a.address, 1, product, out));
  });
  return product;
}

/** factor x. */
export function scaled(tape: Tape, x: Node, factor: number): Node {
  const y = tape.node(x.rows, x.columns);
  multiplied(tape, x.address, 0, factor, y, y.address);
  tape.record(y, () => tape.give(x, (out) => multiplied(tape, y.gradient, 0, factor, y, out)));
  return y;
}

function multiplied({ road }: Tape, a: number, b: number, factor: number, { rows, columns }: Node, out: number): void {
  road.pool.run('multiplied', Math.ceil((rows * columns) / NUMBERS), [a, b, factor, rows * columns, out]);
}

function sameShape(what: string, a: Node, b: Node): void {
  if (a.rows !== b.rows || a.columns !== b.columns) throw new Error(`${what}: [${a.rows}, ${a.columns}] and [${b.rows}, ${b.columns}] are not of one shape`);
}
