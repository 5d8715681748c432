/** A result as files to download or to write: codes, codebooks, curves, reconstruction. */
import { npyFile } from '../../engine/client';
import type { QuantizerResult } from '../../engine/records/quantize';

/** int32 [n, levels]. */
export function codesNpy(result: QuantizerResult): Blob {
  return identifiersNpy(result);
}

/** int32 [n, levels]: the codes of a run, or those a repair made of them. */
export function identifiersNpy({ codes, levels }: Pick<QuantizerResult, 'codes' | 'levels'>): Blob {
  return npyFile(codes, [codes.length / levels, levels]);
}

/** float32 [numCodes, latentDim] of a 0-based level. */
export function codebookNpy(result: QuantizerResult, level: number): Blob {
  const { data, numCodes, dim } = result.codebooks[level]!;
  return npyFile(data, [numCodes, dim]);
}

/** float32 [n, dim], from the codes alone. */
export function reconstructionNpy(result: QuantizerResult): Blob {
  return npyFile(result.reconstruction, [result.rows, result.dim]);
}

export function textFile(text: string, type = 'text/csv'): Blob {
  return new Blob([text], { type: `${type};charset=utf-8` });
}

/** Hands a file to the browser's downloads. */
export function download(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // The browser reads the address after the click has returned; a minute is more than it takes.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
