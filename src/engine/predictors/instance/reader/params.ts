/** Settings of the reader of histories: declared for form, check and documentation, and read. */
import { InputError } from '../../../errors';
import type { KindEntry, Params, ParamSpec } from '../../../records/params';

export interface ReaderSettings {
  readonly history: 'none' | 'sequence' | 'zero' | 'store';
  readonly reader: 'transformer' | 'din' | 'cross';
  readonly sideLabels: boolean;
  readonly length: number;
  readonly sequenceLength: number;
  readonly useItem: boolean;
  readonly useUser: boolean;
  readonly width: number;
  readonly heads: number;
  readonly adapter: number;
  readonly side: number;
  readonly hidden: readonly number[];
  readonly fieldDim: number;
  readonly dropout: number;
  readonly epochs: number;
  readonly patience: number;
  readonly selectBy: 'auc' | 'logLoss';
  readonly batchSize: number;
  readonly learningRate: number;
  readonly weightDecay: number;
}

export const readerParams: readonly ParamSpec[] = [
  {
    name: 'history', title: 'History', type: 'choice', default: 'store', group: 'method',
    help: 'What is read of the user\'s past beside the ordinary sequence: nothing; the items of the past by themselves; vectors that are all zero, with labels, gaps and order as with the store (the control: what it gains over nothing is not due to the vectors); or the store of vectors.',
    choices: [
      { value: 'none', title: 'none: the base' }, { value: 'sequence', title: 'the items themselves, no store' },
      { value: 'zero', title: 'a store of zeros: the control' }, { value: 'store', title: 'the store of vectors' },
    ],
  },
  {
    name: 'reader', title: 'Reader', type: 'choice', default: 'transformer', group: 'method',
    help: 'How past events become one vector. Transformer: attention of the current request over them, then a small network. Cross: the attention alone. DIN: a score for each event by itself, no softmax.',
    choices: [{ value: 'transformer', title: 'Transformer, one query' }, { value: 'din', title: 'scored sum (DIN)' }, { value: 'cross', title: 'attention alone' }],
  },
  {
    name: 'sideLabels', title: 'Labels of the past', type: 'boolean', default: true, group: 'method',
    help: 'Whether a past event comes with its label: yes, no, or not known yet at the time of the request. Off: all are unknown.',
  },
  { name: 'length', title: 'Past events (T)', type: 'integer', default: 16, min: 1, max: 512, group: 'shape', help: 'The newest so many events before the request, of other requests, are read.' },
  {
    name: 'sequenceLength', title: 'Ordinary sequence', type: 'integer', default: 20, min: 0, max: 512, group: 'shape',
    help: 'Past events whose item, fields of the item and known label every setting of the history reads as a mean. 0: none.',
  },
  {
    name: 'useItem', title: 'Read the item', type: 'boolean', default: true, group: 'method',
    help: 'Whether the item\'s id is a field, and part of the sequence. Off where an id tells the label by itself, as where only some items can have it.',
  },
  { name: 'useUser', title: 'Read the user', type: 'boolean', default: false, group: 'method', help: 'Whether the user\'s id is a field.', advanced: true },
  { name: 'width', title: 'Width of the history', type: 'integer', default: 32, min: 1, max: 1024, group: 'shape', help: 'Numbers of the query and of the vector that is made of the past.' },
  { name: 'heads', title: 'Heads', type: 'integer', default: 4, min: 1, max: 32, group: 'shape', help: 'Attention looks in so many ways at once; they start out looking near and far.', advanced: true },
  { name: 'adapter', title: 'Numbers of an adapted vector', type: 'integer', default: 16, min: 1, max: 512, group: 'shape', help: 'A stored vector becomes this many numbers before it is read.', advanced: true },
  { name: 'side', title: 'Numbers of each side fact', type: 'integer', default: 4, min: 1, max: 64, group: 'shape', help: 'Label, gap in time and order of a past event become this many numbers each.', advanced: true },
  { name: 'hidden', title: 'Hidden widths', type: 'integers', default: [64, 32], min: 1, max: 4096, group: 'shape', help: 'Layers between fields and history, and the probability.', advanced: true },
  { name: 'fieldDim', title: 'Numbers per field', type: 'integer', default: 8, min: 1, max: 256, group: 'shape', help: 'Each field becomes this many learned numbers (its embedding).', advanced: true },
  { name: 'dropout', title: 'Dropout', type: 'number', default: 0.1, min: 0, max: 0.9, group: 'training', help: 'Share of the numbers between the layers that a training step leaves out by chance.', advanced: true },
  { name: 'epochs', title: 'Epochs', type: 'integer', default: 8, min: 1, max: 1000, group: 'training', help: 'The most passes over the training rows. Fewer than about 600 steps learn little.' },
  { name: 'patience', title: 'Patience', type: 'integer', default: 0, min: 0, max: 1000, unit: 'epochs', group: 'training', help: 'Training ends after this many epochs without a better score on the validation part. 0: all epochs are trained, which the falling learning rate wants.' },
  {
    name: 'selectBy', title: 'Best by', type: 'choice', default: 'auc', group: 'training', advanced: true,
    help: 'The score on the validation part that decides which epoch is kept.', choices: [{ value: 'auc', title: 'order of the rows (AUC)' }, { value: 'logLoss', title: 'cross-entropy (LogLoss)' }],
  },
  { name: 'batchSize', title: 'Batch', type: 'integer', default: 256, min: 2, max: 65536, unit: 'rows', group: 'training', help: 'Rows per training step.' },
  { name: 'learningRate', title: 'Learning rate', type: 'number', default: 0.01, min: 1e-7, max: 1, group: 'training', help: 'The largest size of an update of AdamW: it rises over 20 steps and falls to zero along a cosine.' },
  { name: 'weightDecay', title: 'Weight decay', type: 'number', default: 0.05, min: 0, max: 10, group: 'training', help: 'How strongly AdamW pulls weights towards zero.', advanced: true },
];

export const readerPresets: KindEntry['presets'] = [
  { name: 'demo', title: 'The store, read by a Transformer', params: {} },
  { name: 'base', title: 'No history: the base', params: { history: 'none' } },
  { name: 'control', title: 'A store of zeros: the control', params: { history: 'zero' } },
  { name: 'tiny', title: 'Tiny: a look in seconds', params: { length: 8, sequenceLength: 8, width: 8, heads: 2, adapter: 4, side: 4, hidden: [16], fieldDim: 4, epochs: 3 } },
  { name: 'paper', title: 'The sizes of the paper, for a real GPU', params: { length: 256, sequenceLength: 512, width: 512, heads: 8, adapter: 64, side: 16, hidden: [512, 256], fieldDim: 16, batchSize: 2048, learningRate: 0.002 } },
];

/** @throws InputError where there is nothing for the history to be read from. */
export function readerSettings(params: Params, store: boolean): ReaderSettings {
  const settings = params as unknown as ReaderSettings;
  if (settings.history === 'store' && !store) {
    throw new InputError('The history is to be read from a store of vectors, and none is joined.', 'Join a source model of instances, or choose another history: none, the items themselves, or a store of zeros.');
  }
  return settings;
}
