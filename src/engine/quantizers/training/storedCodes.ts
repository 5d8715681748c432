/** Codes that a method gave its training rows together, beside those of its rule: their figures, and the share of rows in which the two differ. */
import * as tf from '@tensorflow/tfjs-core';
import { inTurn } from '../../cpu/tensors';
import { bucketRows, countCodes, entropy } from '../../math/counting';
import { formatSignificant } from '../../math/words';
import type { Metrics } from '../../records/quantize';
import type { Quantizer } from '../quantizer';
import type { Vectors } from '../vectors';

/** Of codes as they stand, from the vectors they decode to. */
export interface CodeFigures {
  readonly relativeError: number;
  /** Squared relative error after 1, 2, ... levels. */
  readonly residualEnergy: readonly number[];
  /** Distinct IDs over rows, and rows of the fullest ID. */
  readonly distinct: number;
  readonly largestBucket: number;
  /** Perplexity over K, one a level. */
  readonly perplexityShare: readonly number[];
}

/** `codes`: int32 [rows] a level; `total`: sum of squared distances of the rows to their mean. */
export async function codeFigures(quantizer: Quantizer, rows: Pick<Vectors, 'rows' | 'chunks'>, codes: readonly Int32Array[], total: number): Promise<CodeFigures> {
  const squares = codes.map(() => 0);
  let start = 0;
  for (const chunk of inTurn(rows.chunks)) {
    const count = chunk.shape[0];
    for (let depth = 1; depth <= codes.length; depth++) {
      const errors = tf.tidy(() => {
        const own = codes.slice(0, depth).map((column) => tf.tensor1d(column.slice(start, start + count), 'int32'));
        return tf.sum(tf.square(tf.sub(chunk, quantizer.decode(own, count))), 1);
      });
      for (const error of await errors.data()) squares[depth - 1]! += error;
      errors.dispose();
    }
    start += count;
  }
  const residualEnergy = squares.map((sum) => sum / total);
  const { sizes } = bucketRows(codes, rows.rows);
  return {
    relativeError: Math.sqrt(residualEnergy.at(-1)!),
    residualEnergy,
    distinct: sizes.length / rows.rows,
    largestBucket: sizes.reduce((most, size) => Math.max(most, size), 0),
    perplexityShare: codes.map((own, level) => Math.exp(entropy(countCodes(own, quantizer.numCodes[level]!))) / quantizer.numCodes[level]!),
  };
}

/** Share of the rows in which two codes differ. */
export function differingShare(a: readonly Int32Array[], b: readonly Int32Array[]): number {
  const rows = a[0]!.length;
  let differing = 0;
  for (let row = 0; row < rows; row++) if (a.some((own, level) => own[row] !== b[level]![row])) differing++;
  return differing / rows;
}

/** Both kinds of codes side by side, in two sentences. */
export function storedNotes(stored: CodeFigures, byRule: Metrics, differing: number): string[] {
  const told = (figures: Omit<CodeFigures, 'distinct'>, distinct: number) =>
    `relative error ${formatSignificant(figures.relativeError)}, distinct IDs ${percent(distinct)}, fullest ID ${figures.largestBucket}, perplexity / K ${figures.perplexityShare.map((share) => share.toFixed(2)).join(' / ')}, ` +
    `energy left ${figures.residualEnergy.map((energy) => energy.toFixed(3)).join(' / ')}`;
  return [
    `Codes by rule, which every metric and view counts: ${told(byRule, 1 - byRule.collisionRate)}.`,
    `Stored codes of the same rows: ${told(stored, stored.distinct)}. They differ from the codes by rule in ${percent(differing)} of the rows. Choose “Stored codes” under “Semantic IDs” to save and use them.`,
  ];
}

function percent(share: number): string {
  return `${formatSignificant(100 * share)} %`;
}
