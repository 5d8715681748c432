/** Parameter declarations that several quantizers share, so that the same thing has the same name and words everywhere. */
import type { ParamSpec } from '../records/params';

export const numLevelsParam = (value: number): ParamSpec => ({
  name: 'numLevels',
  title: 'Levels',
  help: 'How many codes an item gets. Each level codes what the levels before it left over.',
  type: 'integer',
  default: value,
  min: 1,
  max: 16,
  group: 'shape',
});

export const numCodesParam = (value: number): ParamSpec => ({
  name: 'numCodes',
  title: 'Codes per level',
  help: 'Size of each codebook (K). One number for all levels, or one number per level: 256, 128, 64.',
  type: 'integers',
  default: [value],
  lengthOf: 'numLevels',
  min: 1,
  max: 65536,
  group: 'shape',
});

export const batchSizeParam = (value: number): ParamSpec => ({
  name: 'batchSize',
  title: 'Batch',
  help: 'Rows per training step. Larger batches move more codes at once and take more time per step.',
  type: 'integer',
  default: value,
  min: 2,
  max: 65536,
  unit: 'rows',
  group: 'training',
});

export const stepsParam = (value: number): ParamSpec => ({
  name: 'steps',
  title: 'Steps',
  help: 'The total number of gradient updates.',
  type: 'integer',
  default: value,
  min: 1,
  max: 1_000_000,
  group: 'training',
});

export const learningRateParam = (value: number): ParamSpec => ({
  name: 'learningRate',
  title: 'Learning rate',
  help: 'Size of each update of AdamW. Too large: the loss jumps. Too small: it hardly falls.',
  type: 'number',
  default: value,
  min: 1e-7,
  max: 1,
  group: 'training',
});

export const weightDecayParam = (value: number): ParamSpec => ({
  name: 'weightDecay',
  title: 'Weight decay',
  help: 'How strongly AdamW pulls weights towards zero.',
  type: 'number',
  default: value,
  min: 0,
  max: 1,
  group: 'training',
  advanced: true,
});

export const scheduleParam: ParamSpec = {
  name: 'schedule',
  title: 'Learning rate over time',
  help: 'Constant, or rising over the first 5 % of the steps and then falling linearly to zero.',
  type: 'choice',
  default: 'linear',
  choices: [
    { value: 'linear', title: 'warm-up, then linear fall' },
    { value: 'constant', title: 'constant' },
  ],
  group: 'training',
  advanced: true,
};

export const restartParams = (every: number): ParamSpec[] => [
  {
    name: 'restartEvery',
    title: 'Dead-code restart every',
    help: 'Steps between checks for codes that are hardly used; these are moved onto rows of the current batch. 0 turns it off. There are no restarts in the last tenth of the steps, so that codes settle.',
    type: 'integer',
    default: every,
    min: 0,
    max: 100_000,
    unit: 'steps',
    group: 'method',
  },
  {
    name: 'restartThreshold',
    title: 'Restart below',
    help: 'A code counts as dead when its average uses per batch fall below this share of an even split (batch / codes).',
    type: 'number',
    default: 0.05,
    min: 0,
    max: 1,
    group: 'method',
    advanced: true,
  },
];

export const centreParam: ParamSpec = {
  name: 'centre',
  title: 'Centre first',
  help: 'Subtract the mean of the rows before the first level and add it back when decoding. Changes nothing in exact arithmetic and keeps digits in float32.',
  type: 'boolean',
  default: true,
  group: 'method',
  advanced: true,
};
