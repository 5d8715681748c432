/** Records of predictors of a value. Shapes are in the comments. */
import type { Finding, Histogram } from './basics';
import type { KindEntry } from './params';

/** Name of a kind of predictor, "rq-reg": which there are, the catalog says. */
export type PredictorKind = string;

/** What is predicted of what: a value of the rows of a table; a label of the events of a log; vectors of its events, for others to read (`source`); the next item of a sequence (`retrieval`). */
export type PredictorFamily = 'value' | 'click' | 'source' | 'retrieval';

/** What a predictor reads: rows of a table, or events of a log or sequences and, where they are joined, vectors of its items, their codes, a store of vectors of its events. */
export type PredictorPort = 'table' | 'events' | 'sequences' | 'items' | 'codes' | 'store';

export interface PredictorEntry extends KindEntry {
  readonly family: PredictorFamily;
  readonly reads: readonly PredictorPort[];
}

/** One number by which predictions are judged. Keys of the positive rows end in `Positive`, of rows whose item no training row has in `Cold`, of the others in `Warm`. */
export interface ScoreEntry {
  readonly key: string;
  readonly title: string;
  readonly term: string;
  readonly meaning: string;
  readonly formula: string;
  readonly direction: 'up' | 'down' | 'none';
  /** `target`: in the target's unit. */
  readonly format: 'target' | 'number' | 'share' | 'count' | 'seconds';
  /** `cold`: only rows whose item is in no training row; `warm`: the others. */
  readonly rows: 'all' | 'positive' | 'cold' | 'warm';
  /** What is judged: predictions of a value, probabilities of a label, or rankings. */
  readonly needs: 'values' | 'probabilities' | 'ranking';
  /** Shown in the table until chosen otherwise. */
  readonly shown: boolean;
}

/**
 * By key of ScoreEntry. Of a value: mae, rmse, spearman, normGini, xauc, xaucTpm, each also with `Positive`; meanPrediction, meanTarget, negativeShare. Of a probability: auc, userAuc,
 * userAucShare, logLoss, calibrationError, calibrationErrorByMass, predictedOverObserved, of a test part each also with `Cold` and `Warm`. NaN: undefined.
 */
export type Scores = Readonly<Record<string, number>>;

/** The target as codes: its values and how residual quantization takes them apart, on the training rows. */
export interface TargetQuantization {
  readonly histogram: Histogram;
  /** Ascending, one list a level, in the target's unit. */
  readonly centroids: readonly Float32Array[];
  /** Uses of each code, and of END at each level. */
  readonly usage: readonly Uint32Array[];
  readonly ended: readonly number[];
  /** Mean |what is left| before level 1, after level 1, 2, ...: levels + 1. */
  readonly errors: readonly number[];
  /** Of what is left at last: mean and max of |e|, and the mean of |e| / |y| over y != 0. */
  readonly remainder: { readonly mean: number; readonly max: number; readonly relative: number };
  readonly tried?: LevelsAndCodes;
}

/** What other numbers of levels and codes would leave of the target. */
export interface LevelsAndCodes {
  /** Codes a level, ascending. */
  readonly numCodes: readonly number[];
  /** Mean |what is left| in the target's unit: for each of `numCodes` after level 1, 2, ... */
  readonly errors: readonly (readonly number[])[];
  /** Training rows it was counted on. */
  readonly rows: number;
}

/** How rows were decoded, one entry a row of `Decoding.rows`; V tokens: END, BEGIN, then all codes level by level. */
export interface DecodedSteps {
  /** One [rows, V] a level: probability of each token. */
  readonly probabilities: readonly Float32Array[];
  /** [rows, levels + 1]: running sum of the learned heads after each level, and with the error head: the prediction. */
  readonly learned: Float32Array;
  /** [rows, levels]: running sum of the expected code values, and of the values of the most probable codes. */
  readonly expected: Float32Array;
  readonly greedy: Float32Array;
  /** [rows, levels]: the most probable token of each level. */
  readonly tokens: Int32Array;
}

/** Coarse-to-fine decoding of some rows and the errors of all. */
export interface Decoding {
  /** Row numbers in the table, at most 256, spread over the order of the target. */
  readonly rows: Uint32Array;
  readonly targets: Float32Array;
  readonly numCodes: readonly number[];
  /** [V]: the value of each token, in the target's unit. */
  readonly tokenValues: Float32Array;
  /** [rows, levels]: true tokens and running sums of their values. */
  readonly trueTokens: Int32Array;
  readonly trueSums: Float32Array;
  /** Fed with its own expected embeddings, as in use; and with the true codes of the levels before. */
  readonly free: DecodedSteps;
  readonly forced: DecodedSteps;
  /** Over the whole part: errors of the running sums after each level (learned: one more, with the error head). `oracle`: the true codes. */
  readonly byLevel: readonly {
    readonly way: 'learned' | 'expected' | 'greedy' | 'oracle';
    readonly mae: readonly number[];
    readonly xauc: readonly number[];
  }[];
  /** Mean |v_err - true remainder| and mean |true remainder|: what the error head is worth. */
  readonly errorHead: { readonly mae: number; readonly without: number };
}

