/** Direct network (MLP) as the registry has it. */
import type { PredictorDeclaration } from '../predictor';
import { createMlp, mlpParams, mlpPresets } from './mlp';

export const mlp: PredictorDeclaration = {
  kind: 'mlp',
  title: 'Direct network (MLP)',
  summary: 'One hidden layer from the features straight to the value, with squared, absolute or Huber loss.',
  hue: '#385192',
  params: mlpParams,
  presets: mlpPresets,
  small: { epochs: 3, batchSize: 64, width: 8, fieldDim: 4, learningRate: 0.01, loss: 'mse', target: 'log1p' },
  create: createMlp,
};
