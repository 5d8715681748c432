/** The codes of a level whose vectors lie nearest to that of one code. */
import type { QuantizerResult } from '../../engine/records/quantize';

export interface NearCode {
  readonly code: number;
  /** Euclidean, in the space of the codebooks. */
  readonly distance: number;
}

/** Nearest first, equal distances by the lower code; dead codes are left out, since their vectors mean nothing. Empty where codes have no vectors. */
export function nearCodes({ codebooks, snapshot }: Pick<QuantizerResult, 'codebooks' | 'snapshot'>, level: number, code: number, most: number): NearCode[] {
  const book = codebooks[level];
  const usage = snapshot.usage[level];
  if (!book || book.dim === 0) return [];
  const { data, numCodes, dim } = book;
  const found: NearCode[] = [];
  for (let other = 0; other < numCodes; other++) {
    if (other === code || usage?.[other] === 0) continue;
    let sum = 0;
    for (let d = 0; d < dim; d++) sum += (data[code * dim + d]! - data[other * dim + d]!) ** 2;
    found.push({ code: other, distance: Math.sqrt(sum) });
  }
  return found.sort((a, b) => a.distance - b.distance || a.code - b.code).slice(0, most);
}
