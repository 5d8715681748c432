/** RQ-GMM as the registry has it. */
import type { QuantizerDeclaration } from '../quantizer';
import { rqGmmParams, rqGmmPresets } from './params';
import { createRqGmm } from './rqGmm';

export const rqGmm: QuantizerDeclaration = {
  kind: 'rq-gmm',
  title: 'RQ-GMM',
  summary: 'A Gaussian mixture per level: each code has its own spread and weight, not only a centre.',
  hue: '#009e73',
  params: rqGmmParams,
  presets: rqGmmPresets,
  remedies: { codes: 'Leave “Reseed dying components” on, or use fewer components.', uneven: 'Use fewer components, or allow more passes.' },
  small: { numCodes: [8], numLevels: 3, maxIterations: 6 },
  create: createRqGmm,
};
