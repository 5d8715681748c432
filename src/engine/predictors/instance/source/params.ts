/** Settings of the source model of instances: declared for form, check and documentation, and read. */
import { InputError } from '../../../errors';
import type { KindEntry, Params, ParamSpec } from '../../../records/params';

export interface SourceSettings {
  readonly order: 'user' | 'temporal';
  readonly dim: number;
  readonly store: 'before' | 'after';
  readonly activation: 'linear' | 'relu';
  readonly ownLoss: number;
  readonly passes: number;
  readonly layers: number;
  readonly width: number;
  readonly heads: number;
  readonly length: number;
  readonly hidden: readonly number[];
  readonly fieldDim: number;
  readonly useItem: boolean;
  readonly useUser: boolean;
  readonly usersPerBatch: number;
  readonly batchSize: number;
  readonly epochs: number;
  readonly patience: number;
  readonly selectBy: 'auc' | 'logLoss';
  readonly heldOut: number;
  readonly learningRate: number;
  readonly weightDecay: number;
}

export const sourceParams: readonly ParamSpec[] = [
  {
    name: 'order', title: 'Rows', type: 'choice', default: 'user', group: 'method',
    help: 'Rows of one user together in time, so that a row learns what later rows want to know of it; or every row by itself, which keeps what its own label needs.',
    choices: [{ value: 'user', title: 'by user, in time (user order)' }, { value: 'temporal', title: 'each by itself (temporal order)' }],
  },
  {
    name: 'dim', title: 'Numbers per event (D)', type: 'integer', default: 16, min: 1, max: 512, group: 'shape',
    help: 'What is kept of each event. More numbers keep more of its context and need more space: 4 bytes each.',
  },
  {
    name: 'store', title: 'Vectors are taken', type: 'choice', default: 'before', group: 'method',
    help: 'Before the rows of a user are mixed, or after. Before: a vector is of its own row alone and can be written when the row comes. After: it also holds rows before it, vectors are more alike, and have as many numbers as the mixing is wide.',
    choices: [{ value: 'before', title: 'before mixing' }, { value: 'after', title: 'after mixing' }],
  },
  {
    name: 'activation', title: 'Function on the vector', type: 'choice', default: 'linear', group: 'method', advanced: true,
    help: 'None, or a ReLU as in the printed formula, which leaves about half of the numbers at zero.',
    choices: [{ value: 'linear', title: 'none' }, { value: 'relu', title: 'ReLU' }],
  },
  {
    name: 'ownLoss', title: 'Weight of the own prediction', type: 'number', default: 0, min: 0, max: 10, group: 'method', advanced: true,
    help: 'In user order: adds the error of a second prediction, from the vector alone, so that it is useful by itself. The paper has none.',
  },
  {
    name: 'passes', title: 'Passes an epoch', type: 'integer', default: 1, min: 1, max: 2, group: 'training', advanced: true,
    help: 'With 2, an epoch goes once more over everything with the users in reverse order; time within a user always runs forward. It takes twice the steps.',
  },
  {
    name: 'useItem', title: 'Read the item', type: 'boolean', default: false, group: 'method',
    help: 'Whether the item\'s id is a field. It takes room in the vector that context needs, and may tell the label by itself. On where items have few fields of their own.',
  },
  {
    name: 'useUser', title: 'Read the user', type: 'boolean', default: false, group: 'method', advanced: true,
    help: 'Whether the user\'s id is a field. Users of the later parts that the source part lacks are unknown then.',
  },
  {
    name: 'length', title: 'Rows per user (T)', type: 'integer', default: 32, min: 2, max: 512, group: 'shape',
    help: 'A row sees at most so many rows of its user, itself among them; longer histories are cut into pieces for training.',
  },
  { name: 'layers', title: 'Mixing layers', type: 'integer', default: 1, min: 1, max: 12, group: 'shape', help: 'Transformer layers over the rows of a user (SIT), in user order.' },
  { name: 'width', title: 'Mixing width', type: 'integer', default: 16, min: 1, max: 1024, group: 'shape', help: 'Width of those layers. Where it differs from D, a linear layer leads to it; with 8 numbers per event a wider one helps.' },
  { name: 'heads', title: 'Mixing heads', type: 'integer', default: 2, min: 1, max: 32, group: 'shape', help: 'Heads of attention; the mixing width is a multiple of them.', advanced: true },
  { name: 'hidden', title: 'Hidden widths', type: 'integers', default: [64, 32], min: 1, max: 4096, group: 'shape', help: 'Layers between the fields and the vector, which also sees the fields themselves.', advanced: true },
  { name: 'fieldDim', title: 'Numbers per field', type: 'integer', default: 8, min: 1, max: 256, group: 'shape', help: 'Each field becomes this many learned numbers (its embedding).', advanced: true },
  { name: 'epochs', title: 'Epochs', type: 'integer', default: 10, min: 1, max: 1000, group: 'training', help: 'Passes over the source part. Fewer than about 800 steps learn little: the error hardly moves in the first ones.' },
  { name: 'usersPerBatch', title: 'Users a batch', type: 'integer', default: 16, min: 1, max: 4096, group: 'training', help: 'In user order: pieces of users in one training step.' },
  { name: 'batchSize', title: 'Rows a batch', type: 'integer', default: 256, min: 2, max: 65536, unit: 'rows', group: 'training', help: 'In temporal order: rows in one training step.' },
  { name: 'patience', title: 'Patience', type: 'integer', default: 0, min: 0, max: 1000, unit: 'epochs', group: 'training', help: 'Training ends after this many epochs without a better score on the users held out. 0: all epochs are trained.', advanced: true },
  {
    name: 'selectBy', title: 'Best by', type: 'choice', default: 'auc', group: 'training', advanced: true,
    help: 'The score on the users held out that decides which epoch is kept.', choices: [{ value: 'auc', title: 'order of the rows (AUC)' }, { value: 'logLoss', title: 'cross-entropy (LogLoss)' }],
  },
  { name: 'heldOut', title: 'Users held out', type: 'number', default: 0.12, min: 0.001, max: 0.9, group: 'training', advanced: true, help: 'Share of the users of the source part whose labels only choose the epoch.' },
  { name: 'learningRate', title: 'Learning rate', type: 'number', default: 0.01, min: 1e-7, max: 1, group: 'training', help: 'The largest size of an update of AdamW: it rises over 20 steps and falls to zero along a cosine.' },
  { name: 'weightDecay', title: 'Weight decay', type: 'number', default: 0.1, min: 0, max: 10, group: 'training', help: 'How strongly AdamW pulls weights towards zero.', advanced: true },
];

