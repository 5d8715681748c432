/** Tables that the engine holds and the predictors fitted on them: what the worker asks of them. */
import { fitKind } from './catalog';
import { loadTable, readLike } from './data/table';
import { EngineError, InputError } from './errors';
import { predictionsCsv, predictionsParquet } from './export/predictions';
import type { CheckpointStore } from './checkpoints/store';
import type { FitRun, FitSurroundings } from './fitRun';
import { takeUp, type FitKind } from './fitState';
import { computeScores } from './metrics/scores';
import type { Predictor } from './predictors/predictor';
import { prepareTable, type PreparedTable } from './preparedTable';
import type { TableAsk } from './protocol';
import type { FitSpec, NewPredictions, PredictAsk } from './recordsPredict';
import type { LoadedTable } from './recordsTable';

/** Fitted predictors kept at most; the newest is always kept. */
const MOST_FITS = 12;

interface Fitted {
  readonly tableId: string;
  readonly predictor: Predictor;
}

export class Tables {
  private readonly tables = new Map<string, PreparedTable>();
  /** By run, oldest first. */
  private readonly fitted = new Map<string, Fitted>();
  private made = 0;

  async load(ask: TableAsk): Promise<LoadedTable> {
    const { table, inspection } = await loadTable(ask);
    const prepared = prepareTable(table);
    const tableId = `table-${++this.made}`;
    this.tables.set(tableId, prepared);
    const references = table.references.map(({ name, values }) => ({
      name,
      scores: computeScores(prepared.test.targets, Float64Array.from(prepared.test.rowNumbers, (row) => values[row]!)),
    }));
    return { tableId, inspection, references };
  }

  release(tableId: string): void {
    this.tables.delete(tableId);
    for (const [runId, fitted] of [...this.fitted]) if (fitted.tableId === tableId) this.forget(runId);
  }

  /** @throws EngineError where the table is gone. */
  async fit(run: FitRun, kind: FitKind, surroundings: Omit<FitSurroundings, 'keep'> = {}): Promise<void> {
    const { runId, tableId } = run.spec;
    const table = this.tables.get(tableId);
    if (!table) throw new EngineError('The rows of this fit are no longer loaded.', 'Load the file again and run the cell.');
    // An earlier fit of the same cell: a run's id is its cell's, a dot and a number.
    for (const earlier of [...this.fitted.keys()]) if (earlier.replace(/\.\d+$/, '') === runId.replace(/\.\d+$/, '')) this.forget(earlier);
    await run.fit(kind, table, { ...surroundings, keep: (predictor) => this.hold(runId, { tableId, predictor }) });
  }

  /** @throws InputError where the fit is no longer kept, or the file does not fit it. */
  async predict({ fit, file, joined, choices }: PredictAsk, checkpoints?: CheckpointStore): Promise<NewPredictions> {
    const { table, predictor } = await this.fittedBy(fit, checkpoints);
    const fresh = await readLike({ file, choices, ...(joined && { joined }) }, table.table);
    const features = table.encoder.encode(fresh.columns);
    const { values, partials = new Float32Array(0) } = await predictor.predict(features);
    const known = fresh.targets && Array.from(fresh.targets.keys()).filter((row) => Number.isFinite(fresh.targets![row]!));
    const scores = known && known.length > 0 ? computeScores(Float64Array.from(known, (row) => fresh.targets![row]!), Float64Array.from(known, (row) => values[row]!)) : undefined;
    const written = { predictions: values, partials, stages: predictor.stages, ...(fresh.targets && { targets: Float32Array.from(fresh.targets) }) };
    return {
      name: fresh.name, rows: fresh.rows, ...written, ...(scores && { scores }), notes: [...fresh.notes, ...table.encoder.unseen(fresh.columns)],
      csv: predictionsCsv(written), parquet: predictionsParquet(written),
    };
  }

  /** In memory, or taken up from its checkpoint. */
  private async fittedBy(fit: FitSpec, checkpoints: CheckpointStore | undefined): Promise<{ table: PreparedTable; predictor: Predictor }> {
    const held = this.fitted.get(fit.runId);
    const tableId = held?.tableId ?? fit.tableId;
    const table = this.tables.get(tableId);
    if (table && held) return { table, predictor: held.predictor };
    if (!table || !fit.checkpoints) throw new InputError('The trained model of this fit is no longer in memory: the page was reloaded, the engine was started anew, or later fits took its place.', 'Run the cell again.');
    const predictor = await takeUp(fitKind(fit.kind), table, fit, checkpoints);
    this.hold(fit.runId, { tableId, predictor });
    return { table, predictor };
  }

  private hold(runId: string, fitted: Fitted): void {
    this.forget(runId);
    this.fitted.set(runId, fitted);
    for (const oldest of [...this.fitted.keys()].slice(0, -MOST_FITS)) this.forget(oldest);
  }

  forget(runId: string): void {
    this.fitted.get(runId)?.predictor.dispose();
    this.fitted.delete(runId);
  }

  /** Forgets all fitted predictors: their tensors lie on a device that is gone. */
  clear(): void {
    for (const runId of [...this.fitted.keys()]) this.forget(runId);
  }
}
