/** From a dropped table to predictions for new rows: what the worker does for the page, on real files. */
import Papa from 'papaparse';
import { expect, it } from 'vitest';
import { memoryFolders } from './checkpoints/folders';
import { CheckpointStore } from './checkpoints/store';
import { loadTable, readLike, type TableShape } from './data/table';
import type { TableFiles } from './data/tableFiles';
import { Random } from './math/random';
import type { RunEvent } from './records/event';
import type { ValueResult } from './records/predict';
import type { RunSpec } from './records/run';
import { Held } from './held';
import { Run } from './runs/run';
import { Trainer } from './trainer';
import { describeBackends } from './testing/backends';

const KEEPING = { checkpoints: { key: 'key', every: 0, best: '' } };
const CHOICES = { target: 'y', references: ['best'] };

describeBackends('tables', () => {
  it('are fitted on, and predict for the rows of another file, with and without their target', async () => {
    const tables = engine();
    const { dataId, like, inspection, references } = await load(tables, { file: file('rows.csv', 400, 1), choices: CHOICES });
    expect(inspection.splits).toEqual({ train: 280, validation: 40, test: 80 });
    const result = await fit(tables, dataId);
    // The reference column is the law itself: nothing does better.
    expect(references[0]!.name).toBe('best');
    expect(references[0]!.scores.mae!).toBeLessThanOrEqual(result.scores.mae!);
    expect(result.scores.mae!).toBeLessThan(2 * references[0]!.scores.mae!);

    const known = await predict(tables, like, specOf(dataId), file('new.csv', 50, 2));
    expect(known.rows).toBe(50);
    expect(known.scores!.mae!).toBeLessThan(2 * references[0]!.scores.mae!);
    const written = Papa.parse<Record<string, string>>(new TextDecoder().decode(known.csv), { header: true, skipEmptyLines: true }).data;
    expect(written.map((row) => Math.fround(Number(row.prediction)))).toEqual([...known.predictions]);

    const blind = await predict(tables, like, specOf(dataId), file('blind.csv', 50, 2, ['a', 'b']));
    expect(blind.predictions).toEqual(known.predictions);
    expect(blind.scores).toBeUndefined();
    const poor = await predict(tables, like, specOf(dataId), file('poor.csv', 50, 2, ['b']));
    expect(poor.notes.join(' ')).toMatch(/"a"/);
    tables.release(dataId);
    await expect(predict(tables, like, specOf(dataId), file('new.csv', 5, 2))).rejects.toThrow(/no longer in memory/);
  });

  it('gives up the earlier fit of a cell, and says so where a table is gone', async () => {
    const tables = engine();
    const { dataId, like } = await load(tables, { file: file('rows.csv', 200, 1), choices: CHOICES });
    await fit(tables, dataId, 'ridge.1');
    await fit(tables, dataId, 'ridge.2');
    await expect(predict(tables, like, specOf(dataId), file('new.csv', 5, 2))).rejects.toThrow(/no longer in memory/);
    expect((await predict(tables, like, specOf(dataId, 'ridge.2'), file('new.csv', 5, 2))).rows).toBe(5);
    tables.trainer.kept.clear();
    await expect(fit(tables, 'table-9')).rejects.toThrow(/no longer loaded/);
    tables.release(dataId);
  });

  it('take up a fitted predictor that left memory from its checkpoint', async () => {
    const checkpoints = new CheckpointStore(memoryFolders());
    const tables = engine(checkpoints);
    const { dataId, like } = await load(tables, { file: file('rows.csv', 200, 1), choices: CHOICES });
    await fit(tables, dataId, 'ridge.1', KEEPING);
    const ask = { run: { ...specOf(dataId), ...KEEPING }, fresh: await readLike({ file: file('new.csv', 5, 2), choices: {} }, like) };
    const { predictions } = await tables.trainer.predict(ask);
    tables.trainer.kept.clear();
    expect((await tables.trainer.predict(ask)).predictions).toEqual(predictions);
    tables.trainer.kept.clear();
    await checkpoints.forget('key');
    await expect(tables.trainer.predict(ask)).rejects.toThrow(/no checkpoint "last"/);
  });
});

interface Engine {
  readonly held: Held;
  readonly trainer: Trainer;
  release(dataId: string): void;
}

function engine(checkpoints?: CheckpointStore): Engine {
  const held = new Held();
  const trainer = new Trainer(held, () => Promise.resolve(checkpoints));
  return {
    held, trainer,
    release(dataId) {
      held.release(dataId);
      trainer.kept.forgetReaders(dataId);
    },
  };
}

/** As the client does: a file is read apart from what holds it. */
async function load(tables: Engine, files: TableFiles) {
  const { table, inspection } = await loadTable(files);
  return { like: table, inspection, ...tables.held.table(table) };
}

async function predict(tables: Engine, like: TableShape, fit: RunSpec, rows: File) {
  return tables.trainer.predict({ run: fit, fresh: await readLike({ file: rows, choices: {} }, like) });
}

function specOf(dataId: string, runId = 'ridge.1'): RunSpec {
  return { runId, inputs: { rows: dataId }, kind: 'ridge', params: {}, seed: 1 };
}

async function fit(tables: Engine, dataId: string, runId = 'ridge.1', keeping: Partial<RunSpec> = {}): Promise<ValueResult> {
  const results: ValueResult[] = [];
  await tables.trainer.train(new Run({ ...specOf(dataId, runId), ...keeping }, (event: RunEvent) => {
    if (event.type === 'result') results.push(event.result as ValueResult);
    if (event.type === 'failed') throw new Error(event.problem.message);
  }));
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
