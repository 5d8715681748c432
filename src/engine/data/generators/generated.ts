/** What a generator makes: rows with known truth. */

export interface GeneratedTable {
  readonly rows: number;
  /** One value a row each; an empty text is a missing value. */
  readonly columns: readonly { readonly name: string; readonly values: readonly (string | number)[] }[];
}

export interface GeneratedCodes {
  readonly rows: number;
  readonly levels: number;
  readonly ids: readonly string[];
  /** int32 [rows, levels], row-major. */
  readonly codes: Int32Array;
}

export interface Generated {
  readonly rows: number;
  readonly dim: number;
  /** [rows, dim], row-major. */
  readonly data: Float32Array;
  /** Of the rows; absent: numbered. */
  readonly ids?: readonly string[];
  /** The truth: for each row what it was drawn from, as text. */
  readonly labels: readonly { readonly name: string; readonly values: readonly string[] }[];
}

/** Index of the interval of the cumulative `weights` (any positive numbers) in which `uniform` (0 to 1) falls. */
export function pick(weights: readonly number[], uniform: number): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let left = uniform * total;
  const index = weights.findIndex((weight) => (left -= weight) < 0);
  return index < 0 ? weights.length - 1 : index;
}
