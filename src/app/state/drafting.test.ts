/** The panel of a file: nothing is read twice, cancelling ends the reading, and training gives way to it. */
import { afterEach, describe, expect, it } from 'vitest';
import stored from '../../../public/samples/notebooks/continuous-values.json';
import type { EngineClient } from '../../engine/client';
import type { Reading } from '../../engine/records/data';
import { memoryStorage } from '../testing/memoryStorage';
import { testSession, until } from '../testing/session';
import { createDraft, shownSummary } from './draft';
import { panelOf, pauseWhileOpen } from './panelPause';
import { readWords } from './readWords';
import type { Session } from './session';
import { createTableDraft } from './tableDraft';

let open: Session | null = null;
afterEach(() => {
  open?.close();
  open = null;
});
async function started(firstNotebook?: unknown) {
  const made = await testSession({}, memoryStorage(), firstNotebook === undefined ? {} : { firstNotebook });
  open = made.session;
  return made;
}
const file = (name: string, text = 'a,b\n1,2\n') => new File([text], name, { lastModified: 1 });

/** How often vectors are looked into from now on. */
function countedLooks(client: EngineClient): () => number {
  const { inspect } = client;
  let looks = 0;
  client.inspect = (...given) => (looks++, inspect(...given));
  return () => looks;
}

describe('a look into a file', () => {
  it('is remembered by the file’s content and the choices that matter for reading', async () => {
    const { session, client } = await started();
    const looks = countedLooks(client);
    const draft = createDraft(session);
    const choose = async (patch: Parameters<typeof draft.choose>[0], more: number) => {
      const before = looks();
      await draft.choose(patch);
      expect(looks() - before, JSON.stringify(patch)).toBe(more);
      expect(draft.store.getState().draft).toMatchObject({ busy: null, problem: null });
    };
    await draft.begin(file('a.npy'), null);
    await choose({ preprocessing: 'l2' }, 1);
    await choose({ preprocessing: 'none' }, 1);
    await choose({ preprocessing: 'l2' }, 0);
    // A sample of rows that were all looked at: their number changes, nothing is read.
    await choose({ sampleRows: 50 }, 0);
    await choose({ sampleSeed: 7 }, 0);
    const now = draft.store.getState().draft!;
    expect(shownSummary(now)).toMatchObject({ rows: 50, fileRows: 200 });
    expect(now.choices).toEqual({ preprocessing: 'l2', sampleRows: 50, sampleSeed: 7 });
    draft.cancel();
    // The same file chosen anew is known; another of its name is not.
    await draft.begin(file('a.npy'), null);
    expect(looks()).toBe(3);
    await draft.begin(file('a.npy', 'other'), null);
    expect(looks()).toBe(4);
  });

  it('is taken anew for a sample where bad rows are to be decided about', async () => {
    const { session, client } = await started();
    const looks = countedLooks(client);
    const draft = createDraft(session);
    await draft.begin(file('nan.npy'), null, { badRows: 'drop' });
    await draft.choose({ sampleRows: 50 });
    expect(looks()).toBe(2);
  });

  it('of a table is not taken anew for a unit; the unit is the notebook’s all the same', async () => {
    const { session, client } = await started(stored);
    const { inspectTable } = client;
    let looks = 0;
    client.inspectTable = (given, choices, ...more) => {
      looks++;
      expect(choices).not.toHaveProperty('unit');
      return inspectTable(given, choices, ...more);
    };
    const draft = createTableDraft(session);
    await draft.begin(file('views.csv'), null);
    await draft.choose({ unit: 's' });
    await draft.choose({ unit: 'min' });
    await draft.choose({ unit: undefined });
    await draft.choose({ unit: 'h' });
    expect(looks).toBe(1);
    await draft.accept();
    expect(session.notebook.getState().notebook.cells.find((cell) => cell.mode === 'table')?.spec).toMatchObject({ choices: { unit: 'h' } });
  });
});

