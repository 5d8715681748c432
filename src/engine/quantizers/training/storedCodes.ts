/** Codes that a method gave its training rows together, judged as those of its rule are, and the share of rows in which the two differ. */
import { rowMajor } from '../../math/rows';
import { formatSignificant } from '../../math/words';
import type { StoredResult } from '../../records/quantize';
import type { Tell } from '../../records/run';
import type { Quantizer } from '../quantizer';
import type { Vectors } from '../vectors';
import { exactMetrics } from './fullPass';
import { toSnapshot } from './probe';
import { sweepCodes } from './sweep';

/** What the codes are of, and those by rule, int32 [rows] a level. */
interface Coded {
  readonly quantizer: Quantizer;
  readonly rows: Vectors;
  /** Sum of squared distances of the rows to their mean. */
  readonly total: number;
  readonly byRule: readonly Int32Array[];
  readonly steps: number;
}

/** `codes`: int32 [rows] a level. Every metric is exact and from these codes alone. */
export async function storedResult({ quantizer, rows, total, byRule, steps }: Coded, codes: readonly Int32Array[], tell?: Tell): Promise<StoredResult> {
  tell?.('decoding stored codes', 0);
  const pass = await sweepCodes(quantizer, rows.chunks, codes, (share) => tell?.('decoding stored codes', share));
  const metrics = await exactMetrics(quantizer, rows, pass, total, tell);
  return { rows: rows.rows, codes: rowMajor(codes), metrics, snapshot: { ...toSnapshot(quantizer, pass, total, steps, true), metrics }, differing: differingShare(codes, byRule) };
}

/** Share of the rows in which two codes differ. */
export function differingShare(a: readonly Int32Array[], b: readonly Int32Array[]): number {
  const rows = a[0]!.length;
  let differing = 0;
  for (let row = 0; row < rows; row++) if (a.some((own, level) => own[row] !== b[level]![row])) differing++;
  return differing / rows;
}

/** How far the two kinds of codes are apart, and which is used where. */
export function storedNote({ differing }: Pick<StoredResult, 'differing'>): string {
  return `Stored codes differ from the codes by rule in ${formatSignificant(100 * differing)} % of the rows. Tables show both, and views show either; saved IDs are the stored ones, unless rows are held out.`;
}
