/** What every predictor of a label is: a few methods behind which networks, floors and readers of histories look alike. */
import type { StateArrays } from '../../checkpoints/format';
import type { Random } from '../../math/random';
import type { HistoryAttention } from '../../records/click';
import type { KindEntry, Params } from '../../records/params';
import type { Step } from '../../runs/task';
import type { LogInputs } from './inputs';

/** A predictor of the probability that the label is 1. */
export interface ClickPredictor {
  /** Steps planned at most, and epochs; 0 epochs: a closed form. */
  readonly plannedSteps: number;
  readonly plannedEpochs: number;
  /** Epochs without a better validation score after which training ends; 0: never. */
  readonly patience: number;
  /** The validation score that decides which epoch is kept. */
  readonly selectBy: 'auc' | 'logLoss';
  readonly parameters: number;
  /** Bits that it reads of each item or past event beside the log: of codes or vectors; 0: none. */
  readonly bits: number;
  /** One batch, or the closed form. */
  trainStep(): Promise<Omit<Step, 'level'>>;
  /** Probabilities of these events (numbers in the log) with the weights as they are; in chunks. */
  predict(events: Uint32Array): Promise<Float32Array>;
  /** Readers of histories: what they attend to at these events. */
  attention?(events: Uint32Array): Promise<HistoryAttention>;
  /** Weights alone, as named arrays: what the best epoch is kept as. */
  weights(): Promise<Readonly<Record<string, Float32Array>>>;
  setWeights(weights: Readonly<Record<string, Float32Array>>): void;
  /** Everything that training needs to go on where it stands, bit for bit. */
  state(): Promise<StateArrays>;
  restore(state: StateArrays): void;
  notes(): readonly string[];
  dispose(): void;
}

/** Which ports beside `events` a kind reads where cells are joined to it. */
export type LogPort = 'items' | 'codes' | 'store';

/** A kind as its folder declares it. */
export interface ClickDeclaration extends KindEntry {
  readonly reads: readonly LogPort[];
  /** Settings that train a few hundred rows in a moment: the shared tests run every kind with them. */
  readonly small: Params;
  /** Throws InputError where parameters and data do not fit together. */
  create(inputs: LogInputs, params: Params, random: Random): Promise<ClickPredictor>;
}
