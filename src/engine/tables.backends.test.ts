/** From a dropped table to predictions for new rows: what the worker does for the page, on real files. */
import Papa from 'papaparse';
import { expect, it } from 'vitest';
import { fitKind } from './catalog';
import { memoryFolders } from './checkpoints/folders';
import { CheckpointStore } from './checkpoints/store';
import { loadTable, readLike, type TableShape } from './data/table';
import type { TableFiles } from './data/tableFiles';
import { FitRun } from './predictors/value/training/run';
import { Random } from './math/random';
import type { RunEvent } from './records/event';
import type { FitResult } from './records/predict';
import type { FitSpec } from './records/run';
import { Tables } from './tables';
import { describeBackends } from './testing/backends';

const KEEPING = { checkpoints: { key: 'key', every: 0, best: '' } };
const CHOICES = { target: 'y', references: ['best'] };

describeBackends('tables', () => {
  it('are fitted on, and predict for the rows of another file, with and without their target', async () => {
    const tables = new Tables();
    const { tableId, like, inspection, references } = await load(tables, { file: file('rows.csv', 400, 1), choices: CHOICES });
    expect(inspection.splits).toEqual({ train: 280, validation: 40, test: 80 });
    const result = await fit(tables, tableId);
    // The reference column is the law itself: nothing does better.
    expect(references[0]!.name).toBe('best');
    expect(references[0]!.scores.mae!).toBeLessThanOrEqual(result.scores.mae!);
    expect(result.scores.mae!).toBeLessThan(2 * references[0]!.scores.mae!);

    const known = await predict(tables, like, specOf(tableId), file('new.csv', 50, 2));
    expect(known.rows).toBe(50);
    expect(known.scores!.mae!).toBeLessThan(2 * references[0]!.scores.mae!);
    const written = Papa.parse<Record<string, string>>(new TextDecoder().decode(known.csv), { header: true, skipEmptyLines: true }).data;
    expect(written.map((row) => Math.fround(Number(row.prediction)))).toEqual([...known.predictions]);

    const blind = await predict(tables, like, specOf(tableId), file('blind.csv', 50, 2, ['a', 'b']));
    expect(blind.predictions).toEqual(known.predictions);
    expect(blind.scores).toBeUndefined();
    const poor = await predict(tables, like, specOf(tableId), file('poor.csv', 50, 2, ['b']));
    expect(poor.notes.join(' ')).toMatch(/"a"/);
    tables.release(tableId);
    await expect(predict(tables, like, specOf(tableId), file('new.csv', 5, 2))).rejects.toThrow(/no longer in memory/);
  });

  it('gives up the earlier fit of a cell, and says so where a table is gone', async () => {
    const tables = new Tables();
    const { tableId, like } = await load(tables, { file: file('rows.csv', 200, 1), choices: CHOICES });
    await fit(tables, tableId, 'ridge.1');
    await fit(tables, tableId, 'ridge.2');
    await expect(predict(tables, like, specOf(tableId), file('new.csv', 5, 2))).rejects.toThrow(/no longer in memory/);
    expect((await predict(tables, like, specOf(tableId, 'ridge.2'), file('new.csv', 5, 2))).rows).toBe(5);
    tables.clear();
    await expect(fit(tables, 'table-9')).rejects.toThrow(/no longer loaded/);
    tables.release(tableId);
  });

  it('take up a fitted predictor that left memory from its checkpoint', async () => {
    const checkpoints = new CheckpointStore(memoryFolders());
    const tables = new Tables();
    const { tableId, like } = await load(tables, { file: file('rows.csv', 200, 1), choices: CHOICES });
    await fit(tables, tableId, 'ridge.1', checkpoints);
    const ask = { fit: { ...specOf(tableId), ...KEEPING }, fresh: await readLike({ file: file('new.csv', 5, 2), choices: {} }, like) };
    const { predictions } = await tables.predict(ask, checkpoints);
    tables.clear();
    expect((await tables.predict(ask, checkpoints)).predictions).toEqual(predictions);
    tables.clear();
    await checkpoints.forget('key');
    await expect(tables.predict(ask, checkpoints)).rejects.toThrow(/no checkpoint "last"/);
  });
});

/** As the client does: a file is read apart from what holds it. */
async function load(tables: Tables, files: TableFiles) {
  const { table, inspection } = await loadTable(files);
  return { like: table, inspection, ...tables.hold(table) };
}

async function predict(tables: Tables, like: TableShape, fit: FitSpec, rows: File) {
  return tables.predict({ fit, fresh: await readLike({ file: rows, choices: {} }, like) });
}

function specOf(tableId: string, runId = 'ridge.1'): FitSpec {
  return { runId, tableId, kind: 'ridge', params: {}, seed: 1 };
}

async function fit(tables: Tables, tableId: string, runId = 'ridge.1', checkpoints?: CheckpointStore): Promise<FitResult> {
  const results: FitResult[] = [];
  const run = new FitRun({ ...specOf(tableId, runId), ...(checkpoints && KEEPING) }, (event: RunEvent) => {
    if (event.type === 'fitResult') results.push(event.result);
    if (event.type === 'failed') throw new Error(event.problem.message);
  });
  await tables.fit(run, fitKind('ridge'), { ...(checkpoints && { checkpoints }) });
  return results[0]!;
}

/** y = 5 + 3 a + 2 [b = "left"] + noise; `best` is y without the noise. */
function file(name: string, rows: number, seed: number, columns = ['a', 'b', 'y', 'best']): File {
  const random = new Random(seed);
  const records = Array.from({ length: rows }, () => {
    const a = random.normal();
    const b = random.uniform() < 0.5 ? 'left' : 'right';
    const best = 5 + 3 * a + (b === 'left' ? 2 : 0);
    return { a, b, best, y: best + 0.5 * random.normal() };
  });
  return new File([Papa.unparse(records, { columns })], name);
}
