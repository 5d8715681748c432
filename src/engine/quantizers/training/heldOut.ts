/** Rows that training does not see: drawn by seed, and coded at the end by what was learned from the others. */
import { Random } from '../../math/random';
import { rowsOf } from '../../math/rows';
import { bucketRows, countCodes, countUsed } from '../../math/counting';
import type { HeldOutMetrics, QuantizerResult } from '../../records/quantize';
import type { Tell } from '../../records/run';
import type { Quantizer } from '../quantizer';
import { totalSquares } from '../rowSums';
import { Vectors } from '../vectors';
import { sweep } from './sweep';

/** Rows in two parts; both are copies, so that either is disposed with its run. */
export interface PartedRows {
  readonly training: Vectors;
  readonly heldOut: Vectors;
  /** Row numbers of each, rising. */
  readonly trainingRows: Uint32Array;
  readonly heldOutRows: Uint32Array;
}

/** `share` of the rows, at least one, is held out: the same rows for every method with this seed. */
export function partRows(rows: Vectors, share: number, seed: number): PartedRows {
  const count = Math.max(1, Math.min(rows.rows - 1, Math.round(share * rows.rows)));
  const out = new Uint8Array(rows.rows);
  for (const row of new Random(seed).split('held out').choose(rows.rows, count)) out[row] = 1;
  const numbers = (wanted: number) => Uint32Array.from(out.keys()).filter((row) => out[row] === wanted);
  const taken = (own: Uint32Array) => new Vectors(rowsOf(rows.data, rows.dim, own), own.length, rows.dim, rows.labels && rowsOf(rows.labels, 1, own), rows.chunkRows);
  const [trainingRows, heldOutRows] = [numbers(0), numbers(1)];
  return { training: taken(trainingRows), heldOut: taken(heldOutRows), trainingRows, heldOutRows };
}

/** What a run on the training rows leaves, with codes for all rows, and the figures of those held out. */
export async function withHeldOut(quantizer: Quantizer, parted: PartedRows, result: QuantizerResult, tell?: Tell): Promise<QuantizerResult> {
  const { training, heldOut, trainingRows, heldOutRows } = parted;
  tell?.('coding the rows held out', 0);
  const pass = await sweep(quantizer, heldOut.chunks, true, (share) => tell?.('coding the rows held out', share));
  const { levels, dim } = result;
  const rows = training.rows + heldOut.rows;
  const codes = new Int32Array(rows * levels);
  const reconstruction = new Float32Array(rows * dim);
  trainingRows.forEach((row, at) => {
    codes.set(result.codes.subarray(at * levels, (at + 1) * levels), row * levels);
    reconstruction.set(result.reconstruction.subarray(at * dim, (at + 1) * dim), row * dim);
  });
  heldOutRows.forEach((row, at) => {
    for (let level = 0; level < levels; level++) codes[row * levels + level] = pass.codes[level]![at]!;
    reconstruction.set(pass.reconstruction!.subarray(at * dim, (at + 1) * dim), row * dim);
  });
  const total = totalSquares(heldOut.data, heldOut.rows, dim);
  const { bucketOf, sizes } = bucketRows(Array.from({ length: levels }, (_, level) => Int32Array.from({ length: rows }, (_, row) => codes[row * levels + level]!)), rows);
  const alone = heldOutRows.reduce((sum, row) => sum + (sizes[bucketOf[row]!] === 1 ? 1 : 0), 0);
  const metrics: HeldOutMetrics = {
    heldOutError: Math.sqrt(pass.squaredErrors.at(-1)! / total),
    heldOutUtilization: pass.codes.map((own, level) => countUsed(countCodes(own, quantizer.numCodes[level]!)) / quantizer.numCodes[level]!),
    heldOutUniqueIdShare: alone / heldOut.rows,
  };
  const note = `${heldOut.rows.toLocaleString('en')} of ${rows.toLocaleString('en')} rows were held out: training did not see them. All other metrics are of the rows it saw; codes are of all rows.`;
  return { ...result, metrics: { ...result.metrics, ...metrics }, codes, reconstruction, rows, notes: [note, ...result.notes] };
}
