/** Items in two axes by UMAP (McInnes, Healy and Melville, 2018): near items stay near, distances mean nothing. */
import { UMAP } from 'umap-js';
import { InputError } from '../errors';
import { Random } from '../math/random';

export interface UmapAsk {
  /** float32 [rows, dim], row-major. */
  readonly data: Float32Array;
  readonly rows: number;
  readonly dim: number;
  readonly seed: number;
}

/** Neighbours of each item that are kept near, and how near they may come: the library's own settings. */
const NEIGHBOURS = 15;
const NEAREST = 0.1;
/** Fewer items than this have no neighbourhoods to keep. */
export const LEAST_ITEMS = 2 * NEIGHBOURS;

/**
 * float32 [rows, 2], the same for a seed. `told` hears the share of the rounds that are done: 0 until the neighbours are found, which takes about as long as the rounds.
 * @throws InputError where there are too few items
 */
export function umapPlaces({ data, rows, dim, seed }: UmapAsk, told: (share: number) => void): Float32Array<ArrayBuffer> {
  if (rows < LEAST_ITEMS) throw new InputError(`UMAP needs ${LEAST_ITEMS} items with a vector; there are ${rows}.`, 'Choose the principal axes.');
  const random = new Random(seed).split('umap');
  const umap = new UMAP({ nComponents: 2, nNeighbors: NEIGHBOURS, minDist: NEAREST, random: () => random.uniform() });
  const rounds = umap.initializeFit(Array.from({ length: rows }, (_, row) => Array.from(data.subarray(row * dim, (row + 1) * dim))));
  for (let round = 1; round <= rounds; round++) {
    umap.step();
    told(round / rounds);
  }
  const places = new Float32Array(2 * rows);
  umap.getEmbedding().forEach(([x = 0, y = 0], row) => places.set([x, y], 2 * row));
  return places;
}
