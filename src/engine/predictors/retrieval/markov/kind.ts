/** Markov chain as the registry has it. */
import type { RetrievalDeclaration } from '../recommender';
import { decay, reach, removeSeen } from '../recommenderParams';
import { createMarkov } from './markov';

export const markov: RetrievalDeclaration = {
  kind: 'markov',
  title: 'Markov chain',
  summary: 'What most often came next after the last item; where nothing did, the most frequent items.',
  hue: '#8fae95',
  reads: [],
  params: [reach(1), decay(0.5), removeSeen],
  presets: [{ name: 'last-ten', title: 'The last ten items', params: { reach: 10 } }],
  small: {},
  create: createMarkov,
};
