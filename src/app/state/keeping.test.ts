/** Notebooks under ids: opening destroys nothing, two tabs never write over each other, and what cannot be read is never written over. */
import { describe, expect, it } from 'vitest';
import { memoryBrowser, memoryStorage } from '../testing/memoryStorage';
import { closeSession, startedSessions, until } from '../testing/session';
import version1 from '../testing/version1/compare-quantizers.json';
import { editCell, renameNotebook } from './notebookStore';
import type { Session } from './session';
import { noStorage } from './storage';
import type { NotebookStorage } from './storage';

const started = startedSessions();
const notBegun = startedSessions(false);
const shown = (session: Session) => session.notebook.getState().notebook;
const idOf = (session: Session) => session.keeping.store.getState().id;
const place = (session: Session) => session.keeping.store.getState().place;
const names = (session: Session) => session.keeping.store.getState().list.filter(({ deleted }) => deleted === null).map(({ name }) => name).sort();
const status = (session: Session, id: string) => session.runs.getState().runs[id]?.status;
const setSteps = (session: Session, steps: number) => editCell(session.notebook, 'rqvae', 'quantizer', (cell) => ({ ...cell, spec: { ...cell.spec, params: { ...cell.spec.params, steps } } }));
const stepsOf = (session: Session) => shown(session).cells.flatMap((cell) => (cell.mode === 'quantizer' && cell.id === 'rqvae' ? [cell.spec.params.steps] : []))[0];

