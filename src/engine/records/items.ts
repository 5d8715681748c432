/** Records of single items: where they lie in two axes level by level, and what is near them. Shapes are in the comments; n items, L levels. */

/** Items in the two principal axes of their vectors. An item without a vector lies at NaN. */
export interface ItemPlaces {
  readonly rows: number;
  /** float32 [n, 2]: coordinates about the mean of all items, in the units of the data as preprocessed. */
  readonly places: Float32Array;
  /** Share of the variance on each axis. */
  readonly axisShares: readonly [number, number];
  /** The data has one or two columns: the axes are the columns, about their mean. */
  readonly plain: boolean;
}

/**
 * What the codes make of them, in the same two axes. What is left after l codes lies at `places - rebuilt[l]`; for methods without an encoder
 * these are the residuals. All from the codes alone.
 */
export interface ItemStages extends ItemPlaces {
  readonly levels: number;
  /** L + 1 of float32 [n, 2]: rebuilt from the first 0, 1, ... L codes, about the same mean. */
  readonly rebuilt: readonly Float32Array[];
  /** L + 1 of float32 [n]: Euclidean norm of what is left after 0, 1, ... L codes, in all dimensions. */
  readonly left: readonly Float32Array[];
}

/** The same of some items as a run in training codes them; arrays are in the order of `of`. */
export interface SampledStages extends ItemStages {
  /** [n] numbers of their rows, ascending. */
  readonly of: Uint32Array;
  /** int32 [n, L] */
  readonly codes: Int32Array;
}

/** Items by distance from something, nearest first; equal distances by the lower row. */
export interface NearItems {
  readonly rows: Uint32Array;
  /** Euclidean, in the units of the data as preprocessed. */
  readonly distances: Float64Array;
}

/** One item beside its neighbours. */
export interface ItemFacts {
  /** float32 [dim], as preprocessed; empty where the item has none. */
  readonly vector: Float32Array;
  /** L + 1 norms of what is left after 0, 1, ... codes; and L norms of what each code adds. Empty without a run. */
  readonly left: readonly number[];
  readonly steps: readonly number[];
  /** Nearest other items by their vectors. */
  readonly before: NearItems;
  /** And by what the codes rebuild; null without a run. */
  readonly after: NearItems | null;
}

/** Which items are copies of each other. */
export interface EqualItems {
  /** [n] a number for each group of equal vectors; one without a vector is alone. */
  readonly groupOf: Uint32Array;
}

/** How far apart some items lie, one entry for each that was asked for; NaN and -1: no vector, or no other item. */
export interface ApartItems {
  /** Euclidean distance to the mean of all members. */
  readonly toMean: Float64Array;
  /** The nearest other member, and its distance. */
  readonly nearest: Int32Array;
  readonly toNearest: Float64Array;
}

/** Euclidean norm of what is left of some items after their own codes, and after others. */
export interface LeftByCodes {
  readonly before: Float64Array;
  readonly after: Float64Array;
}

/** What a code's vector means: the items whose rest before the level lies nearest to what the code adds, whether they have it or not. */
export interface CodeMeaning {
  readonly nearest: NearItems;
  /** Euclidean norm of what the code adds (mean over its items). NaN: no item has it. */
  readonly norm: number;
}

/** Vectors of a sample of the items that have one. */
export interface SampledVectors {
  /** [n], ascending. */
  readonly rows: Uint32Array;
  readonly dim: number;
  /** Items there are, with or without a vector. */
  readonly total: number;
  /** float32 [n, dim] */
  readonly data: Float32Array;
}

/** A sample of the items in the two axes of UMAP. */
export interface UmapPlaces {
  /** [n], ascending. */
  readonly rows: Uint32Array;
  readonly total: number;
  /** float32 [n, 2] */
  readonly places: Float32Array;
}

/** How a placing by UMAP is followed and ended. */
export interface UmapReading {
  readonly signal?: AbortSignal;
  /** Share of its rounds, at most ten times a second; 0 while it looks for neighbours. */
  progress?(share: number): void;
}
