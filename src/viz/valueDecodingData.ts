/** What the figures of a decoded value are drawn from. */
import type { Decoding } from '../engine/records/predict';
import type { Series } from './view';

export interface ValueDecodingData {
  readonly series: Series;
  /** Unit of the target, as "s"; empty where there is none. */
  readonly unit: string;
  /** null: nothing decoded yet. */
  readonly decoding: Decoding | null;
  /** Fed with its own expected embeddings, as in use, or with the true codes of the levels before. */
  readonly way: 'free' | 'forced';
  /** One row in full, or all rows of the decoding as thin lines. */
  readonly mode: 'row' | 'many';
  /** Which entry of `decoding.rows`: the row drawn, or the line that stands out (-1: none). */
  readonly index: number;
  /** Steps taken: levels beyond it are faint; 0: none, levels + 1: the error head too. Left out: all. */
  readonly shown?: number;
  /** What the row is called: "row 8 204". Left out: its number in the table. */
  readonly rowLabel?: string;
}

export interface ValueDecodingEvents {
  /** A code of one row: its level (0-based) and number (-1: stop here), its value, where the sum would be with it, and its probability. */
  hover(code: { level: number; code: number; value: number; sum: number; probability: number } | null): void;
  /** A row of many: its entry in `decoding.rows`. */
  hoverRow(index: number | null): void;
  select(index: number): void;
}