describe('cancel', () => {
  it.each(['inspect', 'load'] as const)('ends the reading under way: %s', async (what) => {
    const { session, client } = await started();
    let given: Reading | undefined;
    const never = (reading?: Reading) => new Promise<never>((_, reject) => {
      given = reading;
      reading?.signal?.addEventListener('abort', () => reject({ name: 'input', message: 'cancelled', hint: '' }));
    });
    const draft = createDraft(session);
    if (what === 'inspect') client.inspect = (_, __, reading) => never(reading);
    else client.load = (_, __, reading) => never(reading);
    const looked = draft.begin(file('a.npy'), null);
    const done = what === 'load' ? looked.then(() => draft.accept()) : looked;
    await until(() => given !== undefined, 'the reading');
    given!.progress!({ bytes: 43, size: 100 });
    expect(draft.store.getState().draft?.progress).toEqual({ bytes: 43, size: 100 });
    draft.cancel();
    await done;
    expect(given!.signal!.aborted).toBe(true);
    expect(draft.store.getState().draft).toBeNull();
    expect(session.runs.getState().queue).toEqual([]);
    // A word that comes too late changes nothing.
    given!.progress!({ bytes: 50, size: 100 });
    expect(draft.store.getState().draft).toBeNull();
  });

  it('while the run before is ended binds nothing and gives the rows back', async () => {
    const { session, client } = await started();
    await session.loadAll();
    const before = session.runs.getState().files;
    const released: string[] = [];
    const { release } = client;
    client.release = (id) => (released.push(id), release(id));
    const draft = createDraft(session);
    await draft.begin(file('a.npy'), null);
    session.queue.run(session.quantizers());
    await until(() => Object.values(session.runs.getState().runs).some(({ status }) => status === 'running'), 'a run');
    const { idle } = session.queue;
    (session.queue as { idle(): Promise<void> }).idle = () => (draft.cancel(), idle());
    await draft.accept();
    expect(session.runs.getState().files).toEqual(before);
    expect(released).toHaveLength(1);
  });
});

describe('the data taken from a panel', () => {
  it('ends what reads the data before it, and leaves what reads other data', async () => {
    const { session, client } = await started({
      version: 2,
      cells: [
        ...['a', 'b'].map((id) => ({ id, mode: 'dataset', name: id, spec: { data: id, sample: 's' } })),
        ...['a', 'b'].map((id) => ({ id: `of-${id}`, mode: 'quantizer', name: id, inputs: { rows: id }, spec: { kind: 'rq-kmeans' } })),
      ],
    });
    await session.loadAll();
    const draft = createDraft(session);
    await draft.begin(file('new.npy'), null, {}, 'b');
    session.queue.run(['of-a', 'of-b']);
    await until(() => session.runs.getState().runs['of-a']?.status === 'running', 'the first run');
    session.queue.pause();
    await draft.accept();
    // Paused all the while, by the person: it was not stopped.
    expect(session.runs.getState().runs['of-a']?.status).not.toBe('stopped');
    session.queue.resume();
    await session.queue.idle();
    expect(['of-a', 'of-b'].map((id) => session.runs.getState().runs[id]?.status)).toEqual(['done', 'done']);
    expect(client.started.map(({ runId }) => runId.split('.')[0])).toEqual(['of-a', 'of-b']);
  });
});

describe('a run under way', () => {
  const paused = (session: Session) => session.runs.getState().paused;
  async function running() {
    const { session } = await started();
    await session.loadAll();
    const draft = createDraft(session);
    const end = pauseWhileOpen(session.queue, session.runs, [panelOf(draft.store, (state) => state.draft !== null)]);
    session.queue.run(session.quantizers());
    await until(() => Object.values(session.runs.getState().runs).some(({ status }) => status === 'running'), 'a run');
    return { session, draft, end };
  }

  it('is paused while a panel is open and goes on after it', async () => {
    const { session, draft, end } = await running();
    await draft.begin(file('a.npy'), null);
    expect(paused(session)).toBe(true);
    draft.cancel();
    expect(paused(session)).toBe(false);
    await session.queue.idle();
    end();
  });

  it('that the person had paused stays so', async () => {
    const { session, draft, end } = await running();
    session.queue.pause();
    await draft.begin(file('a.npy'), null);
    draft.cancel();
    expect(paused(session)).toBe(true);
    session.queue.resume();
    await session.queue.idle();
    end();
  });

  it('ends where the file is taken, and the next one is not held back', async () => {
    const { session, draft, end } = await running();
    await draft.begin(file('a.npy'), null);
    await draft.accept();
    expect(paused(session)).toBe(false);
    await session.queue.idle();
    expect(session.quantizers().map((id) => session.runs.getState().runs[id]?.status)).toEqual(['done', 'done', 'done', 'done', 'done']);
    end();
  });

  it('that begins while a panel is open waits for it', async () => {
    const { session, draft, end } = await running();
    await session.queue.idle();
    await draft.begin(file('a.npy'), null);
    session.queue.run(session.quantizers(), true);
    expect(paused(session)).toBe(true);
    draft.cancel();
    await session.queue.idle();
    end();
  });
});

it.each([
  [null, 'Reading …'],
  [{ bytes: 0, size: 0 }, 'Reading …'],
  [{ bytes: 0, size: 200 }, 'Reading … 0\u202f%'],
  [{ bytes: 86, size: 200 }, 'Reading … 43\u202f%'],
  [{ bytes: 200, size: 200 }, 'Reading … 100\u202f%'],
  [{ bytes: 210, size: 200 }, 'Reading … time 2, 5\u202f%'],
  [{ bytes: 590, size: 200 }, 'Reading … time 3, 95\u202f%'],
])('says how far a reading is: %o', (progress, words) => {
  expect(readWords('Reading', progress)).toBe(words);
});
