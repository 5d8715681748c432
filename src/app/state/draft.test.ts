/** A file joined to vectors in the panel: looked at with them, bound beside them, and part of what results depend on. */
import { describe, expect, it } from 'vitest';
import { dataKeyOf } from '../notebook/hash';
import { datasetCell } from '../notebook/spec';
import { prints } from '../runs/runState';
import { startedSessions } from '../testing/session';
import { createDraft } from './draft';

const session = startedSessions();
const file = (name: string) => new File(['1'], name, { lastModified: 1 });

describe('a file joined to vectors', () => {
  it('is looked at and loaded with them, bound under a name of its own, and let go of', async () => {
    const { session: made, client } = await session();
    const { inspect, load } = client;
    const seen: (string | undefined)[] = [];
    client.inspect = (given, choices, reading, joined) => (seen.push(joined?.name), inspect(given, choices, reading));
    client.load = (given, choices, reading, joined) => (seen.push(`load ${joined?.name}`), load(given, choices, reading));
    const draft = createDraft(made);
    const cell = () => datasetCell(made.notebook.getState().notebook, 'data')!;
    const key = () => dataKeyOf(cell(), prints(made.runs.getState()));

    await draft.begin(file('a.npy'), null);
    await draft.join(file('titles.csv'));
    await draft.choose({ joinColumns: ['title'], labelColumn: 'title' });
    await draft.accept();
    expect(seen).toEqual([undefined, 'titles.csv', 'titles.csv', 'load titles.csv']);
    expect(cell().spec).toEqual({ data: 'items', joinData: 'items-joined', choices: { joinColumns: ['title'], labelColumn: 'title' } });
    expect([made.runs.getState().files['items-joined']?.file.name, made.runs.getState().data.data?.key]).toEqual(['titles.csv', key()]);
    const joined = key();

    // The panel opens as it was; without the file what named its columns goes too.
    await draft.change('data');
    expect(draft.store.getState().draft).toMatchObject({ joined: { name: 'titles.csv' }, choices: { joinColumns: ['title'] } });
    await draft.join(null);
    expect(draft.store.getState().draft!.choices).toEqual({});
    await draft.accept();
    expect(cell().spec).toEqual({ data: 'items', choices: {} });
    expect(key()).not.toBe(joined);
  });

  it('that is missing is told by its name', async () => {
    const { session: made } = await session();
    made.notebook.setState(({ notebook }) => ({ notebook: { ...notebook, cells: notebook.cells.map((cell) => (cell.mode === 'dataset' ? { ...cell, spec: { ...cell.spec, joinData: 'titles' } } : cell)) } }));
    expect([made.data.files('data'), dataKeyOf(datasetCell(made.notebook.getState().notebook, 'data'), prints(made.runs.getState()))]).toEqual([null, null]);
    await expect(made.data.ensure('data')).rejects.toThrow('No file is bound to "titles".');
  });

  it('is joined at once where it is dropped with a matrix; of two that may hold vectors the person is asked', async () => {
    const { session: made } = await session();
    const draft = createDraft(made);
    const opened = async (...names: string[]) => {
      draft.offer(names.map(file));
      await Promise.resolve();
      const { draft: now, files, left } = draft.store.getState();
      const seen = { file: now?.file.name, joined: now?.joined?.name, asked: files.map(({ name }) => name), left };
      draft.cancel();
      return seen;
    };
    for (const names of [['titles.csv', 'v.npy'], ['v.npy', 'titles.csv']]) expect(await opened(...names)).toEqual({ file: 'v.npy', joined: 'titles.csv', asked: [], left: [] });
    expect(await opened('v.npy', 'items.parquet', 'readme.md')).toEqual({ file: 'v.npy', joined: 'items.parquet', asked: [], left: ['readme.md'] });
    expect((await opened('a.npy', 'b.npy')).asked).toEqual(['a.npy', 'b.npy']);
    expect((await opened('a.csv', 'b.parquet')).asked).toEqual(['a.csv', 'b.parquet']);
  });
});
