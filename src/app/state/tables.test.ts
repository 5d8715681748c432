/** Tables and fits on the page: loading, joining, seeds, stopping, reloading, and the notebook that comes with them. */
import { afterEach, describe, expect, it } from 'vitest';
import stored from '../../../public/samples/notebooks/continuous-values.json';
import { tableCell, withSeeds } from '../notebook/spec';
import { memoryStorage } from '../testing/memoryStorage';
import { testSession, until } from '../testing/session';
import { editCell } from './notebookStore';
import { openSample } from './openSample';
import { NO_RUN } from '../runs/cellRun';
import type { Session } from './session';
import { predicted } from '../runs/cellRun';

let open: Session | null = null;
afterEach(() => {
  open?.close();
  open = null;
});
const fetchSample = (id: string) => Promise.resolve(new File([id], `${id}.csv`, { lastModified: 0 }));
const started = async (...[options = {}, storage = memoryStorage(), parts]: Partial<Parameters<typeof testSession>>) => {
  const made = await testSession(options, storage, { firstNotebook: stored, fetchSample, ...parts });
  open = made.session;
  await made.session.loadAll();
  return made;
};
const run = (session: Session, id: string) => session.runs.getState().runs[id];
const setSeeds = (session: Session, seeds: readonly number[]) => editCell(session.notebook, 'reg', 'predictor', (cell) => withSeeds(cell, seeds));

describe('predictors on the queue', () => {
  it('are fitted one after another on one table, and not again while they hold', async () => {
    const { session, client } = await started();
    session.queue.run(session.methods());
    await session.queue.idle();
    expect(client.fitted.map((spec) => spec.kind)).toEqual(['constant', 'constant', 'ridge', 'mlp', 'ziln', 'ordinal', 'rq-reg', 'rq-reg']);
    expect(new Set(client.fitted.map((spec) => spec.inputs.rows)).size).toBe(1);
    expect(run(session, 'reg')).toMatchObject({ status: 'done', result: { family: 'value', stages: ['level 1', 'level 2', 'level 3', 'error head'] } });
    expect(run(session, 'reg')!.snapshot).toMatchObject({ part: 'test', exact: true });
    session.queue.run(session.predictors());
    await session.queue.idle();
    expect(client.fitted).toHaveLength(8);
    await session.tables.use('table', { file: new File(['x'], 'mine.csv') }, { target: 'duration_s' }, null);
    session.queue.run(['median']);
    await session.queue.idle();
    expect(client.fitted).toHaveLength(9);
  });

  it('keep only numbers of further seeds', async () => {
    const { session } = await started();
    setSeeds(session, [1, 2]);
    session.queue.run(['reg']);
    await session.queue.idle();
    const further = run(session, 'reg@2')!;
    expect(further).toMatchObject({ status: 'done', seed: 2, points: [], family: run(session, 'reg')!.family! });
    const left = predicted(further)!;
    expect(left.scores.mae).toBeGreaterThan(0);
    expect([left.predictions.length, left.partials.length, left.snapshot.predictions.length]).toEqual([0, 0, 0]);
    expect(left.snapshot).not.toHaveProperty('decoding');
    expect(predicted(run(session, 'reg'))!.predictions).toHaveLength(200);
  });

  it('show nothing of the run before once they run again, and go on after a reload where they stood', async () => {
    const storage = memoryStorage();
    const plan = () => ({ every: 5, best: 'relativeError' });
    const { session, client } = await started({ steps: 30 }, storage, { checkpoints: plan });
    session.queue.run(['mlp']);
    await session.queue.idle();
    // Only the last state of a fit is kept: its best epoch is in it.
    expect(client.fitted[0]!.checkpoints).toEqual({ key: run(session, 'mlp')!.key, every: 0, best: '' });
    session.queue.run(['mlp'], true);
    await until(() => (run(session, 'mlp')?.progress?.step ?? 99) < 20, 'a step anew');
    expect(run(session, 'mlp')!.result).toBeNull();
    await session.save.flush();
    session.close();
    const left = [{ name: 'last', step: 12, seconds: 1, value: NaN, bytes: 10 }];
    const again = await started({ steps: 30, checkpoints: left }, storage, { checkpoints: plan });
    expect(run(again.session, 'mlp')).toMatchObject({ status: 'interrupted', checkpoints: left });
    again.session.queue.run(['mlp'], true, 'last');
    await again.session.queue.idle();
    expect(again.client.fitted[0]).toMatchObject({ kind: 'mlp', resume: 'last' });
    expect(run(again.session, 'mlp')!.status).toBe('done');
  });

  it('stop with the result as it is, and give back the mark of what waited', async () => {
    const { session } = await started({ steps: 1000 });
    session.queue.run(['mlp', 'reg']);
    await until(() => (run(session, 'mlp')?.progress?.step ?? 0) > 2, 'some steps');
    session.queue.stop();
    await session.queue.idle();
    expect(run(session, 'mlp')).toMatchObject({ status: 'stopped', result: { stopped: true } });
    expect(run(session, 'reg')!.status).toBe('idle');
  });

  it('keep their mark of being done where they wait for another run and are cancelled', async () => {
    const { session } = await started({ steps: 40 });
    session.queue.run(['ridge']);
    await session.queue.idle();
    session.queue.run(['mlp', 'ridge'], true);
    expect(run(session, 'ridge')!.status).toBe('waiting');
    session.queue.cancel('ridge');
    expect(run(session, 'ridge')!.status).toBe('done');
    session.queue.stop();
    await session.queue.idle();
  });

  it('come back after a reload, the one cut short as interrupted; runs of visits before there were predictors too', async () => {
    const storage = memoryStorage();
    const first = await started({}, storage);
    first.session.queue.run(['mlp']);
    await first.session.queue.idle();
    await first.session.save.flush();
    first.session.close();
    const { snapshot: _, result: __, ...older } = { ...NO_RUN, status: 'waiting' as const };
    storage.last().runs.median = older as never;
    const second = await started({ steps: 100_000 }, storage);
    second.session.queue.run(['mlp', 'reg']);
    expect(run(second.session, 'median')!.status).toBe('idle');
    await until(() => (run(second.session, 'reg')?.progress?.step ?? 0) > 2, 'some steps');
    await second.session.save.flush();
    second.session.close();
    const third = await started({}, storage);
    expect(run(third.session, 'mlp')).toMatchObject({ status: 'done', result: { stopped: false } });
    expect(run(third.session, 'reg')!.status).toBe('interrupted');
    expect(second.client.fitted.map((spec) => spec.kind)).toEqual(['rq-reg']);
  });
});

