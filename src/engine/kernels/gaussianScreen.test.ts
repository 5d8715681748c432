/** The screen gives what the plain float64 loops give, also where its float32 products have lost their digits. */
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { openBackend } from '../gpu/device';
import { normals } from '../testing/arrays';
import { expectClose } from '../testing/tolerance';
import { ScreenedDensities, screenProducts } from './gaussianScreen';
import { gaussianStatisticsTwin, mixtureCodesTwin } from './gaussianTwin';
import type { Mixture } from './mixture';

const [ROWS, CODES, DIM] = [90, 40, 16];

describe('gaussianScreen', () => {
  beforeAll(async () => {
    await openBackend('wasm');
  });

  for (const [name, offset, smallest] of [
    ['plain', 0, 1],
    ['components collapsed onto rows', 0, 1e-6],
    ['far from the origin', 1000, 1e-3],
  ] as const) {
    it(name, () => {
      const data = normals(ROWS * DIM, 1, offset);
      const x = tf.tensor2d(data, [ROWS, DIM]);
      const mixture: Mixture = {
        numCodes: CODES,
        dim: DIM,
        logWeights: new Float64Array(CODES).fill(-Math.log(CODES)),
        // Every third component sits on a row, with the smallest variance; the others lie between rows.
        means: Float64Array.from({ length: CODES * DIM }, (_, at) => (data[at]! + (Math.floor(at / DIM) % 3 === 0 ? 0 : data[at + DIM]!)) / (Math.floor(at / DIM) % 3 === 0 ? 1 : 2)),
        variances: Float64Array.from({ length: CODES * DIM }, (_, at) => (Math.floor(at / DIM) % 3 === 0 ? smallest : 1)),
      };
      const plain = gaussianStatisticsTwin(data, mixture);
      const screened = gaussianStatisticsTwin(data, mixture, new ScreenedDensities(mixture, screenProducts(x, mixture)));
      const close = { rtol: 1e-10, atol: 1e-10 };
      expectClose(screened.mass, plain.mass, close, 'mass');
      expectClose(screened.first, plain.first, close, 'first');
      expectClose(screened.second, plain.second, close, 'second');
      expectClose(screened.logDensity, plain.logDensity, close, 'log density');
      const codes = mixtureCodesTwin(data, mixture, new ScreenedDensities(mixture, screenProducts(x, mixture)));
      expect(codes.codes).toEqual(mixtureCodesTwin(data, mixture).codes);
      x.dispose();
    });
  }
});
