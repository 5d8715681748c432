/** The parameters of RQ-Reg, with a switch for each part that the paper takes out to see what it is worth. */
import type { Params, ParamSpec } from '../../../records/params';
import type { PredictorEntry } from '../../../records/predict';
import type { RegressionOptions } from './losses';
import type { TargetQuantizerOptions } from './targetQuantizer';
import { trainingParams } from '../trainingParams';

const weight = (name: string, title: string, help: string, value: number): ParamSpec => ({ name, title, help, type: 'number', default: value, min: 0, max: 1e4, group: 'method' });
const onOff = (name: string, title: string, help: string, value: boolean, advanced = false): ParamSpec => ({ name, title, help, type: 'boolean', default: value, group: 'method', advanced });

export const rqRegParams: readonly ParamSpec[] = [
  {
    name: 'numLevels',
    title: 'Levels',
    help: 'How many codes a value is split into. Two are enough for a bounded target; long tails justify three.',
    type: 'integer',
    default: 3,
    min: 1,
    max: 8,
    group: 'shape',
  },
  {
    name: 'numCodes',
    title: 'Codes per level',
    help: 'Values to choose from at each level (K). One number for all levels, or one number per level: 48, 16, 16.',
    type: 'integers',
    default: [16],
    lengthOf: 'numLevels',
    min: 1,
    max: 4096,
    group: 'shape',
  },
  ...trainingParams({ width: 32 }),
  weight('lambdaGeneration', 'Weight of the codes', 'Weight of naming the right code at each level (generation loss). 0 turns it off.', 0.3),
  weight('lambdaRegression', 'Weight of the value', 'Weight of the error of the running sums (regression loss, lambda 1). 0 turns it off; predictions are then the expected code values.', 1),
  weight('lambdaRepresentation', 'Weight of the order', 'Weight of drawing rows with similar values together (representation loss, lambda 2: Rank-N-Contrast). 0 turns it off.', 0.1),
  {
    name: 'regressionLoss',
    title: 'Error of the value',
    help: 'Huber: squared near the target, which aims at the mean, absolute beyond its bend. Absolute: aims at the median, best for the mean absolute error.',
    type: 'choice',
    default: 'l1',
    choices: [
      { value: 'huber', title: 'Huber' },
      { value: 'l1', title: 'absolute (L1)' },
    ],
    group: 'method',
  },
  {
    name: 'huberDelta',
    title: 'Bend of Huber\'s loss (delta)',
    help: 'Errors beyond it count linearly. In units in which typical targets lie at 2 to 4.',
    type: 'number',
    default: 10,
    min: 1e-3,
    max: 1e6,
    group: 'method',
    advanced: true,
  },
  {
    name: 'head',
    title: 'Predictions from',
    help: 'The learned head adds the output of the network for each level. Expected code values are the values of all codes, weighted by their probabilities.',
    type: 'choice',
    default: 'learned',
    choices: [
      { value: 'learned', title: 'the learned head' },
      { value: 'expected', title: 'expected code values' },
    ],
    group: 'method',
  },
  onOff('errorHead', 'Error head', 'A last small network adds what all levels leave over.', true),
  onOff('scheduledSampling', 'Scheduled sampling', 'In training, a level reads the true code before it, and increasingly often the guess of the network, as in use. Off: always the true code.', true),
  onOff('perSample', 'Drawn row by row', 'Draws for each row whether a guess or the true code is read. Off: draws once per batch and level.', false, true),
  {
    name: 'samplingPivot',
    title: 'Own guesses by half at',
    help: 'Share of the epochs after which own guesses are read half the time. Negative: nearly always, from the start.',
    type: 'number',
    default: -10,
    min: -10,
    max: 10,
    group: 'method',
    advanced: true,
  },
  {
    name: 'samplingSlope',
    title: 'Steepness of that change',
    help: 'The probability of an own guess is sigmoid(steepness * (share of epochs - the half-way point)).',
    type: 'number',
    default: 5,
    min: 0,
    max: 1000,
    group: 'method',
    advanced: true,
  },
  onOff('stopGradient', 'Each level on its own gap', 'A level is trained on what the levels before it leave, as if they were fixed (stop-gradient). Off: all levels share the error of the sum.', true, true),
  onOff('maskLevels', 'Only codes of the level', 'A level chooses among its own codes and END. Off, as in the paper: among the codes of all levels.', false, true),
  onOff('balanceZeros', 'Even zeros in the order', 'At most as many zeros as other values take part in the representation loss: where nearly all targets are zero, nearly all pairs tie.', false, true),
  {
    name: 'thresholds',
    title: 'Thresholds of the codes',
    help: 'One: a level is fitted to the remainders it will code. The released pair leaves small remainders out of the fit but codes them, which makes the last level harmful.',
    type: 'choice',
    default: 'one',
    choices: [
      { value: 'one', title: 'one' },
      { value: 'released', title: 'the released pair' },
    ],
    group: 'method',
    advanced: true,
  },
  onOff('zerosInFit', 'Zeros in the fit of level 1', 'Zeros need no code, since END stands for them; the authors\' code fits them all the same.', false, true),
  onOff('medianFirst', 'Level 1 by medians', 'K-medians in place of k-means at level 1: fewer codes go to the tail.', false, true),
  {
    name: 'clipQuantile',
    title: 'Clip for the fit',
    help: 'Codes are fitted to targets clipped at this quantile of the training rows; the error head takes what lies beyond. 1: no clip.',
    type: 'number',
    default: 0.999,
    min: 0.5,
    max: 1,
    group: 'method',
    advanced: true,
  },
];