describe('opening', () => {
  it.each([
    ['a new comparison', (session: Session) => session.open(session.firstNotebook(), true)],
    ['a notebook of a file', (session: Session) => session.open({ ...session.firstNotebook(), cells: [] })],
    ['a duplicate', async (session: Session) => {
      await session.keeping.duplicate(idOf(session));
      await session.keeping.open(session.keeping.store.getState().list.find(({ id }) => id !== idOf(session))!.id);
    }],
  ])('%s leaves the one before as it was, with its results, before and after a reload', async (_, action) => {
    const storage = memoryStorage();
    const { session } = await started({}, storage);
    setSteps(session, 44);
    session.queue.run(['kmeans', 'rqvae']);
    await session.queue.idle();
    const mine = idOf(session);
    await action(session);
    expect(idOf(session)).not.toBe(mine);
    // What is done to the other touches it no more.
    session.notebook.setState((state) => ({ notebook: { ...state.notebook, name: 'Other', cells: [] } }));
    await closeSession(session);
    const again = await started({}, storage);
    expect(shown(again.session)).toMatchObject({ name: 'Other', cells: [] });
    await again.session.keeping.open(mine);
    expect(stepsOf(again.session)).toBe(44);
    expect(status(again.session, 'rqvae')).toBe('done');
    again.session.queue.run(['kmeans', 'rqvae']);
    await again.session.queue.idle();
    expect(again.client.started).toHaveLength(0);
  });

  it('a notebook kept in version 1 finds its results again, stays as it is until it is changed, and is written in the present version', async () => {
    const storage = memoryStorage();
    const { session } = await started({}, storage);
    session.queue.run(['kmeans', 'rqvae']);
    await session.queue.idle();
    await closeSession(session);
    const [[id, held]] = storage.held as unknown as [[string, object]];
    storage.held.set(id, { ...held, document: version1 } as never);
    const again = await started({}, storage);
    expect(again.session.aside).toBeNull();
    again.session.queue.run(['kmeans', 'rqvae']);
    await again.session.queue.idle();
    expect([status(again.session, 'rqvae'), again.client.started.length]).toEqual(['done', 0]);
    await again.session.save.flush();
    expect(storage.held.get(id)!.document).toEqual(version1);
    setSteps(again.session, 12);
    await again.session.save.flush();
    expect(storage.held.get(id)!.document).toMatchObject({ version: 2, cells: [{}, { id: 'kmeans', inputs: { rows: 'data' } }, {}, {}, {}, { inputs: { runs: ['kmeans', 'rqvae', 'r3vae', 'rqgmm'] } }, {}, {}, {}, {}, {}, {}] });
  });

  it('takes along the results that hold for the new notebook, and no others', async () => {
    const { session, client } = await started();
    session.queue.run(['kmeans', 'rqvae']);
    await session.queue.idle();
    const next = session.firstNotebook();
    setSteps(session, 3);
    session.queue.run(['rqvae']);
    await session.queue.idle();
    await session.open(next);
    expect([status(session, 'kmeans'), status(session, 'rqvae')]).toEqual(['done', undefined]);
    session.queue.run(['kmeans']);
    await session.queue.idle();
    expect(client.started).toHaveLength(3);
  });

  it('ends what runs, and goes on with it when its notebook is opened again', async () => {
    const storage = memoryStorage();
    const left = [{ name: 'last', step: 40, seconds: 1, value: 0.3, bytes: 10 }];
    const { session, client } = await started({ steps: 60, tick: 5, checkpoints: left }, storage, { checkpoints: () => ({ every: 0, best: 'relativeError' }) });
    const mine = idOf(session);
    session.queue.run(['kmeans', 'rqvae']);
    await until(() => (session.runs.getState().runs.kmeans?.progress?.step ?? 0) > 2, 'some steps');
    await session.open({ ...session.firstNotebook(), cells: [] });
    expect(session.runs.getState().queue).toEqual([]);
    await session.keeping.open(mine);
    await until(() => status(session, 'rqvae') === 'done', 'the end of the queue');
    expect(client.started.map(({ kind, resume }) => [kind, resume])).toEqual([['rq-kmeans', undefined], ['rq-kmeans', 'last'], ['rq-vae', undefined]]);
  });

  it('of several at once opens one after another, and shows the last; none is lost', async () => {
    const storage = memoryStorage();
    const { session } = await started({ steps: 100_000 }, storage);
    const first = idOf(session);
    session.queue.run(['kmeans', 'rqvae']);
    await until(() => status(session, 'kmeans') === 'running', 'a start');
    await Promise.all([session.open({ ...session.firstNotebook(), name: 'A' }), session.open({ ...session.firstNotebook(), name: 'B' }), session.keeping.open(first), session.open({ ...session.firstNotebook(), name: 'C' })]);
    await session.save.flush();
    expect([shown(session).name, place(session), session.save.state.getState().status]).toEqual(['C', 'mine', 'saved']);
    expect([...storage.held.values()].map(({ name }) => name).sort()).toEqual(['A', 'B', 'C', session.firstNotebook().name].sort());
    expect(storage.held.get(first)!.queue!.jobs).toEqual(['kmeans', 'rqvae']);
  });

  it('shows the notebook that this tab showed last, else the one changed last', async () => {
    const storage = memoryStorage();
    const { session } = await started({}, storage);
    const mine = idOf(session);
    await session.open({ ...session.firstNotebook(), name: 'Later' });
    await closeSession(session);
    const last = await started({}, storage);
    expect(shown(last.session).name).toBe('Later');
    await closeSession(last.session);
    const wanted = await started({}, storage, { wanted: mine });
    expect(idOf(wanted.session)).toBe(mine);
    await closeSession(wanted.session);
    const gone = await started({}, storage, { wanted: 'no-such-id' });
    expect(gone.session.firstVisit).toBe(false);
    expect(storage.held.size).toBe(2);
  });

  it('keeps no first notebook where a link opens another at once', async () => {
    const storage = memoryStorage();
    const made = await notBegun({}, storage, { passing: true });
    await made.session.open({ ...made.session.firstNotebook(), name: 'Of the link' }, true);
    await made.session.save.flush();
    expect([...storage.held.values()].map(({ name }) => name)).toEqual(['Of the link']);
  });
});

describe('the list', () => {
  it('renames, duplicates under a number, deletes and brings back', async () => {
    const storage = memoryStorage();
    const { session } = await started({}, storage);
    renameNotebook(session.notebook, 'One');
    await session.save.flush();
    const one = idOf(session);
    await session.keeping.duplicate(one);
    await session.keeping.duplicate(one);
    expect(names(session)).toEqual(['One', 'One 2', 'One 3']);
    expect(session.keeping.store.getState().list[0]).toMatchObject({ name: 'One', cells: shown(session).cells.length, files: ['sample.npy'], problem: '' });
    const two = session.keeping.store.getState().list.find(({ name }) => name === 'One 2')!.id;
    await session.keeping.rename(two, '  Two ');
    await session.keeping.rename(one, 'First');
    expect(names(session)).toEqual(['First', 'One 3', 'Two']);
    expect(shown(session).name).toBe('First');
    await session.keeping.open(two);
    expect(shown(session).name).toBe('Two');
    await session.keeping.remove(two);
    expect(idOf(session)).not.toBe(two);
    expect(names(session)).toEqual(['First', 'One 3']);
    await session.keeping.bringBack(two);
    expect(names(session)).toEqual(['First', 'One 3', 'Two']);
    const file = await session.keeping.file(two);
    expect([file.name, (JSON.parse(await file.text()) as { name: string }).name]).toEqual(['two.json', 'Two']);
  });

  it('shows a notebook of its own where the last was deleted', async () => {
    const storage = memoryStorage();
    const { session } = await started({}, storage);
    await session.save.flush();
    const one = idOf(session);
    await session.keeping.remove(one);
    await closeSession(session);
    const again = await started({}, storage);
    expect(idOf(again.session)).not.toBe(one);
    expect(storage.held.get(one)).toMatchObject({ deleted: expect.any(Number) as number });
  });

  it('removes deleted notebooks where their room is needed, and only then fails to save', async () => {
    const storage = memoryStorage();
    const { session } = await started({}, storage);
    await session.save.flush();
    const gone = idOf(session);
    await session.open({ ...session.firstNotebook(), name: 'Next' });
    await session.keeping.remove(gone);
    const { save } = storage;
    storage.save = (...given) => (storage.held.has(gone) ? Promise.reject(new DOMException('full', 'QuotaExceededError')) : save(...given));
    renameNotebook(session.notebook, 'Needs room');
    await session.save.flush();
    expect(session.save.state.getState().status).toBe('saved');
    expect(storage.last().name).toBe('Needs room');
  });
});

