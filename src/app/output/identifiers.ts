/** Semantic IDs as files: index.json, JSON lines, Parquet, CSV and .npy, with each level from 0 or all levels in one vocabulary. */
import { idLines, indexJson } from '../../engine/client';
import type { EngineClient, WrittenIds } from '../../engine/client';
import { codesCsv } from './csv';
import { identifiersNpy, textFile } from './files';

export type { WrittenIds } from '../../engine/client';

/** Endings, and what a file of each is called. */
export const ID_FORMATS = [
  { ending: 'index.json', title: 'index.json (<a_12>)' },
  { ending: 'jsonl', title: 'JSON lines' },
  { ending: 'parquet', title: 'Parquet' },
  { ending: 'csv', title: 'CSV' },
  { ending: 'npy', title: 'NumPy (.npy)' },
] as const;
export type IdFormat = (typeof ID_FORMATS)[number]['ending'];

/** Where the codes of each level start in one vocabulary of all levels: the sum of the codes before it. */
export function vocabularyOffsets(numCodes: readonly number[]): number[] {
  let start = 0;
  return numCodes.map((codes) => (start += codes) - codes);
}

export async function idsFile(client: Pick<EngineClient, 'identifiersParquet'>, written: WrittenIds, format: IdFormat): Promise<Blob> {
  const { ids, rowIndex = new Uint32Array(0), levels, offsets } = written;
  const codes = offsets ? written.codes.map((code, at) => code + offsets[at % levels]!) : written.codes;
  switch (format) {
    case 'index.json':
      return textFile(indexJson(written), 'application/json');
    case 'jsonl':
      return textFile(idLines(written), 'application/x-ndjson');
    case 'parquet':
      return new Blob([await client.identifiersParquet(written)], { type: 'application/vnd.apache.parquet' });
    case 'csv':
      return textFile(codesCsv({ codes, rows: codes.length / levels, levels }, { ids, rowIndex }));
    case 'npy':
      return identifiersNpy({ codes, levels });
  }
}