describe('tables', () => {
  it('bind a file and the one joined to it once they are loaded, and forget the join with the next file', async () => {
    const { session } = await started();
    const files = { file: new File(['x'], 'views.csv'), joined: new File(['y'], 'users.csv') };
    await session.tables.use('table', files, { join: 'user_id' }, null);
    expect(tableCell(session.notebook.getState().notebook, 'table')!.spec).toEqual({ data: 'table', joinData: 'table-joined', choices: { join: 'user_id' } });
    expect(session.tables.files('table')).toEqual(files);
    const held = await session.tables.ensure('table');
    expect(held.inspection.columns.some((column) => column.joined)).toBe(true);
    await session.tables.use('table', { file: files.file }, {}, null);
    expect(tableCell(session.notebook.getState().notebook, 'table')!.spec).toEqual({ data: 'table', choices: {} });
  });

  it('stay in the engine where the same rows are read alike in another unit', async () => {
    const { session } = await started();
    const { file } = session.tables.files('table')!;
    const before = session.runs.getState().tables.table!.loaded;
    const { choices } = tableCell(session.notebook.getState().notebook, 'table')!.spec;
    await session.tables.use('table', { file }, { ...choices, unit: 'seconds' }, 'watch-time');
    expect(tableCell(session.notebook.getState().notebook, 'table')!.spec).toMatchObject({ sample: 'watch-time', choices: { unit: 'seconds' } });
    expect(session.runs.getState().tables.table!.loaded).toBe(before);
    await session.tables.use('table', { file }, { ...choices, target: 'duration_s' }, 'watch-time');
    expect(session.runs.getState().tables.table!.loaded).not.toBe(before);
  });

  it('keep what was loaded where another file or target is refused', async () => {
    const { session } = await started();
    const before = session.runs.getState();
    await expect(session.tables.use('table', { file: new File(['x'], 'broken.bad') }, {}, null)).rejects.toMatchObject({ message: /is no table/ });
    await expect(session.tables.use('table', { file: new File(['x'], 'a.csv') }, { target: 'title' }, null)).rejects.toMatchObject({ message: /not numeric/ });
    expect(session.runs.getState().tables).toBe(before.tables);
    expect(session.runs.getState().files).toBe(before.files);
  });

  it('say which file is missing', async () => {
    const { session } = await started();
    editCell(session.notebook, 'table', 'table', (cell) => ({ ...cell, spec: { ...cell.spec, joinData: 'users' } }));
    await expect(session.tables.ensure('table')).rejects.toMatchObject({ message: 'No file is bound to "users".', hint: expect.stringContaining('joined to "table"') as unknown });
    session.queue.run(['ridge']);
    await session.queue.idle();
    expect(run(session, 'ridge')!.problem?.message).toContain('"users"');
  });

  it('are loaded anew by a new engine', async () => {
    const { session } = await started();
    const before = session.runs.getState().tables.table!.loaded!.dataId;
    await session.useBackend('cpu');
    expect(session.runs.getState().tables.table!.loaded).toBeNull();
    expect((await session.tables.ensure('table')).dataId).not.toBe(before);
  });
});

describe('a sample notebook', () => {
  it('is opened with its own sample whatever file stood there, runs, and can be taken back', async () => {
    const { session, client } = await started();
    await session.tables.use('table', { file: new File(['x'], 'mine.csv') }, { target: 'duration_s' }, null);
    const mine = session.notebook.getState().notebook;
    await openSample(session, stored);
    await session.queue.idle();
    expect(session.runs.getState().files.table!.file.name).toBe('watch-time.csv');
    expect(session.runs.getState().tables.table!.loaded!.inspection.choices.target).toBe('watch_s');
    expect(client.fitted).toHaveLength(8);
    expect(session.notebook.getState().past.at(-1)).toBe(mine);
  });
});