describe('two tabs on one notebook', () => {
  const both = async () => {
    const storage = memoryStorage();
    const tab = memoryBrowser();
    const first = await started({}, storage, { tabs: tab() });
    await first.session.save.flush();
    const second = await started({}, storage, { tabs: tab() });
    return { storage, tab, a: first.session, b: second.session };
  };

  it('tells the second at once, and writes nothing of it', async () => {
    const { storage, a, b } = await both();
    expect(idOf(b)).toBe(idOf(a));
    expect([place(a), place(b), b.save.state.getState().status]).toEqual(['mine', 'elsewhere', 'elsewhere']);
    renameNotebook(b.notebook, 'Of the second');
    renameNotebook(a.notebook, 'Of the first');
    await Promise.all([a.save.flush(), b.save.flush()]);
    expect(storage.last().name).toBe('Of the first');
    expect(b.save.state.getState().status).toBe('elsewhere');
  });

  it('hands it over with everything that the first had written and not yet written', async () => {
    const { storage, a, b } = await both();
    setSteps(a, 77);
    await b.keeping.takeOver();
    expect([place(a), place(b), stepsOf(b)]).toEqual(['elsewhere', 'mine', 77]);
    expect(a.save.state.getState().status).toBe('elsewhere');
    setSteps(b, 78);
    await b.save.flush();
    expect(b.save.state.getState().status).toBe('saved');
    await a.keeping.takeOver();
    expect([place(a), place(b), stepsOf(a)]).toEqual(['mine', 'elsewhere', 78]);
    expect(storage.held.size).toBe(1);
  });

  it('hands a running queue over: it goes on in the other tab alone', async () => {
    const storage = memoryStorage();
    const tab = memoryBrowser();
    const plan = { checkpoints: () => ({ every: 0, best: 'relativeError' }) };
    const left = [{ name: 'last', step: 4, seconds: 1, value: 0.3, bytes: 10 }];
    const a = await started({ steps: 100_000 }, storage, { ...plan, tabs: tab() });
    a.session.queue.run(['kmeans', 'rqvae']);
    await until(() => (a.session.runs.getState().runs.kmeans?.progress?.step ?? 0) > 4, 'some steps');
    await a.session.save.flush();
    const b = await started({ steps: 20, checkpoints: left }, storage, { ...plan, tabs: tab() });
    expect(b.client.started).toHaveLength(0);
    await b.session.keeping.takeOver();
    expect(a.session.runs.getState().queue).toEqual([]);
    await until(() => status(b.session, 'rqvae') === 'done', 'the end of the queue');
    expect(b.client.started.map(({ kind, resume }) => [kind, resume])).toEqual([['rq-kmeans', 'last'], ['rq-vae', undefined]]);
  });

  it('goes on in a copy', async () => {
    const { storage, a, b } = await both();
    await b.keeping.openCopy();
    expect(idOf(b)).not.toBe(idOf(a));
    expect([place(a), place(b), shown(b).name]).toEqual(['mine', 'mine', `${shown(a).name} 2`]);
    setSteps(a, 5);
    setSteps(b, 6);
    await Promise.all([a.save.flush(), b.save.flush()]);
    expect([a, b].map((session) => session.save.state.getState().status)).toEqual(['saved', 'saved']);
    expect(storage.held.size).toBe(2);
  });

  it('becomes the second tab’s when the first closes, with its last version', async () => {
    const { a, b } = await both();
    setSteps(a, 31);
    await closeSession(a);
    await until(() => place(b) === 'mine', 'the hand-over');
    expect(stepsOf(b)).toBe(31);
  });

  it('is taken from a tab that does not answer, whose own changes are kept as a copy', async () => {
    const storage = memoryStorage();
    const a = (await started({}, storage)).session;
    await a.save.flush();
    // Tabs that do not know of each other: only the version tells.
    const b = (await started({}, storage)).session;
    setSteps(b, 9);
    await b.save.flush();
    setSteps(a, 8);
    await a.save.flush();
    expect([place(a), a.save.state.getState().status, stepsOf(a)]).toEqual(['elsewhere', 'elsewhere', 8]);
    expect(storage.held.get(idOf(b))!.version).toBeGreaterThan(1);
    await b.save.flush();
    expect([...storage.held.values()].flatMap(({ document }) => (document as { cells: { id: string; spec: { params?: { steps?: number } } }[] }).cells.filter(({ id }) => id === 'rqvae').map(({ spec }) => spec.params!.steps))).toEqual([9]);
  });

  it('refuses to rename or delete in the list what another tab has open', async () => {
    const { a, b } = await both();
    await b.keeping.openCopy();
    await expect(b.keeping.remove(idOf(a))).rejects.toMatchObject({ message: expect.stringContaining('another tab') as string });
    await expect(b.keeping.rename(idOf(a), 'X')).rejects.toMatchObject({ hint: expect.stringContaining('there') as string });
  });
});

