/** Zero-inflated lognormal (ZILN) as the registry has it. */
import type { PredictorDeclaration } from '../predictor';
import { createZiln, zilnParams } from './ziln';

export const ziln: PredictorDeclaration = {
  kind: 'ziln',
  title: 'Zero-inflated lognormal (ZILN)',
  summary: 'The chance that the value is above zero, and a lognormal for its size: made for spending with many zeros.',
  hue: '#a52b05',
  params: zilnParams,
  presets: [],
  small: { epochs: 3, batchSize: 64, width: 8, fieldDim: 4, learningRate: 0.01 },
  create: createZiln,
};
