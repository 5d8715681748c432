/** Look-ups in a table and bags of ids against plain loops in float64 and their finite differences, as ops and on a tape. */
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { embedding as embeddingOnTape, embeddingBag as embeddingBagOnTape } from '../cpu/blocks/embedding';
import { add } from '../cpu/blocks/elementwise';
import { cpuRoad } from '../cpu/road';
import { Random } from '../math/random';
import { meanBags, meanBagsOf } from '../math/segments';
import { normals } from '../testing/arrays';
import { describeBackends } from '../testing/backends';
import { byOps, expectForms, matrix, onTape } from '../testing/layers';
import { expectClose } from '../testing/tolerance';
import { embedding, embeddingBag } from './embedding';

const close = { rtol: 1e-4, atol: 1e-4 };

describeBackends('embedding', () => {
  it.each([[5, 4, 9], [3, 1, 200], [40, 7, 3], [2, 6, 1]] as const)('a table of %i rows of %i numbers, %i ids', async (K, d, n) => {
    const ids = idsBelow(K, n);
    await expectForms({
      inputs: { table: matrix(K, d, 1) },
      naive: ([table]) => Array.from(ids, (id) => [...table!.subarray(id * d, (id + 1) * d)]).flat(),
      plain: ([table]) => embedding(table!, ids),
      kept: (tape, [table]) => embeddingOnTape(tape, table!, ids),
    }, close);
  });

  it.each([[6, 4, [0, 3, 3, 4, 9]], [3, 5, [0, 150, 151]], [4, 2, [0, 0, 0]]] as const)('bags in a table of %i rows of %i numbers, starts %o', async (K, d, starts) => {
    const bags = meanBags(idsBelow(K, starts.at(-1)!), starts);
    await expectForms({
      inputs: { table: matrix(K, d, 1) },
      naive: ([table]) => starts.slice(1).flatMap((end, row) => Array.from({ length: d }, (_, j) => {
        const own = [...bags.ids.subarray(starts[row], end)];
        return own.reduce((sum, id) => sum + table![id * d + j]! / own.length, 0);
      })),
      plain: ([table]) => embeddingBag(table!, bags),
      kept: (tape, [table]) => embeddingBagOnTape(tape, table!, bags),
    }, close);
  });

  it('masked ids change no bit of a bag, nor of its gradient', async () => {
    const [table, weights] = [[matrix(9, 4, 1)], normals(12, 2)];
    const bags = meanBagsOf(Int32Array.of(1, 2, 5, 5, 8, 0), new Uint8Array(6).fill(1), 2);
    const wider = meanBagsOf(Int32Array.of(1, 2, 7, 5, 5, 7, 8, 7, 0), Uint8Array.of(1, 1, 0, 1, 1, 0, 1, 0, 1), 3);
    expect(await byOps(table, ([table]) => embeddingBag(table!, wider), weights)).toEqual(await byOps(table, ([table]) => embeddingBag(table!, bags), weights));
  });

  it('one table may be looked up twice in a step on a tape', () => {
    if (!cpuRoad()) return;
    const [first, second] = [idsBelow(7, 20), idsBelow(7, 20).reverse()];
    const weights = normals(20 * 3, 3);
    const { gradients } = onTape([matrix(7, 3, 1)], (tape, [table]) => add(tape, embeddingOnTape(tape, table!, first), embeddingOnTape(tape, table!, second)), weights);
    const wanted = new Float64Array(21);
    for (const ids of [first, second]) ids.forEach((id, row) => { for (let j = 0; j < 3; j++) wanted[id * 3 + j]! += weights[row * 3 + j]!; });
    expectClose(gradients[0]!, wanted, close);
  });

  it('repeats bit for bit in a large table, and touches only the rows of its ids', async () => {
    const [K, d, n] = [20_000, 8, 3000];
    const ids = Int32Array.from(idsBelow(K, n), (id, at) => (at % 3 === 0 ? 17 : id));
    const dy = tf.tensor2d(normals(n * d, 4), [n, d]);
    const table = tf.zeros([K, d]) as tf.Tensor2D;
    const gradient = () => tf.tidy(() => tf.grad((table) => embedding(table as tf.Tensor2D, ids))(table, dy));
    const [first, second] = [gradient(), gradient()];
    const values = await first.data<'float32'>();
    expect(await second.data()).toEqual(values);
    const wanted = new Float64Array(K * d);
    normals(n * d, 4).forEach((slope, at) => (wanted[ids[Math.floor(at / d)]! * d + (at % d)]! += slope));
    expectClose(values, wanted, close);
    tf.dispose([dy, table, first, second]);
  });

  it('refuses an id that is no row', () => {
    const table = tf.zeros([3, 2]) as tf.Tensor2D;
    expect(() => embedding(table, Int32Array.of(3))).toThrow(RangeError);
    table.dispose();
  });
});

function idsBelow(K: number, n: number): Int32Array {
  const random = new Random(n);
  return Int32Array.from({ length: n }, () => random.integer(K));
}
