/** Settings of training by gradients, with the same names, words and defaults for every predictor that has them. */
import type { Params, ParamSpec } from '../../records/params';

/** What shape a network has and how it is trained; the same for all predictors, so that a comparison is of methods. */
export interface TrainingSettings {
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number;
  readonly weightDecay: number;
  readonly patience: number;
  readonly selectBy: 'mae' | 'rmse';
  /** H: the layer over the features has 2 H units. */
  readonly width: number;
  readonly fieldDim: number;
}

const DEFAULTS: TrainingSettings = { epochs: 20, batchSize: 256, learningRate: 1e-3, weightDecay: 0.01, patience: 4, selectBy: 'mae', width: 64, fieldDim: 8 };

export const selectByParam = (value: TrainingSettings['selectBy']): ParamSpec => ({
  name: 'selectBy',
  title: 'Best by',
  help: 'The error on the validation part that decides what is kept: the mean absolute error, or the root mean square error, in which large misses weigh more.',
  type: 'choice',
  default: value,
  choices: [
    { value: 'mae', title: 'mean absolute error (MAE)' },
    { value: 'rmse', title: 'root mean square error (RMSE)' },
  ],
  group: 'training',
});

/** The declarations of all of them; `defaults` are those that differ. */
export function trainingParams(defaults: Partial<TrainingSettings> = {}): readonly ParamSpec[] {
  const value = { ...DEFAULTS, ...defaults };
  return [
    {
      name: 'width',
      title: 'Hidden width (H)',
      help: 'Half the units of the layer over the features. More units fit finer patterns, take more time and overfit sooner.',
      type: 'integer',
      default: value.width,
      min: 1,
      max: 4096,
      group: 'shape',
    },
    {
      name: 'fieldDim',
      title: 'Numbers per feature',
      help: 'Each column of the table becomes this many learned numbers (its embedding) before the network sees it.',
      type: 'integer',
      default: value.fieldDim,
      min: 1,
      max: 512,
      group: 'shape',
    },
    {
      name: 'epochs',
      title: 'Epochs',
      help: 'The most passes over the training rows. The validation part is scored after each pass, and the best epoch is kept.',
      type: 'integer',
      default: value.epochs,
      min: 1,
      max: 10_000,
      group: 'training',
    },
    {
      name: 'patience',
      title: 'Patience',
      help: 'Training ends after this many epochs without a better score on the validation part. 0: all epochs are trained.',
      type: 'integer',
      default: value.patience,
      min: 0,
      max: 10_000,
      unit: 'epochs',
      group: 'training',
    },
    selectByParam(value.selectBy),
    {
      name: 'batchSize',
      title: 'Batch',
      help: 'Rows per training step. Smaller batches make more, noisier updates per epoch.',
      type: 'integer',
      default: value.batchSize,
      min: 2,
      max: 65536,
      unit: 'rows',
      group: 'training',
    },
    {
      name: 'learningRate',
      title: 'Learning rate',
      help: 'Size of each update of AdamW. Too large: the loss jumps. Too small: it hardly falls.',
      type: 'number',
      default: value.learningRate,
      min: 1e-7,
      max: 1,
      group: 'training',
    },
    {
      name: 'weightDecay',
      title: 'Weight decay',
      help: 'How strongly AdamW pulls weights towards zero.',
      type: 'number',
      default: value.weightDecay,
      min: 0,
      max: 1,
      group: 'training',
      advanced: true,
    },
  ];
}

/** The settings of checked parameters. */
export function trainingSettings(params: Params): TrainingSettings {
  const number = (name: keyof TrainingSettings) => params[name] as number;
  return {
    epochs: number('epochs'),
    batchSize: number('batchSize'),
    learningRate: number('learningRate'),
    weightDecay: number('weightDecay'),
    patience: number('patience'),
    selectBy: params.selectBy as TrainingSettings['selectBy'],
    width: number('width'),
    fieldDim: number('fieldDim'),
  };
}
