/** SASRec as the registry has it. */
import type { RetrievalEntry } from '../recommender';
import { sasrecParams } from './params';

export const sasrec: RetrievalEntry = {
  kind: 'sasrec',
  title: 'SASRec',
  summary: 'Attention over the items of the history, each with learned numbers of its own: what item ids alone can do.',
  hue: '#7f6aa8',
  reads: [],
  params: sasrecParams,
  presets: [],
};
