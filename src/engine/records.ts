/** Plain records that cross the border between the page and the engine's worker: numbers, strings and typed arrays only. */
import type { ColumnInfo, ColumnRemark, DatasetSummary, Histogram, OutlierChoice, Preprocessing } from './recordsData';
import type { FitResult, FitSnapshot, PredictorEntry, ScoreEntry } from './recordsPredict';
import type { Budget, CheckpointInfo, CheckpointPlan, Finding, Remedies } from './recordsRun';

export type { Budget, CheckpointInfo, CheckpointPlan, Finding, Remedies, DatasetSummary, Histogram, Preprocessing };

// ---------------------------------------------------------------- parameters

export type ParamValue = number | boolean | string | readonly number[];
export type Params = Readonly<Record<string, ParamValue>>;

/** One parameter as data: the form, the check of a loaded notebook and the documentation all come from this. */
export interface ParamSpec {
  readonly name: string;
  /** Plain words first, the term in brackets where it differs: "Codes per level (K)". */
  readonly title: string;
  /** One or two plain sentences: what it does and when to change it. */
  readonly help: string;
  /** `integers` and `numbers` are lists, written "512, 256, 128"; for `numbers` a plain number stands for a list of one. */
  readonly type: 'integer' | 'number' | 'boolean' | 'choice' | 'integers' | 'numbers';
  readonly default: ParamValue;
  readonly min?: number;
  readonly max?: number;
  readonly choices?: readonly { readonly value: string; readonly title: string }[];
  readonly unit?: string;
  /** A list of one entry for all, or of as many as this other parameter says. */
  readonly lengthOf?: string;
  /** `shape`: levels, codes, latent; `training`: steps, batch, rate; `method`: what only this method has. */
  readonly group: 'shape' | 'training' | 'method';
  /** Folded away until asked for. */
  readonly advanced?: boolean;
}

/** A value refused by checkParams: which one, and why in words. */
export interface ParamProblem {
  readonly name: string;
  readonly message: string;
}

// ---------------------------------------------------------------- catalog

export type QuantizerKind = 'rq-kmeans' | 'rq-vae' | 'r3-vae' | 'rq-gmm';

export interface QuantizerEntry {
  readonly kind: QuantizerKind;
  readonly title: string;
  /** One sentence for a newcomer. */
  readonly summary: string;
  readonly params: readonly ParamSpec[];
  readonly presets: readonly { readonly name: string; readonly title: string; readonly params: Params }[];
}

export interface MetricEntry {
  /** Key in Metrics, results.json and CSV. */
  readonly key: string;
  /** Plain words: "Codes in use". */
  readonly title: string;
  /** The field's term: "utilization". */
  readonly term: string;
  /** One sentence: what it tells. */
  readonly meaning: string;
  /** Plain-text formula. */
  readonly formula: string;
  readonly direction: 'up' | 'down' | 'none';
  readonly perLevel: boolean;
  /** How to print it. */
  readonly format: 'number' | 'share' | 'count' | 'seconds';
  /** Where it stands among its kin: heads of the comparison table. */
  readonly group: 'reconstruction' | 'codes' | 'identifiers' | 'neighbours' | 'cost';
  /** Shown in the comparison table until chosen otherwise. */
  readonly shown: boolean;
}

export interface Catalog {
  readonly quantizers: readonly QuantizerEntry[];
  readonly metrics: readonly MetricEntry[];
  /** Predictors of a continuous value, and the numbers they are judged by. */
  readonly predictors: readonly PredictorEntry[];
  readonly scores: readonly ScoreEntry[];
  /** File name endings that can be opened as vectors, and as tables, without the dot. */
  readonly extensions: readonly string[];
  readonly tableExtensions: readonly string[];
}

// ---------------------------------------------------------------- engine

export type BackendName = 'webgpu' | 'wasm' | 'cpu';

export interface SelfTestResult {
  readonly name: string;
  readonly passed: boolean;
  /** What was seen and what was wanted. */
  readonly detail: string;
}

