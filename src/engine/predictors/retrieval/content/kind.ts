/** Content as the registry has it. */
import type { RetrievalDeclaration } from '../recommender';
import { decay, reach, removeSeen } from '../recommenderParams';
import { createContent } from './content';

export const content: RetrievalDeclaration = {
  kind: 'content',
  title: 'Content',
  summary: 'Items whose vectors are most like that of the last item: nothing is learned from the sequences.',
  hue: '#c08a6a',
  reads: ['items'],
  params: [reach(1), decay(0.5), removeSeen],
  presets: [],
  small: {},
  create: createContent,
};
