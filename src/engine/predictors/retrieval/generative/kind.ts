/** Generative retrieval as the registry has it. */
import type { RetrievalEntry } from '../recommender';
import { generativeParams, generativePresets } from './params';

export const generative: RetrievalEntry = {
  kind: 'generative',
  title: 'Generative retrieval',
  summary: 'Writes the semantic ID of the next item token by token and keeps the most probable IDs: judges what the IDs are worth.',
  hue: '#3f6fb5',
  reads: ['codes'],
  params: generativeParams,
  presets: generativePresets,
};
