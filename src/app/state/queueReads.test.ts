/** The queue and jobs that read results of others. No kind of cell reads codes yet: here a predictor is given a port for them. */
import { expect, it } from 'vitest';
import { runKey } from '../notebook/hash';
import { withSeeds } from '../notebook/spec';
import { prints } from '../runs/runState';
import { toNotebook } from '../notebook/toNotebook';
import { FAKE_CATALOG } from '../testing/fakeCatalog';
import { startedSessions } from '../testing/session';
import { editParams } from './notebookStore';
import type { Session } from './session';

const started = startedSessions();
const queued = (session: Session) => session.runs.getState().queue;
const status = (session: Session, id: string) => session.runs.getState().runs[id]?.status;

/** "r", which reads the codes of "q" at seeds 1 and 2, stands before it; "q" has seed 1 alone. */
async function reading(): Promise<Session> {
  const { session } = await started({}, undefined, { fetchSample: (id) => Promise.resolve(new File(['x'], `${id}.csv`)) });
  const cells = [
    { id: 't', mode: 'table', spec: { sample: 'watch-time' } }, { id: 'r', mode: 'predictor', spec: { kind: 'ridge', seeds: [1, 2] } },
    { id: 'd', mode: 'dataset', spec: { sample: 'x' } }, { id: 'q', mode: 'quantizer', spec: { kind: 'rq-kmeans' } }, { id: 'p', mode: 'quantizer', spec: { kind: 'rq-gmm' } },
  ];
  const notebook = toNotebook({ version: 2, cells }, FAKE_CATALOG);
  await session.open({ ...notebook, cells: notebook.cells.map((cell) => (cell.id === 'r' ? { ...cell, inputs: { ...cell.inputs, codes: ['q'] } } : cell)) });
  await session.loadAll();
  return session;
}

it('queues what a job reads before it, each seed its own, and nothing that holds', async () => {
  const session = await reading();
  session.queue.run(['r']);
  expect(queued(session)).toEqual(['q', 'r', 'q@2', 'r@2']);
  await session.queue.idle();
  expect(['q', 'r', 'q@2', 'r@2'].map((id) => status(session, id))).toEqual(['done', 'done', 'done', 'done']);
  session.queue.run(['r', 'q']);
  expect(queued(session)).toEqual([]);
  session.queue.run(['r'], true);
  expect(queued(session)).toEqual(['r', 'r@2']);
});

it('runs a reader again, behind what it reads, where that has other settings', async () => {
  const session = await reading();
  session.queue.run(session.methods());
  expect(queued(session)).toEqual(['q', 'r', 'p', 'q@2', 'r@2']);
  await session.queue.idle();
  editParams(session.notebook, 'q', { numLevels: 2 });
  const state = session.runs.getState();
  expect(state.runs.r!.key).not.toBe(runKey(session.notebook.getState().notebook, 'r', prints(state)));
  session.queue.run(session.methods());
  expect(queued(session)).toEqual(['q', 'r', 'q@2', 'r@2']);
});

it('runs a seed again of which the numbers alone were kept, where a reader comes to need the rest', async () => {
  const session = await reading();
  const both = session.notebook.getState().notebook;
  const seeded = { ...both, cells: both.cells.map((cell) => (cell.id === 'q' && cell.mode === 'quantizer' ? withSeeds(cell, [1, 2]) : cell)) };
  const unread = { ...seeded, cells: seeded.cells.filter(({ id }) => id !== 'r') };
  session.notebook.setState({ notebook: unread });
  session.queue.run(['q']);
  await session.queue.idle();
  session.queue.run(['q']);
  expect(queued(session)).toEqual([]);
  session.notebook.setState({ notebook: seeded });
  session.queue.run(['r']);
  expect(queued(session)).toEqual(['r', 'q@2', 'r@2']);
  await session.queue.idle();
  session.queue.run(['q', 'r']);
  expect(queued(session)).toEqual([]);
});

it('lets no waiting job be moved before what it reads', async () => {
  const session = await reading();
  session.queue.run(['p', 'r']);
  expect(queued(session)).toEqual(['p', 'q', 'r', 'q@2', 'r@2']);
  session.queue.move('r@2', -3);
  expect(queued(session)).toEqual(['p', 'q@2', 'r@2', 'q', 'r']);
});
