/** Settings that recommenders share, with the same names and words for all of them. */
import type { ParamSpec } from '../../records/params';

export const removeSeen: ParamSpec = {
  name: 'removeSeen',
  title: 'Leave out items of the history',
  help: 'Items that the user had already are not recommended again. Off by default: where people come back to the same items, leaving them out costs hits.',
  type: 'boolean',
  default: false,
  group: 'method',
};

/** How many of the newest items of a history are read. */
export function reach(standard: number): ParamSpec {
  return { name: 'reach', title: 'Items of the history', help: 'The newest items of the history that count. 1: the last one alone.', type: 'integer', default: standard, min: 1, max: 200, unit: 'items', group: 'method' };
}

/** What an item of the history counts less than the next newer one. */
export function decay(standard: number): ParamSpec {
  return { name: 'decay', title: 'Weight of older items', help: 'Each item of the history counts this many times the next newer one.', type: 'number', default: standard, min: 0, max: 1, group: 'method' };
}

/** Settings of training by gradients. */
export interface TrainedSettings {
  readonly history: number;
  readonly epochs: number;
  readonly leastSteps: number;
  readonly batchSize: number;
  readonly learningRate: number;
  readonly weightDecay: number;
  readonly dropout: number;
  readonly patience: number;
  readonly selectBy: 'loss' | 'recall10';
}

export function trainedParams(standard: TrainedSettings): readonly ParamSpec[] {
  return [
    { name: 'history', title: 'Items of the history', help: 'The newest items of a history that are read. More take more time; few users have many.', type: 'integer', default: standard.history, min: 1, max: 200, unit: 'items', group: 'shape' },
    { name: 'dropout', title: 'Dropout', help: 'The share of the numbers between the layers that is left out at random in each training step, against overfitting.', type: 'number', default: standard.dropout, min: 0, max: 0.9, group: 'training' },
    { name: 'epochs', title: 'Epochs', help: 'Passes over the training pairs. The validation part is ranked after each, and the best epoch is kept. Learning is late: three epochs of a small set say nothing.', type: 'integer', default: standard.epochs, min: 1, max: 10_000, unit: 'epochs', group: 'training' },
    { name: 'leastSteps', title: 'Steps at least', help: 'Where the epochs have fewer steps than this, there are more epochs.', type: 'integer', default: standard.leastSteps, min: 0, max: 1_000_000, unit: 'steps', group: 'training', advanced: true },
    { name: 'patience', title: 'Patience', help: 'Training ends after so many epochs without a better score on the validation part. 0: it never ends early.', type: 'integer', default: standard.patience, min: 0, max: 10_000, unit: 'epochs', group: 'training' },
    {
      name: 'selectBy', title: 'Choose the epoch by', help: 'The score on the validation part that decides which epoch is kept: the cross-entropy of the true next items, or Recall@10, which is what is wanted but varies more from epoch to epoch where there are few cases.',
      type: 'choice', default: standard.selectBy, choices: [{ value: 'loss', title: 'cross-entropy' }, { value: 'recall10', title: 'Recall@10' }], group: 'training',
    },
    { name: 'batchSize', title: 'Batch size', help: 'Pairs of a history and its next item in a training step; those of a batch are of about equal length.', type: 'integer', default: standard.batchSize, min: 1, max: 8192, unit: 'pairs', group: 'training' },
    { name: 'learningRate', title: 'Learning rate', help: 'Length of a step of the optimizer (AdamW). It rises over the first 5 % of the steps and falls to zero after that.', type: 'number', default: standard.learningRate, min: 1e-6, max: 1, group: 'training' },
    { name: 'weightDecay', title: 'Weight decay', help: 'Pulls all weights towards zero in each step, against overfitting.', type: 'number', default: standard.weightDecay, min: 0, max: 10, group: 'training', advanced: true },
  ];
}
