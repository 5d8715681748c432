/** Co-occurrence as the registry has it. */
import type { RetrievalDeclaration } from '../recommender';
import { decay, reach, removeSeen } from '../recommenderParams';
import { createCooccurrence } from './cooccurrence';

export const cooccurrence: RetrievalDeclaration = {
  kind: 'cooccurrence',
  title: 'Co-occurrence',
  summary: 'Items that stand in the same sequences as those of the history, newer ones counting more.',
  hue: '#b59f7a',
  reads: [],
  params: [reach(10), decay(0.8), removeSeen],
  presets: [],
  small: {},
  create: createCooccurrence,
};
