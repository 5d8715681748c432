/** Predictions as Parquet. Only the worker writes it, so that the page does not load the writer. */
import { parquetWriteBuffer } from 'hyparquet-writer';
import { columnsOf } from './predictions';
import type { WrittenPredictions } from './predictions';

/** The columns of `predictionsCsv`: row and seed int32, split text, all else float32. */
export function predictionsParquet(written: WrittenPredictions): Uint8Array<ArrayBuffer> {
  const columnData = columnsOf(written).map(({ name, values }) => ({
    name,
    data: Array.from(values as ArrayLike<string | number>),
    type: name === 'row' || name === 'seed' ? ('INT32' as const) : name === 'split' ? ('STRING' as const) : ('FLOAT' as const),
  }));
  return new Uint8Array(parquetWriteBuffer({ columnData }));
}
