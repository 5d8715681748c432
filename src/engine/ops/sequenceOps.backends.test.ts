/** Cross-entropy and scores by a table against their equations, and the same on the tape of the processor. */
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { cpuRoad } from '../cpu/road';
import { Tape, type Node } from '../cpu/tape';
import { Random } from '../math/random';
import { KeptFace } from '../nn/keptFace';
import { describeBackends } from '../testing/backends';
import { expectClose } from '../testing/tolerance';
import { crossEntropy } from './crossEntropy';
import { tableScores } from './tableScores';

const [n, d, K, from, count] = [7, 6, 9, 2, 5];
const random = new Random(4);
const draw = (length: number) => Float32Array.from({ length }, () => random.normal());
const [x, table, tokens] = [draw(n * d), draw(K * d), Int32Array.from({ length: n }, () => random.integer(count))];

/** Loss and its gradients in float64, by the equations. */
function byHand() {
  const [toX, toTable] = [new Float64Array(n * d), new Float64Array(K * d)];
  let loss = 0;
  for (let row = 0; row < n; row++) {
    const z = Array.from({ length: count }, (_, k) => x.subarray(row * d, (row + 1) * d).reduce((sum, value, j) => sum + value * table[(from + k) * d + j]!, 0));
    const total = z.reduce((sum, value) => sum + Math.exp(value), 0);
    loss += (Math.log(total) - z[tokens[row]!]!) / n;
    z.forEach((value, k) => {
      const slope = (Math.exp(value) / total - (k === tokens[row] ? 1 : 0)) / n;
      for (let j = 0; j < d; j++) {
        toX[row * d + j]! += slope * table[(from + k) * d + j]!;
        toTable[(from + k) * d + j]! += slope * x[row * d + j]!;
      }
    });
  }
  return { loss, toX, toTable };
}

describeBackends('cross-entropy of scores by a table', (backend) => {
  it('is what the equations say, with its gradients', async () => {
    const wanted = byHand();
    const [a, b] = [tf.tensor2d(x, [n, d]), tf.tensor2d(table, [K, d])];
    const { value, grads } = tf.valueAndGrads((a, b) => crossEntropy(tableScores(a as tf.Tensor2D, b as tf.Tensor2D, from, count), tf.tensor1d(tokens, 'int32')))([a, b]);
    expect((await value.data())[0]).toBeCloseTo(wanted.loss, 5);
    expectClose(await grads[0]!.data<'float32'>(), Float32Array.from(wanted.toX), { rtol: 1e-4, atol: 1e-6 });
    expectClose(await grads[1]!.data<'float32'>(), Float32Array.from(wanted.toTable), { rtol: 1e-4, atol: 1e-6 });
    tf.dispose([a, b, value, grads]);
  });

  it.runIf(backend === 'wasm')('is the same on the tape, beside a look-up in the same table', () => {
    const wanted = byHand();
    const tape = new Tape(cpuRoad()!);
    const node = (values: Float32Array, rows: number): Node => {
      const made = tape.node(rows, d);
      tape.view(made).set(values);
      return made;
    };
    const [a, b] = [node(x, n), node(table, K)];
    const face = new KeptFace(tape, [a, b]);
    // The look-up hands its gradient to the table first or last: here it hands none, but the rows must be there.
    const rows = face.embedding(b, Int32Array.of(0, 8));
    face.crossEntropy('tokens', face.tableScores(a, b, from, count), tokens, 1);
    tape.backward();
    expect(face.total).toBeCloseTo(wanted.loss, 5);
    expect(rows.rows).toBe(2);
    expectClose(tape.road.memory.floats(a.gradient, n * d), Float32Array.from(wanted.toX), { rtol: 1e-4, atol: 1e-6 });
    expectClose(tape.road.memory.floats(b.gradient, K * d), Float32Array.from(wanted.toTable), { rtol: 1e-4, atol: 1e-6 });
    tape.dispose();
  });
});
