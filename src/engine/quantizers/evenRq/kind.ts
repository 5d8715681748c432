/** Even RQ as the registry has it. */
import type { QuantizerDeclaration } from '../quantizer';
import { createEvenRq } from './evenRq';
import { evenRqParams, evenRqPresets } from './params';

export const evenRq: QuantizerDeclaration = {
  kind: 'even-rq',
  title: 'Even RQ',
  summary: 'k-means with a charge on crowded codes, all codebooks fitted together, and IDs made distinct.',
  hue: '#864bd9',
  params: evenRqParams,
  presets: evenRqPresets,
  remedies: { uneven: 'Try a larger “Charge on crowded codes”, or fewer codes.', codes: 'Try a larger “Charge on crowded codes”, or fewer codes.', error: 'Try “Charge on crowded codes” 0.1, or more codes.' },
  small: { numCodes: [8], numLevels: 3, softPasses: 3, evenPasses: 3, rounds: 2, batches: 8, candidates: 8 },
  create: createEvenRq,
};
