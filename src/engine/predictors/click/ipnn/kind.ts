/** Product network (IPNN) as the registry has it. */
import type { ClickDeclaration } from '../../log/clickPredictor';
import { createFieldNetwork } from '../fieldNetwork';
import { networkParams, networkPresets, smallNetwork } from '../networkParams';

export const ipnn: ClickDeclaration = {
  kind: 'ipnn',
  title: 'Product network (IPNN)',
  summary: 'As the field network, which is also told how alike the learned numbers of each pair of fields are (their inner products).',
  hue: '#660014',
  reads: ['items', 'codes'],
  params: networkParams,
  presets: networkPresets,
  small: smallNetwork,
  create: createFieldNetwork(true),
};