/** What the engine runs on, and why. */
export interface EngineInfo {
  readonly backend: BackendName;
  /** "Apple M3", "google swiftshader", or "CPU (WebAssembly SIMD)". */
  readonly adapter: string;
  /** True where WebGPU runs on the processor: correct but slow. */
  readonly software: boolean;
  /** Why this backend and not WebGPU, in one or two plain sentences; empty when WebGPU on a GPU runs. */
  readonly reason: string;
  readonly selfTest: readonly SelfTestResult[];
  readonly version: string;
}

/** An error as it crosses the border and ends in the cell that caused it. */
export interface Problem {
  /** `input`: the file or setting is at fault; `engine`: the device or our code. */
  readonly name: string;
  /** What was seen and what was wanted. */
  readonly message: string;
  /** What to do. */
  readonly hint: string;
  /** Settings that may mend it, where training ran away. */
  readonly retry?: Params;
}

// ---------------------------------------------------------------- data

/** What to do with rows that hold NaN or an infinity. */
export type BadRows = 'refuse' | 'drop' | 'replace';

/** How a file becomes a matrix; every field left out is guessed by the reader. */
export interface DatasetChoices {
  /** .npz, .safetensors: the array to read, or "every array as one row". And of an array of one axis the numbers a row; absent: 1, but a long one is refused. */
  readonly array?: string;
  readonly rowLength?: number;
  /** Parquet: the list column that holds the vectors. Excludes `columns`. */
  readonly vectorColumn?: string;
  /** CSV, TSV, Parquet: the numeric columns that make up the vector. */
  readonly columns?: readonly string[];
  readonly idColumn?: string;
  readonly metadataColumns?: readonly string[];
  /** One of the metadata columns: the labels that prefix purity is measured against. '': none; absent: the first whose values repeat. */
  readonly labelColumn?: string;
  readonly sampleRows?: number; // drawn without replacement; 0 or absent: all
  readonly sampleSeed?: number;
  readonly preprocessing?: Preprocessing;
  readonly badRows?: BadRows;
  readonly outliers?: OutlierChoice;
}

/** What a file holds, and what would be read from it with these choices. */
export interface FileInspection {
  readonly name: string;
  readonly format: string;
  readonly bytes: number;
  /** .npz members and tensors, with all of them together first where they could be rows. */
  readonly arrays: readonly { readonly name: string; readonly shape: readonly number[]; readonly dtype: string; readonly problem?: string }[];
  /** CSV, TSV, Parquet columns; empty for matrices. */
  readonly columns: readonly ColumnInfo[];
  readonly rowLengths?: readonly number[]; // of an array of one axis: those that fit, the likely ones first
  /** The choices given, completed by guesses. */
  readonly choices: DatasetChoices;
  /** Numeric columns that the guess keeps out of the vector, and why; absent: none. */
  readonly leftOut?: readonly ColumnRemark[];
  /** Columns in the vector that look unlike the others; absent: none. */
  readonly odd?: readonly ColumnRemark[];
  /** How the file was read, where a person should know, in plain sentences; absent: nothing to say. */
  readonly notes?: readonly string[];
  /** Absent where the choices cannot be read; then `problem` says why. */
  readonly summary?: DatasetSummary;
  readonly problem?: Problem;
}

/** A dataset the engine holds, ready to be run on. */
export interface LoadedDataset {
  readonly datasetId: string;
  readonly summary: DatasetSummary;
  /** Row ids, where a column was chosen. */
  readonly ids: readonly string[] | null;
  /** For each used row its 0-based number in the file. */
  readonly rowIndex: Uint32Array;
  readonly metadata: readonly { readonly name: string; readonly values: readonly string[] }[];
}

// ---------------------------------------------------------------- runs

