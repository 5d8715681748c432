/** Popularity as the registry has it. */
import type { RetrievalDeclaration } from '../recommender';
import { removeSeen } from '../recommenderParams';
import { createPopularity } from './popularity';

export const popularity: RetrievalDeclaration = {
  kind: 'popularity',
  title: 'Popularity',
  summary: 'The floor: the most frequent items of the training sequences, the same for every user.',
  hue: '#adc2b1',
  reads: [],
  params: [removeSeen],
  presets: [],
  small: {},
  create: createPopularity,
};
