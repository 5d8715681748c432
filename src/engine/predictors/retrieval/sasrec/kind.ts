/** SASRec as the registry has it. */
import type { RetrievalDeclaration } from '../recommender';
import { sasrecParams } from './params';
import { createSasrec } from './sasrec';

export const sasrec: RetrievalDeclaration = {
  kind: 'sasrec',
  title: 'SASRec',
  summary: 'Attention over the items of the history, each with learned numbers of its own: what item ids alone can do.',
  hue: '#7f6aa8',
  reads: [],
  params: sasrecParams,
  presets: [],
  small: { epochs: 2, leastSteps: 0, width: 8, batchSize: 16, history: 4 },
  create: createSasrec,
};
