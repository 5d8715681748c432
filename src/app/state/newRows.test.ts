/** New rows for a finished fit: predicted, refused in words, forgotten when the dialog closes. */
import { afterEach, expect, it } from 'vitest';
import stored from '../../../public/samples/notebooks/continuous-values.json';
import type { Reading } from '../../engine/records/data';
import { memoryStorage } from '../testing/memoryStorage';
import { testSession, until } from '../testing/session';
import { createNewRows } from './newRows';
import { editCell } from './notebookStore';
import type { Session } from './session';

let open: Session | null = null;
afterEach(() => {
  open?.close();
  open = null;
});

it('predicts the rows of another file by the run that the cell shows', async () => {
  const { session } = await testSession({}, memoryStorage(), { firstNotebook: stored, fetchSample: () => Promise.resolve(new File(['x'], 'views.csv')) });
  open = session;
  await session.loadAll();
  session.queue.run(['ridge']);
  await session.queue.idle();
  const rows = createNewRows(session);
  rows.open('ridge');
  await rows.predict(new File(['a,b\n1,2\n'], 'next.csv'));
  const { answer, busy, problem } = rows.store.getState();
  expect([busy, problem]).toEqual([false, null]);
  expect(answer).toMatchObject({ name: 'next.csv', rows: answer!.predictions.length });
  rows.close();
  expect(rows.store.getState()).toMatchObject({ open: null, answer: null, file: null });

  // A fit that the engine no longer keeps in memory: what it was is told, so that it can be taken up from its checkpoint.
  session.runs.setState((state) => ({ runs: { ...state.runs, ridge: { ...state.runs.ridge!, runId: 'gone.1' } } }));
  rows.open('ridge');
  await rows.predict(new File(['a'], 'next.csv'));
  expect(rows.store.getState()).toMatchObject({ busy: false, problem: null, answer: { name: 'next.csv' } });

  // Of settings that have changed since, nothing is kept.
  editCell(session.notebook, 'ridge', 'predictor', (cell) => ({ ...cell, spec: { ...cell.spec, params: { lambda: 7 } } }));
  await rows.predict(new File(['a'], 'next.csv'));
  const refused = rows.store.getState();
  expect([refused.busy, refused.answer]).toEqual([false, null]);
  expect(refused.problem?.message).toMatch(/\w/);
});

it('tells how far the file is read, and ends with Cancel, with another file and with the dialog', async () => {
  const { session, client } = await testSession({}, memoryStorage(), { firstNotebook: stored, fetchSample: () => Promise.resolve(new File(['x'], 'views.csv')) });
  open = session;
  await session.loadAll();
  session.queue.run(['ridge']);
  await session.queue.idle();
  const rows = createNewRows(session);
  rows.open('ridge');
  const readings: Reading[] = [];
  const { predict } = client;
  client.predict = (_, reading) => new Promise((__, reject) => {
    readings.push(reading!);
    reading!.signal!.addEventListener('abort', () => reject(Object.assign(new Error('cancelled'), { hint: '' })));
  });
  const asked = async (count: number) => until(() => readings.length === count, 'the reading');

  const first = rows.predict(new File(['a'], 'one.csv'));
  await asked(1);
  readings[0]!.progress!({ bytes: 30, size: 100 });
  expect(rows.store.getState()).toMatchObject({ busy: true, progress: { bytes: 30, size: 100 } });
  rows.cancel();
  await first;
  expect(rows.store.getState()).toMatchObject({ open: 'ridge', file: null, busy: false, progress: null, problem: null });
  readings[0]!.progress!({ bytes: 60, size: 100 });
  expect(rows.store.getState().progress).toBeNull();

  void rows.predict(new File(['a'], 'two.csv'));
  await asked(2);
  void rows.predict(new File(['a'], 'three.csv'));
  await asked(3);
  expect([readings[1]!.signal!.aborted, readings[2]!.signal!.aborted]).toEqual([true, false]);
  rows.close();
  expect(readings[2]!.signal!.aborted).toBe(true);

  client.predict = predict;
  rows.open('ridge');
  await rows.predict(new File(['a'], 'four.csv'));
  expect(rows.store.getState()).toMatchObject({ busy: false, problem: null, answer: { name: 'four.csv' } });
});
