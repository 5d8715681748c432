/** What every recommender of a next item is: a few methods behind which floors, models of item ids and generative retrieval look alike. */
import type { StateArrays } from '../../checkpoints/format';
import type { Random } from '../../math/random';
import type { KindEntry, Params } from '../../records/params';
import type { BeamPlace, Scoring } from '../../records/retrieval';
import type { Step } from '../../runs/task';
import type { RetrievalInputs } from './inputs';
import type { Rankings } from './ranking';

export interface Recommender {
  /** Steps planned at most, and epochs; 0 epochs: a closed form. */
  readonly plannedSteps: number;
  readonly plannedEpochs: number;
  /** Epochs without a better validation score after which training ends; 0: never. */
  readonly patience: number;
  /** What decides which epoch is kept. */
  readonly selectBy: 'loss' | 'recall10';
  readonly parameters: number;
  readonly scoring: Scoring;
  /** Of semantic IDs; absent for items that are told apart by their numbers. */
  readonly tokens?: TokenSide;
  /** One batch, or the closed form. */
  trainStep(): Promise<Omit<Step, 'level'>>;
  /** The best items after each history, and where its target [n] stands, with the weights as they are; in chunks. A target of -1 stands nowhere. */
  rank(histories: readonly Int32Array[], targets: ArrayLike<number>): Promise<Rankings>;
  /** Mean cross-entropy of the targets; of those alone that have an ID. Absent: a closed form. */
  loss?(histories: readonly Int32Array[], targets: ArrayLike<number>): Promise<number>;
  /** Weights alone, as named arrays: what the best epoch is kept as. */
  weights(): Promise<Readonly<Record<string, Float32Array>>>;
  setWeights(weights: Readonly<Record<string, Float32Array>>): void;
  /** Everything that training needs to go on where it stands, bit for bit. */
  state(): Promise<StateArrays>;
  restore(state: StateArrays): void;
  notes(): readonly string[];
  dispose(): void;
}

/** What a recommender that writes semantic IDs tells beside its rankings. */
export interface TokenSide {
  /** "level 1", ..., "suffix". */
  readonly places: readonly string[];
  readonly bits: number;
  /** Items of the most frequent ID, and tokens of the suffix (0: none). */
  readonly largestBucket: number;
  readonly suffixTokens: number;
  /** Whether a beam that nothing holds to the IDs of items could find others. */
  readonly everyIdValid: boolean;
  /** [places]: share of tokens that are the most probable ones after the true tokens before them; cases whose target has no ID are left out. */
  accuracy(histories: readonly Int32Array[], targets: ArrayLike<number>): Promise<Float32Array>;
  /** What the beam finds where nothing holds it to the IDs of items: the ranking, and the share of the IDs found that no item has. */
  free(histories: readonly Int32Array[], targets: ArrayLike<number>): Promise<{ readonly rankings: Rankings; readonly invalidShare: number }>;
  /** The prefixes kept at each place. */
  beam(history: Int32Array): Promise<readonly BeamPlace[]>;
  hasId(item: number): boolean;
  /** int32 [places]: code of each level, then the suffix; -1 throughout: the item has no ID. */
  idOf(item: number): Int32Array;
}

/** What of a kind crosses the border. */
export interface RetrievalEntry extends KindEntry {
  /** Ports beside `sequences`. */
  readonly reads: readonly ('codes' | 'items')[];
}

/** A kind as its folder declares it. */
export interface RetrievalDeclaration extends RetrievalEntry {
  /** Settings that train a few hundred pairs in a moment: the shared tests run every kind with them. */
  readonly small: Params;
  /** Throws InputError where parameters and data do not fit together. */
  create(inputs: RetrievalInputs, params: Params, random: Random): Promise<Recommender>;
}