/** Whether near values have near embeddings. */
export interface Alignment {
  /** Concatenated expected embeddings of rows of the part in their two principal axes [m, 2], the first pointing to larger values. */
  readonly points: Float32Array;
  readonly targets: Float32Array;
  readonly axisShares: readonly [number, number];
  /** Spearman of embedding distance and value difference over pairs of rows with different values. */
  readonly distanceCorrelation: number;
  /** |Spearman| of the first axis and the value. */
  readonly axisCorrelation: number;
  /** The code table, level by level. */
  readonly tables: readonly {
    /** [K, 2] in the level's own two principal axes. */
    readonly points: Float32Array;
    /** [K] centroids, ascending. */
    readonly values: Float32Array;
    /** Share of codes whose nearest other code is a neighbour in value; by chance about 2 / K. */
    readonly neighbourShare: number;
    readonly axisCorrelation: number;
    readonly distanceCorrelation: number;
  }[];
}

/** What the views show of a predictor at a step: of validation rows while it trains, of test rows at the end (`exact`). */
export interface ValueSnapshot {
  readonly family: 'value';
  readonly step: number;
  readonly epoch: number;
  readonly part: 'validation' | 'test';
  /** True once it is over all rows of the part. */
  readonly exact: boolean;
  readonly scores: Scores;
  /** Rows shown, at most 2,000: their number in the table, true value and prediction. */
  readonly rows: Uint32Array;
  readonly targets: Float32Array;
  readonly predictions: Float32Array;
  /** Rows of the part in ten equal groups by prediction: mean prediction and mean target of each. */
  readonly calibration: { readonly predicted: Float32Array; readonly actual: Float32Array; readonly rows: Uint32Array };
  /** Rows of the part in groups by target (ten at most; equal values stay together): the largest target of each, its MAE and mean error. */
  readonly byTarget: { readonly upTo: Float32Array; readonly mae: Float32Array; readonly bias: Float32Array; readonly rows: Uint32Array };
  /** RQ-Reg only. */
  readonly quantization?: TargetQuantization;
  readonly decoding?: Decoding;
  readonly alignment?: Alignment;
}

/** Everything a finished (or stopped) run of a predictor leaves. */
export interface ValueResult {
  readonly family: 'value';
  /** On the test part, counted once, with the weights of the best epoch. */
  readonly scores: Scores;
  readonly validation: Scores;
  readonly seconds: number;
  readonly steps: number;
  /** Epochs trained, and the one (from 1) whose weights are kept: the best on the validation part. 0 where there are no epochs. */
  readonly epochs: number;
  readonly bestEpoch: number;
  /** Absent in results of earlier versions. */
  readonly plannedSteps?: number;
  readonly stopped: boolean;
  /** What is wrong; absent: nothing. */
  readonly findings?: readonly Finding[];
  readonly parameters: number;
  /** Of every row in use: its 0-based number in the file, its part (0 train, 1 validation, 2 test), target and prediction. */
  readonly rowIndex: Uint32Array;
  readonly parts: Uint8Array;
  readonly targets: Float32Array;
  readonly predictions: Float32Array;
  /** [rows, stages.length] running sums, row-major; empty where a prediction has no parts. */
  readonly partials: Float32Array;
  /** "level 1", "level 2", ..., "error head". */
  readonly stages: readonly string[];
  readonly snapshot: ValueSnapshot;
  readonly notes: readonly string[];
}

export interface NewPredictions {
  readonly name: string;
  readonly rows: number;
  readonly predictions: Float32Array;
  readonly partials: Float32Array;
  readonly stages: readonly string[];
  /** Where the file has the target column too: its values (NaN: missing) and the scores. */
  readonly targets?: Float32Array;
  readonly scores?: Scores;
  /** What was unlike the training rows: missing columns, unknown categories. */
  readonly notes: readonly string[];
  /** Ready to be saved. */
  readonly csv: Uint8Array<ArrayBuffer>;
  readonly parquet: Uint8Array<ArrayBuffer>;
}

/** The stage whose running sum is the prediction itself. */
export const ERROR_HEAD = 'error head';
