/** Greedy and beam encoding against faiss.ResidualQuantizer, and exhaustive search. Reference: fixtures/residual-encode.json. */
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import given from '../testing/fixtures/residual-encode.json';
import { describeBackends } from '../testing/backends';
import { expectClose } from '../testing/tolerance';
import { watched } from '../testing/watched';
import { chooseNearest, decodeAdditive, encodeAdditive } from './additiveCodes';
import { beamEncode, encodeBeam } from './beamEncode';
import { squaredNorms } from './rowSums';

const reference = watched(given, ['data', 'codebooks', 'greedy', 'beam', 'exhaustive']);
const [levels, numCodes, dim] = reference.codebooks.shape as [number, number, number];
const rows = reference.data.shape[0]!;
const data = Float32Array.from(reference.data.data);
const { greedy: tolerance } = reference.meta.tolerance_float32;

describeBackends('residual encoding', () => {
  it('greedy agrees with faiss at beam 1: codes, norms, reconstruction', async () => {
    const codebooks = readCodebooks();
    const x = tf.tensor2d(data, [rows, dim]);
    const mean = tf.zeros([dim]) as tf.Tensor1D;
    const encoding = encodeAdditive(x, mean, codebooks, chooseNearest);
    const codes = await Promise.all(encoding.codes.map((code) => code.data()));
    expect(Array.from({ length: rows * levels }, (_, i) => codes[i % levels]![Math.floor(i / levels)])).toEqual(reference.greedy.codes.data);
    const norms = await Promise.all(
      encoding.residuals.slice(1).map(async (left) => {
        const lengths = tf.tidy(() => tf.sqrt(tf.sum(tf.square(left), 1)));
        const values = await lengths.data();
        lengths.dispose();
        return values;
      }),
    );
    expectClose(
      Array.from({ length: rows * levels }, (_, i) => norms[i % levels]![Math.floor(i / levels)]!),
      reference.greedy.residual_norms,
      tolerance,
      'residual norms',
    );
    const decoded = decodeAdditive(encoding.codes, rows, mean, codebooks);
    expectClose(await decoded.data(), reference.greedy.reconstruction, tolerance, 'reconstruction');
    const left = squaredNorms(await encoding.residuals.at(-1)!.data<'float32'>(), rows, dim);
    expectClose(left, reference.greedy.squared_error, tolerance, 'squared errors');
    tf.dispose([x, mean, decoded, encoding.latents, ...encoding.codes, ...encoding.residuals, ...codebooks]);
  });

  it('beam 4 agrees with faiss: the answer and the four states kept', async () => {
    const codebooks = readCodebooks();
    const beam = await beamEncode(data, rows, codebooks, reference.beam.width);
    expect(Array.from(beam.codes)).toEqual(reference.beam.final_beams_codes.data);
    expectClose(beam.squaredErrors, reference.beam.final_beams_squared_error, reference.meta.tolerance_float32.beam, 'squared errors');
    const best = Array.from({ length: rows }, (_, row) => Array.from(beam.codes.subarray(row * 4 * levels, row * 4 * levels + levels))).flat();
    expect(best).toEqual(reference.beam.codes.data);
    expectClose(Array.from({ length: rows }, (_, row) => beam.squaredErrors[row * 4]!), reference.beam.squared_error, reference.meta.tolerance_float32.beam, 'squared errors of the answer');
    const mean = tf.zeros([dim]) as tf.Tensor1D;
    const codes = Array.from({ length: levels }, (_, level) => tf.tensor1d(best.filter((_code, at) => at % levels === level), 'int32'));
    const decoded = decodeAdditive(codes, rows, mean, codebooks);
    expectClose(await decoded.data(), reference.beam.reconstruction, reference.meta.tolerance_float32.beam, 'reconstruction');
    // The beam and the greedy path together: no row is worse than either.
    const x = tf.tensor2d(data, [rows, dim]);
    const encoding = await encodeBeam(x, mean, codebooks, reference.beam.width);
    const left = squaredNorms(await encoding.residuals.at(-1)!.data<'float32'>(), rows, dim);
    const wanted = reference.greedy.squared_error.data.map((greedy, row) => Math.min(greedy, reference.beam.squared_error.data[row]!));
    expectClose(left, wanted, reference.meta.tolerance_float32.beam, 'squared errors of the encoding');
    tf.dispose([x, mean, decoded, ...codes, ...codebooks, encoding.latents, ...encoding.codes, ...encoding.residuals]);
  });

  it('a beam as wide as two levels is exhaustive search; width 1 is greedy', async () => {
    const codebooks = readCodebooks();
    const wide = await beamEncode(data, rows, codebooks, numCodes * numCodes);
    const first = Array.from({ length: rows }, (_, row) => {
      const start = row * wide.width * levels;
      return Array.from(wide.codes.subarray(start, start + levels));
    }).flat();
    expect(first).toEqual(reference.exhaustive.codes.data);
    expectClose(Array.from({ length: rows }, (_, row) => wide.squaredErrors[row * wide.width]!), reference.exhaustive.squared_error, reference.meta.tolerance_float32.exhaustive, 'squared errors');
    const narrow = await beamEncode(data, rows, codebooks, 1);
    expect(Array.from(narrow.codes)).toEqual(reference.greedy.codes.data);
    tf.dispose(codebooks);
  });
});

function readCodebooks(): tf.Tensor2D[] {
  const values = Float32Array.from(reference.codebooks.data);
  const size = numCodes * dim;
  return Array.from({ length: levels }, (_, level) => tf.tensor2d(values.slice(level * size, (level + 1) * size), [numCodes, dim]));
}
