/** Field network (FNN) as the registry has it. */
import type { ClickDeclaration } from '../../log/clickPredictor';
import { createFieldNetwork } from '../fieldNetwork';
import { networkParams, networkPresets, smallNetwork } from '../networkParams';

export const fnn: ClickDeclaration = {
  kind: 'fnn',
  title: 'Field network (FNN)',
  summary: 'Each value of each field becomes a few learned numbers, and a small network joins them to the probability of the label.',
  hue: '#ab00d6',
  reads: ['items', 'codes'],
  params: networkParams,
  presets: networkPresets,
  small: smallNetwork,
  create: createFieldNetwork(false),
};
