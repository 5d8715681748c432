/** Logistic regression as the registry has it. */
import type { ClickDeclaration } from '../../log/clickPredictor';
import { createLogistic, logisticParams, logisticPresets } from './logistic';

export const logistic: ClickDeclaration = {
  kind: 'logistic',
  title: 'Logistic regression',
  summary: 'One weight for each value of each field: on little data hard to beat.',
  hue: '#e2d18d',
  reads: ['items', 'codes'],
  params: logisticParams,
  presets: logisticPresets,
  small: {},
  create: createLogistic,
};
