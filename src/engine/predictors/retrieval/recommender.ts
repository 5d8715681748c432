/** What every recommender of a next item is. */
import type { KindEntry } from '../../records/params';

/** What of a kind crosses the border. */
export interface RetrievalEntry extends KindEntry {
  /** Ports beside `sequences`. */
  readonly reads: readonly ('codes' | 'items')[];
}
