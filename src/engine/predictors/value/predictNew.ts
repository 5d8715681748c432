/** Predictions of a trained predictor for the rows of another file: values, scores where the truth is known, and the files to save. */
import type { FreshRows } from '../../data/table';
import { predictionsCsv } from '../../export/predictions';
import { computeScores } from '../../metrics/scores';
import type { NewPredictions } from '../../records/predict';
import type { Predictor } from './predictor';
import type { PreparedTable } from './training/preparedTable';

/** `fresh`: read as the table was that the predictor learned from. */
export async function predictNew(predictor: Predictor, { encoder }: PreparedTable, fresh: FreshRows): Promise<NewPredictions> {
  // Many write nothing: the writer is fetched when it is needed.
  const { predictionsParquet } = await import('../../export/predictionsParquet');
  const { values, partials = new Float32Array(0) } = await predictor.predict(encoder.encode(fresh.columns));
  const known = fresh.targets && Array.from(fresh.targets.keys()).filter((row) => Number.isFinite(fresh.targets![row]!));
  const scores = known && known.length > 0 ? computeScores(Float64Array.from(known, (row) => fresh.targets![row]!), Float64Array.from(known, (row) => values[row]!)) : undefined;
  const written = { predictions: values, partials, stages: predictor.stages, ...(fresh.targets && { targets: Float32Array.from(fresh.targets) }) };
  return {
    name: fresh.name, rows: fresh.rows, ...written, ...(scores && { scores }), notes: [...fresh.notes, ...encoder.unseen(fresh.columns)],
    csv: predictionsCsv(written), parquet: predictionsParquet(written),
  };
}