/** Loss of the value, weight of the codes and schedule of own guesses in the paper's released code. */
const AS_PUBLISHED: Params = { regressionLoss: 'huber', huberDelta: 10, lambdaGeneration: 1, samplingPivot: 0.2 };

export const rqRegPresets: PredictorEntry['presets'] = [
  { name: 'recommended', title: 'Best on the validation parts of two tables: absolute loss, own guesses from the start', params: {} },
  { name: 'published', title: 'Losses and schedule as published, at a browser\'s size', params: { width: 64, ...AS_PUBLISHED } },
  {
    name: 'cikm16',
    title: 'As printed, for CIKM16: 3 levels of 48, width 512, 50 epochs',
    params: { numCodes: [48], width: 512, fieldDim: 64, epochs: 50, learningRate: 5e-4, patience: 0, ...AS_PUBLISHED },
  },
];

/** What the parameters say, in the words of the parts. */
export interface RqRegSettings {
  readonly quantizer: TargetQuantizerOptions;
  readonly regression: RegressionOptions;
  /** Weights of the three losses. */
  readonly generation: number;
  readonly value: number;
  readonly representation: number;
  /** Probability of an own guess by share of the epochs done; null: never. */
  readonly sampling: { readonly slope: number; readonly pivot: number; readonly perSample: boolean } | null;
  readonly errorHead: boolean;
  readonly maskLevels: boolean;
  readonly balanceZeros: boolean;
  /** `expected` also where the learned head is not trained. */
  readonly head: 'learned' | 'expected';
}

/** Of checked parameters. */
export function rqRegSettings(params: Params): RqRegSettings {
  const number = (name: string) => params[name] as number;
  const flag = (name: string) => params[name] as boolean;
  const given = params.numCodes as readonly number[];
  const value = number('lambdaRegression');
  return {
    quantizer: {
      numCodes: Array.from({ length: number('numLevels') }, (_, level) => given[given.length === 1 ? 0 : level]!),
      thresholds: params.thresholds as 'one' | 'released',
      zerosInFit: flag('zerosInFit'),
      clipQuantile: number('clipQuantile'),
      medianFirst: flag('medianFirst'),
    },
    regression: { loss: params.regressionLoss as 'huber' | 'l1', delta: number('huberDelta'), stopGradient: flag('stopGradient') },
    generation: number('lambdaGeneration'),
    value,
    representation: number('lambdaRepresentation'),
    sampling: flag('scheduledSampling') ? { slope: number('samplingSlope'), pivot: number('samplingPivot'), perSample: flag('perSample') } : null,
    errorHead: flag('errorHead'),
    maskLevels: flag('maskLevels'),
    balanceZeros: flag('balanceZeros'),
    head: value === 0 ? 'expected' : (params.head as 'learned' | 'expected'),
  };
}

/** Probability with which a step reads its own guess in a 0-based epoch (scheduled sampling, 1506.03099). */
export function samplingRate(sampling: RqRegSettings['sampling'], epoch: number, epochs: number): number {
  return sampling ? 1 / (1 + Math.exp(-sampling.slope * (epoch / epochs - sampling.pivot))) : 0;
}
