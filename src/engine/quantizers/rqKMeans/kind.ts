/** RQ-KMeans as the registry has it. */
import type { QuantizerDeclaration } from '../quantizer';
import { rqKMeansParams, rqKMeansPresets } from './params';
import { createRqKMeans } from './rqKMeans';

export const rqKMeans: QuantizerDeclaration = {
  kind: 'rq-kmeans',
  title: 'RQ-KMeans',
  summary: 'The baseline: k-means, then k-means on what is left over, and so on.',
  hue: '#7a7f87',
  params: rqKMeansParams,
  presets: rqKMeansPresets,
  remedies: { uneven: 'Try “First centres: progressive dimensions”, which spreads the rows more evenly when there are few per code, or more starts, or fewer codes.', codes: 'Try “First centres: progressive dimensions”, or fewer codes.' },
  small: { numCodes: [8], numLevels: 3 },
  create: createRqKMeans,
};