export interface RunSpec {
  readonly runId: string;
  readonly datasetId: string;
  readonly kind: QuantizerKind;
  readonly params: Params;
  readonly seed: number;
  /** Ends training early, without calling it stopped by hand; level by level methods share it evenly among their levels. */
  readonly budget?: Budget;
  /** Reports (snapshot, live metrics, a point of the curves) after every so many steps, whatever they cost, beside those that time allows. Absent or 0: by time alone. */
  readonly reportEvery?: number;
  /** Keep checkpoints in the browser while training. */
  readonly checkpoints?: CheckpointPlan;
  /** Go on from this checkpoint of `checkpoints.key`; refused in words where there is none. */
  readonly resume?: string;
}

/** Every error in the units of the data as preprocessed; arrays have one entry a level. NaN: undefined. */
export interface Metrics {
  /** Element-wise, from the codes alone. */
  readonly rmse: number;
  /** R3-VAE only: picked code vectors with the item's own ratings; and the training path. */
  readonly rmseHard?: number;
  readonly rmseSoft?: number;
  readonly relativeError: number;
  /** Squared relative error after 1, 2, ... levels, from the codes alone; and what is left to 1 of it. */
  readonly residualEnergy: readonly number[];
  readonly explainedVariance: readonly number[];
  /** Of the first 1, 2, ... codes: sum of log2 K, and entropy of the prefixes. */
  readonly nominalBits: readonly number[];
  readonly empiricalBits: readonly number[];
  /** Quantiles of the residual norms after each level, over the median norm before the first. */
  readonly residualNorm5: readonly number[];
  readonly residualNorm25: readonly number[];
  readonly residualNormMedian: readonly number[];
  readonly residualNorm75: readonly number[];
  readonly residualNorm95: readonly number[];
  readonly residualNormMax: readonly number[];
  readonly utilization: readonly number[];
  /** Methods trained on batches: share of codes in use over the last batches. */
  readonly windowUtilization?: readonly number[];
  readonly perplexity: readonly number[];
  /** Perplexity over K. */
  readonly perplexityShare: readonly number[];
  /** In nats. */
  readonly entropy: readonly number[];
  readonly usageGini: readonly number[];
  readonly deadCodes: readonly number[];
  readonly conditionalEntropyRatio: readonly number[];
  readonly distinctPrefixes: readonly number[];
  readonly prefixUse: readonly number[];
  readonly prefixUseLimit: readonly number[];
  readonly collisionRate: number;
  readonly uniqueIdShare: number;
  readonly largestBucket: number;
  readonly idGini: number;
  readonly idEntropyRatio: number;
  readonly duplicateShare: number;
  /** Of a finished run only. */
  readonly knnOverlap: number;
  readonly cohesion: readonly number[];
  readonly cohesionByItems: readonly number[];
  readonly discrimination: readonly number[];
  /** Only where the data has labels. */
  readonly prefixPurity?: readonly number[];
  readonly prefixPurityChance?: readonly number[];
  readonly prefixPurityShared?: readonly number[];
  readonly prefixSingletons?: readonly number[];
  /** Numbers a decoder needs to turn codes back into vectors, plus those of the encoder. */
  readonly parameters: number;
}

/** One point of the training curves. */
export interface MetricPoint {
  readonly step: number;
  /** Seconds of training so far, pauses left out. */
  readonly seconds: number;
  /** 0-based level the step worked on; -1 for methods that train all levels at once. */
  readonly level: number;
  /** Named loss terms; the curve that methods share is `relativeError` (from the current codes, on the probe rows). */
  readonly losses: Readonly<Record<string, number>>;
  /** Live metrics of the same moment, of lists the value at the last level; only at points that a report came with. */
  readonly metrics?: Readonly<Record<string, number>>;
}

/** One level of a mixture, projected to two axes. */
export interface MixtureSnapshot {
  readonly level: number;
  /** The level's residuals, at most 1,500 rows: [m, 2]. */
  readonly points: Float32Array;
  /** [K, 2] */
  readonly means: Float32Array;
  /** [K, 3]: xx, xy, yy of each component's covariance in the plane. */
  readonly covariances: Float32Array;
  /** [K], sums to 1. */
  readonly weights: Float32Array;
  /** Share of the level's variance each axis shows. */
  readonly axisShares: readonly [number, number];
}

