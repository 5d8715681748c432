/** Numbers of other settings or data are told from those of the notebook, for quantizers and predictors alike. */
import { expect, it } from 'vitest';
import { runKey } from '../notebook/hash';
import { toNotebook } from '../notebook/toNotebook';
import { editParams } from '../state/notebookStore';
import { prints } from '../runs/runState';
import { FAKE_CATALOG } from '../testing/fakeCatalog';
import { testSession } from '../testing/session';
import { isStale, staleNames } from './stale';

const IDS = ['k', 'reg'];
const CELLS = [
  { id: 'data', mode: 'dataset', spec: { data: 'items', sample: 'x' } }, { id: 'k', mode: 'quantizer', name: 'K', spec: { kind: 'rq-kmeans' } },
  { id: 'table', mode: 'table', spec: { sample: 'watch-time' } }, { id: 'reg', mode: 'predictor', name: 'R', spec: { kind: 'rq-reg' } },
];

async function ran() {
  const { session } = await testSession({}, undefined, { fetchSample: (id) => Promise.resolve(new File(['x'], `${id}.csv`)) });
  await session.open(toNotebook({ version: 2, cells: CELLS }, FAKE_CATALOG));
  await session.loadAll();
  const stale = () => {
    const { notebook } = session.notebook.getState();
    const state = session.runs.getState();
    const files = prints(state);
    return { rows: IDS.filter((id) => isStale(state.runs[id], runKey(notebook, id, files))), names: staleNames(notebook, state.runs, files, IDS) };
  };
  return { session, stale };
}

it('is nothing that never ran, and nothing of these settings and this data', async () => {
  const { session, stale } = await ran();
  expect(stale()).toEqual({ rows: [], names: [] });
  session.queue.run(IDS);
  await session.queue.idle();
  expect(stale()).toEqual({ rows: [], names: [] });
  session.close();
});

it.each([
  ['settings', 'k', 'K'], ['settings', 'reg', 'R'], ['items', 'k', 'K'], ['table', 'reg', 'R'],
])('is what ran before its %s changed: %s', async (what, id, name) => {
  const { session, stale } = await ran();
  session.queue.run(IDS);
  await session.queue.idle();
  if (what === 'settings') editParams(session.notebook, id, { numLevels: 1 });
  else session.runs.setState((state) => ({ files: { ...state.files, [what]: { ...state.files[what]!, print: 'another file' } } }));
  expect(stale()).toEqual({ rows: [id], names: [name] });
  session.queue.run([id]);
  // It waits: its row says so, and the table still shows what it left.
  expect(stale().rows).toEqual([]);
  await session.queue.idle();
  session.close();
});
