/**
 * EM against sklearn.mixture.GaussianMixture(covariance_type="diag", reg_covar=1e-6, tol=0, max_iter=n, weights_init, means_init,
 * precisions_init=1/variances). Reference: fixtures/gmm-diag.json.
 */
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { gaussianStatistics, mixtureCodes, type Mixture } from '../../kernels/gaussianStatistics';
import given from '../../testing/fixtures/gmm-diag.json';
import { describeBackends } from '../../testing/backends';
import { expectClose, type Tolerance } from '../../testing/tolerance';
import { watched } from '../../testing/watched';
import { maximize } from './gaussianMixture';
import { centred } from '../residuals';
import { columnMeans } from '../rowSums';
import { Vectors } from '../vectors';

const reference = watched(given, ['*/data', '*/weights', '*/means', '*/variances', '*/reg_covar', '*/after/*/weights', '*/after/*/means', '*/after/*/variances', '*/after/*/lower_bound', '*/after/*/log_density_20', '*/after/*/labels', '*/after/*/iterations']);
const tolerances = reference.meta.tolerance_float32;

const cases: readonly { name: 'main' | 'offset_64d' | 'near_empty'; tolerance: Tolerance }[] = [
  { name: 'main', tolerance: tolerances.main },
  { name: 'offset_64d', tolerance: tolerances.offset_64d_if_data_is_centred_first },
  { name: 'near_empty', tolerance: tolerances.near_empty },
];

describeBackends('Gaussian mixture', () => {
  for (const { name, tolerance } of cases) {
    for (const after of reference[name].after) {
      it(`${name}: agrees with scikit-learn after ${after.iterations} passes`, async () => {
        const given = reference[name];
        const [rows, dim] = given.data.shape as [number, number];
        const raw = Float32Array.from(given.data.data);
        // Only the case far from the origin is centred first: where variances are 1e-6, the rounding of centring would show.
        const shift = name === 'offset_64d' ? columnMeans(raw, rows, dim) : new Float64Array(dim);
        const vectors = new Vectors(centred(raw, rows, dim, shift), rows, dim);
        const floor = new Float64Array(dim).fill(given.reg_covar);
        let mixture: Mixture = {
          numCodes: given.weights.shape[0]!,
          dim,
          logWeights: Float64Array.from(given.weights.data, Math.log),
          means: Float64Array.from(given.means.data, (value, at) => value - shift[at % dim]!),
          variances: Float64Array.from(given.variances.data),
        };
        let bound = NaN;
        for (let i = 0; i < after.iterations; i++) {
          const statistics = await gaussianStatistics(vectors.chunks[0]!, mixture);
          bound = Float64Array.from(statistics.logDensity).reduce((sum, value) => sum + value, 0) / rows;
          mixture = maximize(mixture, statistics, floor, 'diagonal');
        }
        expectClose(Float64Array.from(mixture.logWeights, Math.exp), after.weights, tolerance, 'weights');
        // Means are compared uncentred: adding the shift back costs float32 nothing here, it is done in float64.
        expectClose(
          mixture.means.map((value, at) => value + shift[at % dim]!),
          after.means,
          name === 'offset_64d' ? { ...tolerance, atol: 1e-4 } : tolerance,
          'means',
        );
        expectClose(mixture.variances, after.variances, tolerance, 'variances');
        expectClose(bound, after.lower_bound, tolerance, 'lower bound');
        // Labels and densities belong to the printed parameters.
        const printed: Mixture = {
          ...mixture,
          logWeights: Float64Array.from(after.weights.data, Math.log),
          means: Float64Array.from(after.means.data, (value, at) => value - shift[at % dim]!),
          variances: Float64Array.from(after.variances.data),
        };
        const chosen = mixtureCodes(vectors.chunks[0]!, printed);
        expect(Array.from(await chosen.codes.data())).toEqual(after.labels.data);
        const density = await chosen.logDensity.data();
        expectClose(density.slice(0, 20), after.log_density_20, tolerance, 'log density');
        tf.dispose([chosen.codes, chosen.logDensity, chosen.confidence]);
        vectors.dispose();
      });
    }
  }
});
