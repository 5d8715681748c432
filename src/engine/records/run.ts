/** Records of a run: its order, what it may spend, what is kept of it, how far it is. */
import type { Params } from './params';
import type { PredictorKind } from './predict';
import type { QuantizerKind } from './quantize';
import type { TableChoices } from './table';

/** What is trained, and so what its snapshots and results hold. */
export const FAMILIES = ['quantizer', 'value', 'click', 'source', 'retrieval'] as const;
export type Family = (typeof FAMILIES)[number];

/** The order of a run. */
export interface RunSpec {
  readonly runId: string;
  readonly kind: QuantizerKind | PredictorKind;
  /** By port, the id under which the engine holds what is read there. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly params: Params;
  readonly seed: number;
  /** Ends training early, without calling it stopped by hand; level by level methods share it evenly among their levels. */
  readonly budget?: Budget;
  /** Quantizers: this share of the rows is held out of training, drawn by the seed, and judged at the end. Absent or 0: none. */
  readonly holdOut?: number;
  /** Reports (snapshot, live metrics, a point of the curves) after every so many steps, whatever they cost, beside those that time allows. Absent or 0: by time alone. */
  readonly reportEvery?: number;
  /** Quantizers: snapshots tell where the rows lie that reports are counted on, `QuantizerSnapshot.stages`. Absent: they do not. */
  readonly places?: boolean;
  /** Pauses before the first step until it is ordered on: an order sent after the run may come when a short one is over. Absent: it goes. */
  readonly waits?: boolean;
  /** Keep checkpoints in the browser while training, and so what was trained after it. */
  readonly checkpoints?: CheckpointPlan;
  /** Go on from this checkpoint of `checkpoints.key`; refused in words where there is none. */
  readonly resume?: string;
}

/** One point of the training curves. */
export interface MetricPoint {
  readonly step: number;
  /** Seconds of training so far, pauses left out. */
  readonly seconds: number;
  /** 0-based level the step worked on; -1 for methods that train all levels at once. */
  readonly level: number;
  /** The part of training that the step belongs to, in words: "soft passes". Absent: training has one part. */
  readonly stage?: string;
  /** Named loss terms; the curve that methods share is `relativeError` (from the current codes, on the probe rows). */
  readonly losses: Readonly<Record<string, number>>;
  /** Live metrics of the same moment, of lists the value at the last level; only at points that a report came with. */
  readonly metrics?: Readonly<Record<string, number>>;
}

export interface Progress {
  /** Steps done and steps planned (an upper bound where a stop rule may end earlier). */
  readonly step: number;
  readonly steps: number;
  /** Plain words: "k-means++ seeding, level 2", "warming up the autoencoder". */
  readonly phase: string;
  readonly itemsPerSecond: number;
  /** Seconds left, or null while unknown. */
  readonly eta: number | null;
  readonly seconds: number;
}

export type RunStatus = 'waiting' | 'running' | 'paused' | 'done' | 'stopped' | 'failed';

/** Why training ends before it is complete: by hand, or for the budget's sake. */
export type SettleReason = 'stopped' | 'budget';

/** Work that no step counts. */
export interface Doing {
  readonly phase: string;
  /** How much of it is done, 0 to 1. */
  readonly share: number;
}

/** Tells of such work while it is done. */
export type Tell = (phase: string, share: number) => void;

/** Predictions for the rows of another file by a finished run. */
export interface PredictAsk {
  /** Taken up from its checkpoint where its predictor is no longer in memory. */
  readonly run: RunSpec;
  readonly file: File;
  /** The file joined to it, where the table has one. */
  readonly joined?: File;
  /** Types and join as the table's; target and split do not matter. */
  readonly choices: TableChoices;
}

/** What all methods of a fair comparison may spend. A step is one batch, one Lloyd pass or one EM pass. */
export interface Budget {
  readonly unit: 'steps' | 'seconds';
  readonly value: number;
}

export interface CheckpointPlan {
  /** Names the run across reloads: a hash of its settings, seed and data. */
  readonly key: string;
  /** Steps between numbered checkpoints; 0: only `last` and `best`. */
  readonly every: number;
  /** Metric (of the live snapshot) whose best value `best` keeps. */
  readonly best: string;
}

/** A state that can be gone on from. */
export interface CheckpointInfo {
  /** "last", "best" or "step-500". */
  readonly name: string;
  readonly step: number;
  /** Seconds of training until then. */
  readonly seconds: number;
  /** Live value of the metric that `best` goes by; NaN where there is none. */
  readonly value: number;
  readonly bytes: number;
}
