/** What every predictor of a continuous value is: a few methods behind which RQ-Reg and the baselines look alike. */
import type * as tf from '@tensorflow/tfjs-core';
import type { StateArrays } from '../../checkpoints/format';
import type { Random } from '../../math/random';
import type { KindEntry, Params } from '../../records/params';
import type { Alignment, Decoding, TargetQuantization } from '../../records/predict';
import type { FeatureRows, FeatureShape } from '../../records/features';

/** Rows of one part with their targets [n], in the target's unit. */
export interface TargetRows {
  readonly features: FeatureRows;
  readonly targets: Float64Array;
}

/** What a predictor is fitted to. The test part is not here: no predictor can see it. */
export interface FitData {
  readonly shape: FeatureShape;
  readonly train: TargetRows;
  readonly validation: TargetRows;
}

/** One step's outcome. Losses are scalars on the device or plain numbers; the run reads them when it reports and disposes them. */
export interface FitStep {
  readonly losses: Readonly<Record<string, tf.Scalar | number>>;
  /** Rows this step looked at. */
  readonly items: number;
  /** Plain words for the progress line. */
  readonly phase: string;
  /** An epoch ended with this step: the run scores the validation part. Closed forms end theirs with their only step. */
  readonly epochEnded: boolean;
  /** True when all planned epochs are done. */
  readonly done: boolean;
}

/** Predictions of n rows, in the target's unit. */
export interface Prediction {
  readonly values: Float32Array;
  /** [n, stages] running sums up to the prediction; absent where a prediction has no parts. */
  readonly partials?: Float32Array;
}

/** What RQ-Reg can show beside predictions. */
export interface Decoded {
  readonly quantization: TargetQuantization;
  /** `rows` in it are positions among the rows given. */
  readonly decoding: Decoding;
  readonly alignment: Alignment;
}

/** A predictor of one number a row. */
export interface Predictor {
  /** Steps planned at most, and epochs; 0 epochs: a closed form. */
  readonly plannedSteps: number;
  readonly plannedEpochs: number;
  /** Epochs without a better validation score after which training ends; 0: never. */
  readonly patience: number;
  /** The validation score that decides which epoch is kept. */
  readonly selectBy: 'mae' | 'rmse';
  /** Trainable numbers in all. */
  readonly parameters: number;
  /** Names of the partial sums; empty where there are none. */
  readonly stages: readonly string[];
  /** One batch, or the closed form. */
  trainStep(): Promise<FitStep>;
  /** With the weights as they are; in chunks, so that memory does not grow with the rows. */
  predict(features: FeatureRows): Promise<Prediction>;
  /** RQ-Reg only. `thorough`: at the end, with larger samples. */
  decode?(rows: TargetRows, thorough: boolean): Promise<Decoded>;
  /** Weights alone, as named arrays: what the best epoch is kept as. */
  weights(): Promise<Readonly<Record<string, Float32Array>>>;
  setWeights(weights: Readonly<Record<string, Float32Array>>): void;
  /** Everything that training needs to go on where it stands, bit for bit. */
  state(): Promise<StateArrays>;
  restore(state: StateArrays): void;
  /** What a reader of the numbers should know. */
  notes(): readonly string[];
  dispose(): void;
}

/** Builds a predictor; throws InputError where parameters and data do not fit together. */
export type PredictorFactory = (data: FitData, params: Params, random: Random) => Promise<Predictor>;

/** A kind as its folder declares it. */
export interface PredictorDeclaration extends KindEntry {
  /** Settings that train a few hundred rows in a moment: the shared tests run every kind with them. */
  readonly small: Params;
  readonly create: PredictorFactory;
}
