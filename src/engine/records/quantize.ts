/** Records of quantizers: what a run shows while it trains and leaves at its end. Shapes are in the comments. */
import type { Finding } from './basics';
import type { SampledStages } from './items';
import type { KindEntry } from './params';

/** Name of a kind of quantizer, "rq-kmeans": which there are, the catalog says. */
export type QuantizerKind = string;

export type QuantizerEntry = KindEntry;

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

/** Of rows that training did not see, coded by what it learned from the others. */
export interface HeldOutMetrics {
  /** As `relativeError`, against the spread of these rows. */
  readonly heldOutError?: number;
  /** Share of the codes that these rows use, one a level. */
  readonly heldOutUtilization?: readonly number[];
  /** Share of these rows whose ID no other row has, held out or not. */
  readonly heldOutUniqueIdShare?: number;
}

/** Every error in the units of the data as preprocessed; arrays have one entry a level. NaN: undefined. Where rows are held out, all but `heldOut...` are of the others. */
export interface Metrics extends HeldOutMetrics {
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

/** What the views show of a quantizer at a step. */
export interface QuantizerSnapshot {
  readonly family: 'quantizer';
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
  /** The counted rows in the axes of all items, where the order of the run asks for it; absent once `exact`. */
  readonly stages?: SampledStages;
}

/** What makes methods unlike each other beside their codes: said under a comparison. */
export interface Traits {
  /** "none" where the data itself is coded; otherwise in words, "512 to 64". */
  readonly encoder: string;
  /** Numbers an item keeps beside its codes on the training path (R3-VAE: 1 + levels); 0 for codes alone. */
  readonly perItem: number;
  /** Training mixes code vectors softly, while every metric counts hard codes. */
  readonly soft: boolean;
  /** The method gives the rows it is trained on IDs of its own, beside the codes by rule: `QuantizerResult.stored`. */
  readonly storedCodes?: boolean;
}

/** Codes that a method gave the rows it was trained on together, judged as the codes by its rule are. */
export interface StoredResult {
  /** Rows trained on: fewer than the result's where some were held out. */
  readonly rows: number;
  /** [rows, levels], row-major. */
  readonly codes: Int32Array;
  /** Without those of rows held out, which have no stored codes. */
  readonly metrics: Metrics;
  readonly snapshot: QuantizerSnapshot;
  /** Share of these rows whose code is not the one by rule. */
  readonly differing: number;
}

/** Everything a finished (or stopped) run of a quantizer leaves. */
export interface QuantizerResult {
  readonly family: 'quantizer';
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
  readonly snapshot: QuantizerSnapshot;
  readonly traits: Traits;
  /** Absent where the method has none, or ended before it made them. */
  readonly stored?: StoredResult;
  /** What a reader of the numbers should know: reductions, repairs, stop reasons, in plain sentences. */
  readonly notes: readonly string[];
}
