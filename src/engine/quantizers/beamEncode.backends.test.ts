/** The beam against all continuations in order: ties go to the state kept better, then to the lower code, in blocks as without them. */
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { Random } from '../math/random';
import { describeBackends } from '../testing/backends';
import { beamEncode, encodeBeam, extendBeam } from './beamEncode';

describeBackends('beam', () => {
  it('of equal continuations keeps those of the better state, then of the lower code', async () => {
    const random = new Random(1);
    for (let trial = 0; trial < 30; trial++) {
      // Small whole numbers: every sum is exact on every backend, and most distances tie.
      const [rows, kept, numCodes, dim] = [1 + random.integer(6), 1 + random.integer(3), 1 + random.integer(6), 1 + random.integer(3)];
      const whole = (length: number) => Float32Array.from({ length }, () => random.integer(3) - 1);
      const [residuals, vectors] = [whole(rows * kept * dim), whole(numCodes * dim)];
      const codebook = tf.tensor2d(vectors.slice(), [numCodes, dim]);
      for (let width = 1; width <= kept * numCodes + 1; width++) {
        const seen = await extendBeam(residuals, rows, kept, codebook, width);
        expect(seen.kept).toBe(Math.min(width, kept * numCodes));
        for (let row = 0; row < rows; row++) {
          const wanted = Array.from({ length: kept * numCodes }, (_, at) => {
            const [state, code] = [Math.floor(at / numCodes), at % numCodes];
            let distance = 0;
            for (let d = 0; d < dim; d++) distance += (residuals[(row * kept + state) * dim + d]! - vectors[code * dim + d]!) ** 2;
            return { state, code, distance };
          }).sort((a, b) => a.distance - b.distance || a.state - b.state || a.code - b.code).slice(0, width);
          const of = (values: Int32Array) => Array.from(values.subarray(row * seen.kept, (row + 1) * seen.kept));
          expect([of(seen.parents), of(seen.codes)], `${kept} states, ${numCodes} codes, width ${width}`).toEqual([wanted.map(({ state }) => state), wanted.map(({ code }) => code)]);
          wanted.forEach(({ state, code }, rank) => {
            for (let d = 0; d < dim; d++) expect(seen.residuals[(row * seen.kept + rank) * dim + d]! + 0).toBe(residuals[(row * kept + state) * dim + d]! - vectors[code * dim + d]! + 0);
          });
        }
      }
      codebook.dispose();
    }
  });

  it('where all codes are alike, takes the lowest at every level, and a row is moved off its greedy codes by nothing less than a smaller error', async () => {
    const codebooks = [tf.ones([3, 2]), tf.ones([4, 2]), tf.ones([2, 2])] as tf.Tensor2D[];
    const beam = await beamEncode(Float32Array.of(0, 0, 5, -1), 2, codebooks, 2);
    expect(Array.from(beam.codes.subarray(0, 3))).toEqual([0, 0, 0]);
    expect(Array.from(beam.codes.subarray(6, 9))).toEqual([0, 0, 0]);
    const x = tf.tensor2d([0, 0, 5, -1], [2, 2]);
    const mean = tf.zeros([2]) as tf.Tensor1D;
    const encoding = await encodeBeam(x, mean, codebooks, 3);
    for (const code of encoding.codes) expect(Array.from(await code.data())).toEqual([0, 0]);
    tf.dispose([x, mean, ...codebooks, encoding.latents, ...encoding.codes, ...encoding.residuals]);
  });

  it('of many rows codes each as it codes that row alone: blocks have no border', async () => {
    // 2,048 codes and a width of 8 make blocks of 256 rows.
    const random = new Random(2);
    const [rows, dim, numCodes, width] = [600, 3, 2048, 8];
    const e = Float32Array.from({ length: rows * dim }, () => random.normal());
    const codebooks = [1, 0.3].map((scale) => tf.tensor2d(Float32Array.from({ length: numCodes * dim }, () => scale * random.normal()), [numCodes, dim]));
    const all = await beamEncode(e, rows, codebooks, width);
    for (const row of [0, 255, 256, 257, 511, 512, 599]) {
      const alone = await beamEncode(e.slice(row * dim, (row + 1) * dim), 1, codebooks, width);
      expect(Array.from(all.codes.subarray(row * width * 2, row * width * 2 + 2)), `row ${row}`).toEqual(Array.from(alone.codes.subarray(0, 2)));
      expect(Math.abs(all.squaredErrors[row * width]! - alone.squaredErrors[0]!)).toBeLessThan(1e-6);
    }
    tf.dispose(codebooks);
  });
});
