/** What every quantizer is: a few methods behind which RQ-KMeans, RQ-VAE, R3-VAE and RQ-GMM look alike. */
import type * as tf from '@tensorflow/tfjs-core';
import type { Random } from '../math/random';
import type { Remedies } from '../records/basics';
import type { KindEntry, Params } from '../records/params';
import type { Traits } from '../records/quantize';
import type { SettleReason, Tell } from '../records/run';

/** The vectors a quantizer is fitted to, on the device and in memory. */
export interface TrainingRows {
  readonly rows: number;
  readonly dim: number;
  /** Row-major, float32 [rows, dim]. */
  readonly data: Float32Array;
  /** The same on the device, in chunks of one fixed number of rows (the last may be shorter). Owned by the rows, never disposed by a quantizer. */
  readonly chunks: readonly tf.Tensor2D[];
  /** Rows of a chunk where they were asked for: residuals and samples of these rows keep them. */
  readonly chunkRows?: number;
  /** A new tensor [indices.length, dim]; the caller disposes it. */
  gather(indices: ArrayLike<number>): tf.Tensor2D;
}

/** What a quantizer makes of vectors [n, dim]. Every tensor is the caller's to dispose. */
export interface Encoding {
  /** [n, latentDim]: the space of the codebooks; the (centred) vectors themselves where there is no encoder. */
  readonly latents: tf.Tensor2D;
  /** One int32 [n] a level reached. */
  readonly codes: readonly tf.Tensor1D[];
  /** What is left before level 0, 1, ... and after the last: levels + 1 of [n, latentDim]. */
  readonly residuals: readonly tf.Tensor2D[];
}

/** One step's outcome. Losses are scalars on the device or plain numbers; the run reads them when it reports and disposes them. */
export interface StepResult {
  readonly losses: Readonly<Record<string, tf.Scalar | number>>;
  /** Sum over all rows of the squared error of the codes so far, where the step knows it anyway: then every step is a point of the curve. */
  readonly squaredError?: number;
  /** 0-based level worked on, -1 for all at once. */
  readonly level: number;
  /** As MetricPoint.stage: the same words for all steps of one part of training. */
  readonly stage?: string;
  /** Plain words for the progress line. */
  readonly phase: string;
  /** Rows this step looked at. */
  readonly items: number;
  /** True when training is complete. */
  readonly done: boolean;
}

/** Codes for rows that come later, around IDs in use. */
export interface PlacedRows {
  /** int32 [rows, levels], row-major. */
  readonly codes: Int32Array;
  /** Rows whose code is not the one the rule gives. */
  readonly moved: number;
  /** Groups of equal rows that found no free ID and share one. */
  readonly lost: number;
}

/** A residual quantizer: each level codes what the levels before it left over. */
export interface Quantizer {
  /** Code vectors of each level. */
  readonly numCodes: readonly number[];
  readonly latentDim: number;
  /** Steps planned at most, for the progress line. */
  readonly plannedSteps: number;
  /** Trainable numbers in all. */
  readonly parameters: number;
  readonly traits: Traits;
  /** Levels that can encode already: level by level methods start at 0. */
  readonly levelsReady: number;
  /** One gradient step, or one seeding, Lloyd or EM pass of the current level. */
  trainStep(): Promise<StepResult>;
  /**
   * Ends training early: a level in the making is kept as it stands, and codebooks not started yet are started. `why` for the notes: stopped
   * by hand unless given. Level by level methods may be trained on: the next step begins the next level.
   */
  settle(why?: SettleReason): Promise<void>;
  /** Codes with the levels ready, the rule of evaluation (no noise, no soft choice). */
  encode(x: tf.Tensor2D): Promise<Encoding>;
  /** What codes stand for by themselves, [n, dim], from the first codes.length levels; zero levels: the constant that stands for no code at all. */
  decode(codes: readonly tf.Tensor1D[], rows: number): tf.Tensor2D;
  /**
   * Other reconstructions of [n, dim] a method can be judged by, by name: R3-VAE's `hard` and `soft`. Absent where codes are all there is.
   */
  reconstructions?(x: tf.Tensor2D): Promise<Readonly<Record<string, tf.Tensor2D>>>;
  /** Methods trained on batches: uses of each code, [K_l] a level, as a running mean over about the last 100 batches; 1 is an even share. */
  recentUse?(): Promise<readonly Float32Array[]>;
  /** Gathers what `decode` needs beside the codebooks (R3-VAE's mean rating of each code) from rows: a probe while training, all of them at the end. */
  gatherConstants?(chunks: readonly tf.Tensor2D[]): Promise<void>;
  /**
   * Methods that give the training rows IDs together (Even RQ): int32 [rows] a level; null where training ended before. They decode as all codes do, but no rule gives them: `encode` never returns them.
   */
  storedCodes?(): readonly Int32Array[] | null;
  /** Such methods: codes for other rows around the IDs in use, int32 [training rows, levels]; these do not move. */
  placeRows?(rows: TrainingRows, taken: Int32Array): Promise<PlacedRows>;
  /** Mixture parameters of the levels ready, for the views: RQ-GMM only. */
  mixture?(level: number): { readonly weights: Float32Array; readonly means: Float32Array; readonly variances: Float32Array };
  /** One float32 [numCodes, latentDim] a level, as exported: see QuantizerResult.codebooks. */
  codebooks(): Promise<readonly Float32Array[]>;
  /** What a reader of the numbers should know. */
  notes(): readonly string[];
  /** Everything a checkpoint needs, as named arrays. */
  state(): Promise<Readonly<Record<string, Float32Array | Float64Array>>>;
  /** Goes on from a state, on a quantizer made anew with the same rows, parameters and seed. */
  restore(state: Readonly<Record<string, Float32Array | Float64Array>>): Promise<void>;
  dispose(): void;
}

/** Builds a quantizer; throws InputError where parameters and data do not fit together. */
export type QuantizerFactory = (rows: TrainingRows, params: Params, random: Random, tell?: Tell) => Promise<Quantizer>;

/** A kind as its folder declares it. */
export interface QuantizerDeclaration extends KindEntry {
  /** What to try where a run of it goes wrong, in place of the general words. */
  readonly remedies?: Remedies;
  /** Settings that train a few hundred rows in a moment: the shared tests run every kind with them. */
  readonly small: Params;
  readonly create: QuantizerFactory;
}
