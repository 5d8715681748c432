/** Tables that the engine holds and the predictors fitted on them: what the worker asks of them. */
import { fitKind } from './catalog';
import type { Table } from './data/column';
import type { FreshRows } from './data/table';
import { EngineError } from './errors';
import { predictionsCsv } from './export/predictions';
import type { CheckpointStore } from './checkpoints/store';
import type { FitRun } from './predictors/value/training/run';
import { takeUpFit } from './predictors/value/training/state';
import { KeptRuns } from './runs/kept';
import { computeScores } from './metrics/scores';
import type { FitKind, Predictor } from './predictors/value/predictor';
import { prepareTable, type PreparedTable } from './predictors/value/training/preparedTable';
import type { NewPredictions } from './records/predict';
import type { FitSpec } from './records/run';
import type { LoadedTable } from './records/table';
import type { Surroundings } from './runs/surroundings';

/** Fitted predictors kept at most. */
const MOST_FITS = 12;

interface Fitted {
  readonly tableId: string;
  readonly predictor: Predictor;
}

export class Tables {
  private readonly tables = new Map<string, PreparedTable>();
  private readonly fitted = new KeptRuns<Fitted>(({ predictor }) => predictor.dispose(), (fits) => fits.length > MOST_FITS);
  private made = 0;

  hold(table: Table): Pick<LoadedTable, 'tableId' | 'references'> {
    const prepared = prepareTable(table);
    const tableId = `table-${++this.made}`;
    this.tables.set(tableId, prepared);
    const references = table.references.map(({ name, values }) => ({
      name,
      scores: computeScores(prepared.test.targets, Float64Array.from(prepared.test.rowNumbers, (row) => values[row]!)),
    }));
    return { tableId, references };
  }

  release(tableId: string): void {
    this.tables.delete(tableId);
    this.fitted.forgetWhere((fitted) => fitted.tableId === tableId);
  }

  /** @throws EngineError where the table is gone. */
  async fit(run: FitRun, kind: FitKind, surroundings: Omit<Surroundings<Predictor>, 'keep'> = {}): Promise<void> {
    const { runId, tableId } = run.spec;
    const table = this.tables.get(tableId);
    if (!table) throw new EngineError('The rows of this fit are no longer loaded.', 'Load the file again and run the cell.');
    this.fitted.forgetBefore(runId);
    await run.fit(kind, table, { ...surroundings, keep: (predictor) => this.fitted.keep(runId, { tableId, predictor }) });
  }

  /** Predictions for rows read as the fit's table was. @throws InputError where the fit is no longer kept. */
  predict({ fit, fresh }: { readonly fit: FitSpec; readonly fresh: FreshRows }, checkpoints?: CheckpointStore): Promise<NewPredictions> {
    const table = this.tables.get(this.fitted.get(fit.runId)?.tableId ?? fit.tableId);
    const takeUp = table && fit.checkpoints && (async () => ({ tableId: fit.tableId, predictor: await takeUpFit(fitKind(fit.kind), table, fit, checkpoints) }));
    return this.fitted.use(fit.runId, ({ predictor }) => predictNew(predictor, table!, fresh), takeUp);
  }

  forget(runId: string): void {
    this.fitted.forget(runId);
  }

  /** Forgets all fitted predictors: their tensors lie on a device that is gone. */
  clear(): void {
    this.fitted.clear();
  }
}

async function predictNew(predictor: Predictor, { encoder }: PreparedTable, fresh: FreshRows): Promise<NewPredictions> {
  const { values, partials = new Float32Array(0) } = await predictor.predict(encoder.encode(fresh.columns));
  const known = fresh.targets && Array.from(fresh.targets.keys()).filter((row) => Number.isFinite(fresh.targets![row]!));
  const scores = known && known.length > 0 ? computeScores(Float64Array.from(known, (row) => fresh.targets![row]!), Float64Array.from(known, (row) => values[row]!)) : undefined;
  const { predictionsParquet } = await import('./export/predictionsParquet');
  const written = { predictions: values, partials, stages: predictor.stages, ...(fresh.targets && { targets: Float32Array.from(fresh.targets) }) };
  return {
    name: fresh.name, rows: fresh.rows, ...written, ...(scores && { scores }), notes: [...fresh.notes, ...encoder.unseen(fresh.columns)],
    csv: predictionsCsv(written), parquet: predictionsParquet(written),
  };
}