describe('what cannot be read', () => {
  it.each([
    ['of a newer version', { version: 99, name: 'Future', cells: [] }],
    ['with a cell of an unknown mode', { version: 1, name: 'Odd', cells: [{ id: 'x', mode: 'hologram' }] }],
    ['that is no notebook', { name: 'Odd', notes: [1, 2] }],
    ['that is null', null],
  ])('a kept notebook %s is set aside as it is, and is there as a file', async (_, document) => {
    const storage = memoryStorage();
    const { session } = await started({}, storage);
    await closeSession(session);
    const [[id, held]] = storage.held as unknown as [[string, object]];
    const runs = { kmeans: { status: 'done' } } as never;
    storage.held.set(id, { ...held, document, runs } as never);
    const again = await started({}, storage);
    expect(again.session.aside).toMatchObject({ id, message: expect.stringContaining('could not be opened') as string });
    expect(again.session.firstVisit).toBe(false);
    setSteps(again.session, 12);
    await closeSession(again.session);
    expect(storage.held.get(id)).toMatchObject({ document, runs });
    expect(storage.held.size).toBe(2);
    expect(JSON.parse(await (await again.session.keeping.file(id)).text())).toEqual(document);
    await again.session.keeping.refresh();
    expect(again.session.keeping.store.getState().list.find((entry) => entry.id === id)!.problem).not.toBe('');
    await expect(again.session.keeping.open(id)).rejects.toThrow();
  });

  it.each(['list', 'read'] as const)('a database whose %s fails is no first visit: nothing is run, nothing written, and it is said', async (which) => {
    const storage = memoryStorage();
    const { session } = await started({}, storage);
    await closeSession(session);
    const before = structuredClone([...storage.held].map(([id, { version, document }]) => [id, version, document]));
    const broken: NotebookStorage = { ...storage, [which]: () => Promise.reject(new DOMException('disk error', 'UnknownError')) };
    const again = await started({}, broken);
    expect(again.session.firstVisit).toBe(false);
    setSteps(again.session, 12);
    await again.session.save.flush();
    expect(again.session.save.state.getState()).toMatchObject({ status: 'off', message: expect.stringContaining('disk error') as string });
    expect([...storage.held].map(([id, { version, document }]) => [id, version, document])).toEqual(before);
  });

  it('a browser that keeps nothing says so for as long as it does, and never “saved”', async () => {
    const { session } = await started({}, noStorage('Nothing is saved: it is blocked.'));
    const seen = new Set<string>();
    session.save.state.subscribe(({ status }) => seen.add(status));
    setSteps(session, 3);
    session.queue.run(['kmeans']);
    await session.queue.idle();
    await session.save.flush();
    await session.open(session.firstNotebook());
    setSteps(session, 4);
    await session.save.flush();
    expect([...seen, session.save.state.getState().status].filter((one) => one !== 'off')).toEqual([]);
  });

  it('a storage that is lost while the page is open is told at once', async () => {
    const { session } = await started();
    session.storageLost('The browser closed its storage.');
    expect(session.save.state.getState()).toEqual({ status: 'off', message: 'The browser closed its storage.' });
  });
});