export const sourcePresets: KindEntry['presets'] = [
  { name: 'demo', title: 'User order, 16 numbers: minutes in a browser', params: {} },
  { name: 'temporal', title: 'Temporal order, for comparison', params: { order: 'temporal', epochs: 6 } },
  { name: 'eight', title: 'User order, 8 numbers', params: { dim: 8, width: 32 } },
  { name: 'tiny', title: 'Tiny: a look in seconds', params: { dim: 4, width: 8, length: 8, hidden: [16], fieldDim: 4, usersPerBatch: 8, epochs: 4 } },
  { name: 'paper', title: 'The sizes of the paper, for a real GPU', params: { dim: 64, width: 64, layers: 2, heads: 4, length: 256, hidden: [256, 128], fieldDim: 16, usersPerBatch: 64, batchSize: 2048, learningRate: 0.003 } },
];

/** @throws InputError where the width is no multiple of the heads. */
export function sourceSettings(params: Params): SourceSettings {
  const settings = params as unknown as SourceSettings;
  if (settings.order === 'user' && settings.width % settings.heads !== 0) {
    throw new InputError(`The mixing width is ${settings.width}, with ${settings.heads} heads; a multiple of the heads was wanted.`, `Take a width of ${settings.heads * Math.ceil(settings.width / settings.heads)}.`);
  }
  return settings;
}
