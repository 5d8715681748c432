/** The browser's database: what version 1 kept is taken over, files lie once, a stale write is refused whole, newer databases are left alone. */
import { openDB } from 'idb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { NotebookSpec } from '../notebook/spec';
import { openDatabase, removeDatabase } from './database';
import { NO_RUN } from '../runs/cellRun';
import type { BoundFile } from '../runs/runState';
import { StaleError } from './storage';

let name = '';
let made = 0;
const closers: (() => void)[] = [];
beforeEach(() => void (name = `residua-test-${Date.now()}-${++made}`));
afterEach(async () => {
  closers.splice(0).forEach((close) => close());
  await removeDatabase(name);
});

const spec = (title: string): NotebookSpec => ({ version: 2, name: title, cells: [{ id: 'a', mode: 'note', spec: { text: title } }] });
const bound = (text: string, print = text): BoundFile => ({ file: new File([text], `${text}.csv`, { lastModified: 7 }), print, sample: null });
const run = (step: number) => ({ ...NO_RUN, status: 'done' as const, key: `k${step}`, points: [], ranOn: 'wasm' });
const storage = async () => {
  const opened = await openDatabase(() => undefined, name);
  closers.push(() => opened.close());
  return opened;
};
const raw = async (version?: number, upgrade?: Parameters<typeof openDB>[2]) => openDB(name, version, upgrade);

describe('version 1', () => {
  const old = async (notebook: unknown) => {
    const db = await raw(1, { upgrade: (fresh) => ['notebook', 'files', 'runs'].forEach((table) => void fresh.createObjectStore(table)) });
    await db.put('notebook', notebook, 'current');
    await db.put('files', bound('mine', 'print|mine'), 'items');
    await db.put('files', { ...bound('sample'), sample: 'nested' }, 'more');
    await db.put('runs', run(1), 'kmeans');
    await db.put('runs', run(2), 'rqvae@2');
    db.close();
  };

  it.each([['a document', spec('Old')], ['a document that cannot be opened', { version: 1, junk: true }], ['an odd value', 'text']])('becomes the first kept notebook, with its files and runs: %s', async (_, document) => {
    await old(document);
    const opened = await storage();
    const list = await opened.list();
    expect(list).toHaveLength(1);
    const kept = (await opened.read(list[0]!.id))!;
    expect(kept.document).toEqual(document);
    expect(kept.runs).toEqual({ kmeans: run(1), 'rqvae@2': run(2) });
    expect(await kept.files.items!.file.text()).toBe('mine');
    expect([kept.files.items!.file.name, kept.files.items!.print, kept.files.more!.sample]).toEqual(['mine.csv', 'print|mine', 'nested']);
  });

  it('that held nothing is a first visit', async () => {
    const db = await raw(1, { upgrade: (fresh) => ['notebook', 'files', 'runs'].forEach((table) => void fresh.createObjectStore(table)) });
    db.close();
    expect(await (await storage()).list()).toEqual([]);
  });
});

describe('a database of a newer page', () => {
  it('is refused in words and left as it is', async () => {
    const db = await raw(99, { upgrade: (fresh) => void fresh.createObjectStore('future') });
    await db.put('future', 'precious', 'key');
    db.close();
    await expect(openDatabase(() => undefined, name)).rejects.toThrow(/newer version of this page/);
    const after = await raw();
    expect([after.version, await after.get('future', 'key')]).toEqual([99, 'precious']);
    after.close();
  });

  it('is let in by a tab with this page, which says that it saves no more', async () => {
    const words: string[] = [];
    const opened = await openDatabase((said) => words.push(said), name);
    await opened.save('one', 0, { document: spec('One') });
    const db = await raw(98, { upgrade: () => undefined });
    expect(words).toEqual([expect.stringContaining('newer version')]);
    await expect(opened.save('one', 1, { document: spec('Two') })).rejects.toThrow();
    db.close();
  });
});

describe('writing', () => {
  it('gives back what was written, run by run, and forgets what is removed', async () => {
    const opened = await storage();
    let version = await opened.save('one', 0, { document: spec('One'), files: { items: bound('x') }, runs: { a: run(1), b: run(2) }, queue: { jobs: ['a'], paused: true } });
    version = await opened.save('one', version, { runs: { b: run(3) }, removed: ['a'] });
    await opened.save('other', 0, { document: spec('Other'), runs: { a: run(9) } });
    expect(await opened.read('one')).toMatchObject({ version, document: spec('One'), runs: { b: run(3) }, queue: { jobs: ['a'], paused: true } });
    expect((await opened.read('one'))!.runs.a).toBeUndefined();
    expect((await opened.list()).map(({ id, name: title }) => [id, title])).toEqual(expect.arrayContaining([['one', 'One'], ['other', 'Other']]));
  });

  it('refuses a stale write whole', async () => {
    const opened = await storage();
    const version = await opened.save('one', 0, { document: spec('One'), runs: { a: run(1) } });
    await opened.save('one', version, { document: spec('Newer') });
    for (const stale of [0, version, version + 5]) {
      await expect(opened.save('one', stale, { document: spec('Stale'), runs: { a: run(7), z: run(8) }, files: { items: bound('z') } })).rejects.toBeInstanceOf(StaleError);
    }
    expect(await opened.read('one')).toMatchObject({ document: spec('Newer'), runs: { a: run(1) }, files: {} });
    expect((await opened.read('one'))!.runs.z).toBeUndefined();
  });

  it('writes nothing of a change that cannot be stored', async () => {
    const opened = await storage();
    await opened.save('one', 0, { document: spec('One') });
    await expect(opened.save('one', 1, { document: spec('Two'), runs: { a: { ...run(1), points: (() => 1) as never } } })).rejects.toThrow();
    expect(await opened.read('one')).toMatchObject({ version: 1, document: spec('One'), runs: {} });
    expect(await opened.save('one', 1, { document: spec('Two') })).toBe(2);
  });

  it('keeps a file once, for as long as a notebook reads it, deleted ones too until they are cleared away', async () => {
    const opened = await storage();
    const prints = async () => {
      const db = await raw();
      const found = await db.getAllKeys('files');
      db.close();
      return found;
    };
    await opened.save('one', 0, { document: spec('One'), files: { items: bound('x') }, runs: { a: run(1) } });
    await opened.copy('one', 'two', 'Two');
    expect(await prints()).toEqual(['x']);
    expect(await opened.read('two')).toMatchObject({ version: 1, document: { ...spec('One'), name: 'Two' }, runs: { a: run(1) } });
    await opened.save('one', 1, { files: { items: bound('y') } });
    expect(await prints()).toEqual(['x', 'y']);
    await opened.markDeleted('two', 1000);
    expect(await opened.purge(1000)).toBe(0);
    expect(await prints()).toEqual(['x', 'y']);
    expect(await opened.purge(1001)).toBe(1);
    expect(await prints()).toEqual(['y']);
    expect(await opened.read('two')).toBeNull();
    await opened.rename('one', 'Renamed');
    expect(await opened.read('one')).toMatchObject({ version: 3, document: { ...spec('One'), name: 'Renamed' } });
  });
});
