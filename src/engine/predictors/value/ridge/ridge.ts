/** Linear regression with a penalty on large weights (ridge), in closed form and float64: what a straight line can do. */
import { meanAbsoluteError, rootMeanSquareError } from '../../../math/regression';
import { mean } from '../../../math/statistics';
import { checkFields } from '../../../nn/fieldEncoder';
import type { ParamSpec } from '../../../records/params';
import type { PredictorFactory } from '../predictor';
import type { FeatureRows } from '../../../records/features';
import { ridgeDesign } from './design';
import { normalEquations, ridgeWeights } from './solve';
import { selectByParam } from '../trainingParams';

/** Penalties tried on the validation part. */
const PENALTIES = [1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1];

export const ridgeParams: readonly ParamSpec[] = [
  {
    name: 'chooseLambda',
    title: 'Choose the penalty',
    help: 'Tries penalties from 0.000001 to 0.1 and keeps the one that does best on the validation part. Off: the penalty below is used.',
    type: 'boolean',
    default: true,
    group: 'method',
  },
  {
    name: 'lambda',
    title: 'Penalty (lambda)',
    help: 'Weight of the squared weights against the mean squared error. Larger values pull rare labels to the mean. Used only if it is not chosen on the validation part.',
    type: 'number',
    default: 1e-3,
    min: 0,
    max: 1e6,
    group: 'method',
  },
  selectByParam('rmse'),
];

/** @throws InputError where no feature is left. */
export const createRidge: PredictorFactory = async (data, params) => {
  checkFields(data.shape);
  const { train, validation } = data;
  const design = ridgeDesign(data);
  const selectBy = params.selectBy as 'mae' | 'rmse';
  // Weights, then what a row without any feature gets.
  let weights: Float64Array = new Float64Array(design.columns + 1);
  let kept = params.lambda as number;

  const predictWith = (weights: Float64Array, features: FeatureRows) =>
    Float32Array.from({ length: features.rows }, (_, row) => {
      let value = weights[design.columns]!;
      design.eachEntry(features, row, (column, entry) => (value += weights[column]! * entry));
      return value;
    });

  return {
    plannedSteps: 1,
    plannedEpochs: 0,
    patience: 0,
    selectBy,
    parameters: design.columns + 1,
    stages: [],
    trainStep: async () => {
      const equations = normalEquations(design, train);
      const score = selectBy === 'mae' ? meanAbsoluteError : rootMeanSquareError;
      const tried = (params.chooseLambda ? PENALTIES : [kept]).map((lambda) => {
        const weights = ridgeWeights(equations, lambda);
        return { lambda, weights, score: score(validation.targets, predictWith(weights, validation.features)) };
      });
      ({ weights, lambda: kept } = tried.reduce((best, other) => (other.score < best.score ? other : best)));
      const fitted = predictWith(weights, train.features);
      return {
        losses: { total: mean(train.targets.map((target, row) => (target - fitted[row]!) ** 2)) },
        items: train.targets.length,
        phase: 'normal equations',
        epochEnded: true,
        done: true,
      };
    },
    predict: async (features) => ({ values: predictWith(weights, features) }),
    weights: async () => ({ weights: Float32Array.from(weights) }),
    setWeights: (named) => {
      weights = Float64Array.from(named.weights!);
    },
    state: async () => ({ weights, penalty: Float64Array.of(kept) }),
    restore: (state) => {
      weights = Float64Array.from(state.weights!);
      kept = state.penalty![0]!;
    },
    notes: () => [
      ...(params.chooseLambda ? [`The penalty ${kept} did best on the validation part.`] : []),
      ...(design.cut ? [`Only the ${design.labels} most frequent labels of a column have a weight of their own.`] : []),
    ],
    dispose: () => {},
  };
};
