/** Predictions as files, read back by the libraries that people read them with. */
import { parquetReadObjects } from 'hyparquet';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { predictionsCsv } from './predictions';
import { predictionsParquet } from './predictionsParquet';

const written = {
  predictions: Float32Array.of(1.1, -0.25, 3e-7), partials: Float32Array.of(1, 1.1, -0.5, -0.25, 0, 3e-7), stages: ['level 1', 'error head'],
  targets: Float32Array.of(1, 0, 2.5), rowIndex: Uint32Array.of(4, 9, 11), parts: Uint8Array.of(0, 2, 1),
};

describe('predictions as files', () => {
  it('CSV: a line a row, with its part and its running sums', () => {
    const { data } = Papa.parse<Record<string, string>>(new TextDecoder().decode(predictionsCsv(written)), { header: true, skipEmptyLines: true });
    expect(Object.keys(data[0]!)).toEqual(['row', 'split', 'target', 'prediction', 'partial1']);
    expect(data.map((row) => [row.row, row.split])).toEqual([['4', 'train'], ['9', 'test'], ['11', 'validation']]);
    expect(data.map((row) => Math.fround(Number(row.prediction)))).toEqual([...written.predictions]);
    expect(data.map((row) => Math.fround(Number(row.partial1)))).toEqual([1, -0.5, 0]);
  });

  it('Parquet: the same columns, numbers to the bit', async () => {
    const bytes = predictionsParquet(written);
    const rows = await parquetReadObjects({ file: bytes.buffer });
    expect(Object.keys(rows[0]!)).toEqual(['row', 'split', 'target', 'prediction', 'partial1']);
    expect(rows.map((row) => [row.row, row.split, row.target, row.prediction, row.partial1])).toEqual(
      [0, 1, 2].map((i) => [written.rowIndex[i], ['train', 'test', 'validation'][i], written.targets[i], written.predictions[i], written.partials[2 * i]]),
    );
  });

  it('of new rows has neither part nor target, and no sums where the predictor has none', () => {
    const text = new TextDecoder().decode(predictionsCsv({ predictions: Float32Array.of(2, 16.3), partials: new Float32Array(0), stages: [] }));
    expect(text).toBe('row,prediction\r\n0,2\r\n1,16.3\r\n');
  });
});
