/** Records of predictors of a label of 0 or 1 over a log. Shapes are in the comments. */
import type { Finding } from './basics';
import type { LogInspection } from './log';
import type { Scores } from './predict';

/** Rows by their probability in ten bins of equal width: where probabilities are right, `predicted` and `observed` agree. */
export interface Reliability {
  /** [10] mean probability and share of positive rows; NaN where a bin is empty. */
  readonly predicted: Float32Array;
  readonly observed: Float32Array;
  readonly rows: Uint32Array;
}

/** Rows in groups by the number of earlier events of their user. */
export interface ByHistory {
  /** [groups] the longest history of each; groups of the same number of rows, five at most. */
  readonly upTo: Uint32Array;
  /** [groups] NaN where all labels are equal. */
  readonly auc: Float32Array;
  readonly rows: Uint32Array;
}

/** What a reader of histories attends to, of some users' last judged requests. */
export interface HistoryAttention {
  /** One entry a user shown: the event judged, as a row of the file, its label and its probability. */
  readonly users: Int32Array;
  readonly rows: Uint32Array;
  readonly labels: Uint8Array;
  readonly probabilities: Float32Array;
  /** [users + 1]: tokens of user i are those from offsets[i] to offsets[i + 1] - 1, oldest first. */
  readonly offsets: Uint32Array;
  /** Of each token: its row in the file, seconds before the judged event, its label (0, 1; 2: not yet known), mean attention over heads. */
  readonly tokenRows: Uint32Array;
  readonly gaps: Float64Array;
  readonly tokenLabels: Uint8Array;
  readonly weights: Float32Array;
}

/** What the views show of a predictor of labels at a step: of validation rows while it trains, of test rows at the end (`exact`). */
export interface ClickSnapshot {
  readonly family: 'click';
  readonly step: number;
  readonly epoch: number;
  readonly part: 'validation' | 'test';
  readonly exact: boolean;
  /** By key: auc, logLoss, calibrationError, ...; of the test part each also with `Cold` and `Warm`. */
  readonly scores: Scores;
  readonly reliability: Reliability;
  readonly byHistory: ByHistory;
  readonly attention?: HistoryAttention;
}

/** Everything a finished (or stopped) run leaves. */
export interface ClickResult {
  readonly family: 'click';
  /** On the test part, counted once, with the weights of the best epoch. */
  readonly scores: Scores;
  readonly validation: Scores;
  readonly seconds: number;
  readonly steps: number;
  /** Epochs trained, and the one (from 1) whose weights are kept; 0 where there are no epochs. */
  readonly epochs: number;
  readonly bestEpoch: number;
  readonly plannedSteps: number;
  readonly stopped: boolean;
  readonly findings?: readonly Finding[];
  readonly parameters: number;
  /** What it reads of each item or past event beside the log itself: bits of its codes or vectors; 0: nothing. */
  readonly bits: number;
  /** Rows of the test part whose item is in no training row, and all rows of the test part. */
  readonly coldRows: number;
  readonly testRows: number;
  /** Of every event with a label: its 0-based row in the file, its part (0 train, 1 validation, 2 test), user, label, whether its item is in no training row, probability. */
  readonly rowIndex: Uint32Array;
  readonly parts: Uint8Array;
  readonly users: Int32Array;
  readonly labels: Uint8Array;
  readonly cold: Uint8Array;
  readonly probabilities: Float32Array;
  readonly snapshot: ClickSnapshot;
  readonly notes: readonly string[];
}

/** What the views show of a model of instances while it trains: labels as in `ClickSnapshot`, and its vectors of some events in two principal axes. */
export interface SourceSnapshot {
  readonly family: 'source';
  readonly step: number;
  readonly epoch: number;
  readonly exact: boolean;
  /** Of its own prediction: auc and logLoss on the validation part while it trains, on the test part at the end. */
  readonly scores: Scores;
  /** At most 2,000 events: [m, 2] in two principal axes, the share of the spread on each, the row in the file, the label. */
  readonly points: Float32Array;
  readonly axisShares: readonly [number, number];
  readonly rows: Uint32Array;
  readonly labels: Uint8Array;
  /** Values of the log's fields at these events, to colour them by: [m] codes and what they stand for. */
  readonly colours: readonly { readonly name: string; readonly codes: Int32Array; readonly names: readonly string[] }[];
}

/** What a model of instances leaves: a vector for each event of the log. */
export interface SourceResult {
  readonly family: 'source';
  readonly scores: Scores;
  readonly validation: Scores;
  readonly seconds: number;
  readonly steps: number;
  readonly epochs: number;
  readonly bestEpoch: number;
  readonly plannedSteps: number;
  readonly stopped: boolean;
  readonly findings?: readonly Finding[];
  readonly parameters: number;
  /** float32 [events, dim], in the order of the log (by user, then time), each column standardised by the source part; empty where only numbers are kept. */
  readonly vectors: Float32Array;
  readonly dim: number;
  /** [events] 0-based rows in the file. */
  readonly rowIndex: Uint32Array;
  readonly snapshot: SourceSnapshot;
  readonly notes: readonly string[];
}

/** Of two runs over the same test rows: what the first has over the second, by a paired bootstrap of users. */
export interface ClickDifference {
  readonly auc: Interval;
  readonly logLoss: Interval;
  readonly users: number;
  readonly draws: number;
}

/** The difference on all rows, and the middle 95 % of the draws. */
export interface Interval {
  readonly difference: number;
  readonly low: number;
  readonly high: number;
}

/** What is told of a log that the engine took. */
export interface HeldLog {
  readonly dataId: string;
  /** Events with a label by part, and those of the source part. */
  readonly parts: { readonly train: number; readonly validation: number; readonly test: number; readonly source: number };
  readonly coldTest: number;
  readonly positiveShare: number;
  /** Of events with an earlier one of their user that has a label: the share at which the last such label is not known yet. */
  readonly lateShare: number;
  /** Fields of a predictor: values known from training rows. */
  readonly fields: readonly { readonly name: string; readonly size: number }[];
  /** Scores of the reference columns on the test part. */
  readonly references: readonly { readonly name: string; readonly scores: Scores }[];
  readonly warnings: readonly string[];
}

/** A log the engine holds: its arrays stand there, the names of users and items here. */
export interface LoadedLog extends HeldLog {
  readonly inspection: LogInspection;
  /** In the order of the log. */
  readonly userNames: readonly string[];
  readonly itemNames: readonly string[];
}

/** Test rows of a run, for a comparison: [n] each, the same rows in the same order in both runs. */
export interface JudgedRows {
  readonly labels: Uint8Array;
  readonly users: Int32Array;
  readonly probabilities: Float32Array;
}
