/** Ordered buckets as the registry has it. */
import type { PredictorDeclaration } from '../predictor';
import { createOrdinal, ordinalParams, ordinalPresets } from './ordinal';

export const ordinal: PredictorDeclaration = {
  kind: 'ordinal',
  title: 'Ordered buckets',
  summary: 'The probability of each of some fifty buckets of the value, and the mean of the buckets weighted by it.',
  hue: '#81c981',
  params: ordinalParams,
  presets: ordinalPresets,
  small: { epochs: 3, batchSize: 64, width: 8, fieldDim: 4, learningRate: 0.01, buckets: 8 },
  create: createOrdinal,
};
