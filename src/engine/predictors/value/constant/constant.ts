/** The floor: one number for every row, the mean or the median of the training targets. */
import { mean, quantiles } from '../../../math/statistics';
import type { ParamSpec } from '../../../records/params';
import type { PredictorFactory } from '../predictor';

export const constantParams: readonly ParamSpec[] = [
  {
    name: 'statistic',
    title: 'Statistic',
    help: 'The median has the least mean absolute error of all constants, the mean the least squared error.',
    type: 'choice',
    default: 'median',
    choices: [
      { value: 'median', title: 'median' },
      { value: 'mean', title: 'mean' },
    ],
    group: 'method',
  },
];

export const createConstant: PredictorFactory = async ({ train }, { statistic }) => {
  let value = Math.fround(statistic === 'mean' ? mean(train.targets) : quantiles(train.targets, [0.5])[0]!);
  return {
    plannedSteps: 1,
    plannedEpochs: 0,
    patience: 0,
    selectBy: statistic === 'mean' ? 'rmse' : 'mae',
    parameters: 1,
    stages: [],
    trainStep: async () => ({ losses: {}, items: train.targets.length, phase: `${statistic as string} of the training targets`, epochEnded: true, done: true }),
    predict: async ({ rows }) => ({ values: new Float32Array(rows).fill(value) }),
    weights: async () => ({ value: Float32Array.of(value) }),
    setWeights: (weights) => {
      value = weights.value![0]!;
    },
    state: async () => ({ value: Float64Array.of(value) }),
    restore: (state) => {
      value = state.value![0]!;
    },
    notes: () => [],
    dispose: () => {},
  };
};
