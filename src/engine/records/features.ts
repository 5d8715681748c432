/** Encoded features: what tables are turned into for predictors. */

/** What the columns of encoded features are. Order: as in `FeatureRows`. */
export interface FeatureShape {
  readonly numbers: readonly string[];
  /** `levels`: known labels; the ids are 1..levels, and 0 stands for unknown or missing. */
  readonly categories: readonly { readonly name: string; readonly levels: number }[];
  readonly lists: readonly { readonly name: string; readonly levels: number }[];
}

/** Encoded features of n rows, in memory; nothing in them was learned from other than training rows. */
export interface FeatureRows {
  readonly rows: number;
  /** [n, numbers], row-major: standardised; 0 where missing. */
  readonly numbers: Float32Array;
  /** [n, numbers]: 1 where the value is missing. */
  readonly missing: Uint8Array;
  /** int32 [n, categories]. */
  readonly categories: Int32Array;
  /** Of each list field: entries of row i are values[offsets[i] .. offsets[i + 1] - 1]. */
  readonly lists: readonly { readonly offsets: Uint32Array; readonly values: Int32Array }[];
}
