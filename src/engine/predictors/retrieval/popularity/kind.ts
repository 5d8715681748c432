/** Popularity as the registry has it. */
import type { RetrievalEntry } from '../recommender';
import { removeSeen } from '../recommenderParams';

export const popularity: RetrievalEntry = {
  kind: 'popularity',
  title: 'Popularity',
  summary: 'The floor: the most frequent items of the training sequences, the same for every user.',
  hue: '#adc2b1',
  reads: [],
  params: [removeSeen],
  presets: [],
};
