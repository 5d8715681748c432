/** Settings of the networks over fields, with the same names, words and defaults for all of them, so that a comparison is of what they know and how they join it. */
import type { Params, ParamSpec } from '../../records/params';
import type { PredictorEntry } from '../../records/predict';
import { fieldParams } from './knownFields';

export interface NetworkSettings {
  readonly width: number;
  readonly hidden: readonly number[];
  readonly codeDropout: number;
  readonly epochs: number;
  readonly patience: number;
  readonly selectBy: 'auc' | 'logLoss';
  readonly batchSize: number;
  readonly learningRate: number;
  readonly weightDecay: number;
  readonly l2: number;
}

export const networkParams: readonly ParamSpec[] = [
  ...fieldParams,
  {
    name: 'codeDropout',
    title: 'Left out in training',
    help: 'This share of the training rows loses the id of its item, and as many, drawn apart, its codes and vector, so that the network learns what to do with items it has not seen. 0: nothing is left out, and new items are judged by numbers that were never trained.',
    type: 'number',
    default: 0.1,
    min: 0,
    max: 0.9,
    unit: 'share of rows',
    group: 'method',
  },
  {
    name: 'width',
    title: 'Numbers per field',
    help: 'Each value of a field becomes this many learned numbers (its embedding).',
    type: 'integer',
    default: 8,
    min: 1,
    max: 512,
    group: 'shape',
  },
  {
    name: 'hidden',
    title: 'Hidden layers',
    help: 'Units of each layer of the network over the fields, from the first to the last. More units fit finer patterns, take more time and overfit sooner.',
    type: 'integers',
    default: [64, 32],
    min: 1,
    max: 4096,
    unit: 'units',
    group: 'shape',
  },
  {
    name: 'epochs',
    title: 'Epochs',
    help: 'The most passes over the training rows. The validation part is scored after each pass, and the best epoch is kept: often it is one of the first, since ids are soon learned by heart.',
    type: 'integer',
    default: 10,
    min: 1,
    max: 10_000,
    unit: 'epochs',
    group: 'training',
  },
  {
    name: 'patience',
    title: 'Patience',
    help: 'Training ends after this many epochs without a better score on the validation part. 0: all epochs are trained.',
    type: 'integer',
    default: 2,
    min: 0,
    max: 10_000,
    unit: 'epochs',
    group: 'training',
  },
  {
    name: 'selectBy',
    title: 'Best by',
    help: 'The score on the validation part that decides which epoch is kept: the order of the rows (AUC), or how right the probabilities are (LogLoss).',
    type: 'choice',
    default: 'auc',
    choices: [
      { value: 'auc', title: 'order of the rows (AUC)' },
      { value: 'logLoss', title: 'cross-entropy (LogLoss)' },
    ],
    group: 'training',
  },
  {
    name: 'batchSize',
    title: 'Batch',
    help: 'Rows per training step. Smaller batches make more, noisier updates per epoch.',
    type: 'integer',
    default: 512,
    min: 2,
    max: 65536,
    unit: 'rows',
    group: 'training',
  },
  {
    name: 'learningRate',
    title: 'Learning rate',
    help: 'Size of each update of Adam. Too large: the loss jumps and the first epoch is the best. Too small: it hardly falls.',
    type: 'number',
    default: 1e-3,
    min: 1e-7,
    max: 1,
    group: 'training',
  },
  {
    name: 'l2',
    title: 'Pull on looked-up numbers (L2)',
    help: 'The loss gains this times the mean over the batch of the summed squares of the embeddings that the row looks up; rows of the tables that no row of the batch has are left alone.',
    type: 'number',
    default: 1e-6,
    min: 0,
    max: 1,
    group: 'training',
    advanced: true,
  },
  {
    name: 'weightDecay',
    title: 'Weight decay',
    help: 'How strongly all weights are pulled towards zero (AdamW). 0: plain Adam, as these networks are usually trained.',
    type: 'number',
    default: 0,
    min: 0,
    max: 1,
    group: 'training',
    advanced: true,
  },
];

export const networkPresets: PredictorEntry['presets'] = [
  { name: 'browser', title: 'Small: trains in seconds', params: {} },
  { name: 'full', title: 'Wide: three layers of 400, for a million rows and more', params: { width: 16, hidden: [400, 400, 400], batchSize: 4096 } },
];

/** The settings of checked parameters. */
export function networkSettings(params: Params): NetworkSettings {
  const number = (name: keyof NetworkSettings) => params[name] as number;
  return {
    width: number('width'), hidden: params.hidden as readonly number[], codeDropout: number('codeDropout'), epochs: number('epochs'), patience: number('patience'),
    selectBy: params.selectBy as NetworkSettings['selectBy'], batchSize: number('batchSize'), learningRate: number('learningRate'), weightDecay: number('weightDecay'), l2: number('l2'),
  };
}

/** Settings that train a few hundred rows in a moment. */
export const smallNetwork: Params = { epochs: 3, batchSize: 64, width: 4, hidden: [8, 4], learningRate: 0.01 };