/** What the views show of a run at a step. */
export interface Snapshot {
  readonly step: number;
  /** Rows it was counted on, and whether these are all. */
  readonly rows: number;
  readonly exact: boolean;
  /** Uses of each code: one array of K_l a level; levels not reached yet are absent. */
  readonly usage: readonly Uint32Array[];
  /** Distribution of residual norms before level 0, 1, ... and after the last one reached, over common edges. */
  readonly residualNorms: {
    /** Norm of the latents' root mean square: divide by it to compare methods. */
    readonly scale: number;
    readonly edges: Float32Array;
    readonly counts: readonly Uint32Array[];
    /** 5, 25, 50, 75, 95 % and maximum, per stage. */
    readonly quantiles: readonly (readonly number[])[];
  };
  /** Squared relative error after each level reached, from the codes alone. */
  readonly residualEnergy: readonly number[];
  /** The metrics that the counted rows allow; exact once `exact`. */
  readonly metrics?: Partial<Metrics>;
  /** What is wrong so far; once `exact`, for good. */
  readonly findings?: readonly Finding[];
  /** RQ-GMM only; levels reached. */
  readonly mixtures?: readonly MixtureSnapshot[];
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

/** What makes methods unlike each other beside their codes: said under a comparison. */
export interface Traits {
  /** "none" where the data itself is coded; otherwise in words, "512 to 64". */
  readonly encoder: string;
  /** Numbers an item keeps beside its codes on the training path (R3-VAE: 1 + levels); 0 for codes alone. */
  readonly perItem: number;
  /** Training mixes code vectors softly, while every metric counts hard codes. */
  readonly soft: boolean;
}

/** Everything a finished (or stopped) run leaves. */
export interface RunResult {
  readonly metrics: Metrics;
  readonly seconds: number;
  readonly steps: number;
  /** Absent in results of earlier versions. */
  readonly plannedSteps?: number;
  readonly stopped: boolean;
  /** [n, levels], row-major. */
  readonly codes: Int32Array;
  readonly rows: number;
  readonly dim: number;
  readonly levels: number;
  /** One [numCodes, latentDim] a level. Where nothing is encoded, the data's mean is part of level 0: the sum of an item's code vectors is its reconstruction. */
  readonly codebooks: readonly { readonly data: Float32Array; readonly numCodes: number; readonly dim: number }[];
  /** [n, dim], rebuilt from the codes alone, in the units of the data as preprocessed. */
  readonly reconstruction: Float32Array;
  readonly snapshot: Snapshot;
  readonly traits: Traits;
  /** What a reader of the numbers should know: reductions, repairs, stop reasons, in plain sentences. */
  readonly notes: readonly string[];
}

export type RunStatus = 'waiting' | 'running' | 'paused' | 'done' | 'stopped' | 'failed';

/** Work that no step counts. */
export interface Doing {
  readonly phase: string;
  /** How much of it is done, 0 to 1. */
  readonly share: number;
}

/** Tells of such work while it is done. */
export type Tell = (phase: string, share: number) => void;

/** What a run tells the page; at most ten a second, a snapshot only after the last was acknowledged. */
export type RunEvent =
  | { readonly type: 'status'; readonly status: RunStatus }
  /** What the run is at before its first report, or within a step or an end that takes long. */
  | { readonly type: 'doing'; readonly doing: Doing }
  | { readonly type: 'progress'; readonly progress: Progress }
  | { readonly type: 'points'; readonly points: readonly MetricPoint[] }
  | { readonly type: 'snapshot'; readonly snapshot: Snapshot }
  | { readonly type: 'result'; readonly result: RunResult }
  /** Of a predictor, in place of `snapshot` and `result`. */
  | { readonly type: 'fitSnapshot'; readonly snapshot: FitSnapshot }
  | { readonly type: 'fitResult'; readonly result: FitResult }
  /** All checkpoints of the run, after one was written. */
  | { readonly type: 'checkpoints'; readonly checkpoints: readonly CheckpointInfo[] }
  | { readonly type: 'failed'; readonly problem: Problem };
