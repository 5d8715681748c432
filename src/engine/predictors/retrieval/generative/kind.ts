/** Generative retrieval as the registry has it. */
import type { RetrievalDeclaration } from '../recommender';
import { createGenerative } from './create';
import { generativeParams, generativePresets } from './params';

export const generative: RetrievalDeclaration = {
  kind: 'generative',
  title: 'Generative retrieval',
  summary: 'Writes the semantic ID of the next item token by token and keeps the most probable IDs: judges what the IDs are worth.',
  hue: '#3f6fb5',
  reads: ['codes'],
  params: generativeParams,
  presets: generativePresets,
  small: { epochs: 2, leastSteps: 0, width: 8, heads: 2, headWidth: 4, ffn: 8, layers: 1, batchSize: 16, history: 3 },
  create: createGenerative,
};
