/** Training rate as the registry has it. */
import type { ClickDeclaration } from '../../log/clickPredictor';
import { createRate, rateParams, ratePresets } from './rate';

export const rate: ClickDeclaration = {
  kind: 'rate',
  title: 'Training rate',
  summary: 'The floor: the share of positive training rows for every row, or that of its user or item.',
  hue: '#adc2b1',
  reads: [],
  params: rateParams,
  presets: ratePresets,
  small: {},
  create: createRate,
};
