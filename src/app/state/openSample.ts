/** Opens a notebook that comes with the page, with the sample it was made for, and runs it. */
import { fingerprint } from '../notebook/hash';
import { inputOf } from '../notebook/inputs';
import { toNotebook } from '../notebook/toNotebook';
import type { Session } from './session';

/**
 * Shows the stored notebook as one of its own, reads its data and runs all its methods. A table, log, sequences or codes cell names columns or items of its own sample,
 * so it gets that sample even where another file is bound to its name, and so do vectors that codes or sequences are joined to; other vectors of a person stay bound. Rejects with a Problem.
 */
export async function openSample(session: Session, stored: unknown): Promise<void> {
  const notebook = toNotebook(stored, session.catalog);
  // Fetched before anything changes: where it cannot be, the notebook stays as it was.
  const samples = await Promise.all(notebook.cells.flatMap((cell) => {
    const named = cell.mode === 'table' || cell.mode === 'log' || cell.mode === 'sequences' || cell.mode === 'codes' || (cell.mode === 'dataset' && notebook.cells.some((other) => other.mode === 'sequences' || (other.mode === 'codes' && inputOf(other, 'rows') === cell.id)));
    if (!named || cell.spec.sample === undefined) return [];
    const { data, sample } = cell.spec;
    if (session.runs.getState().files[data]?.sample === sample) return [];
    return [session.fetchSample(sample).then(async (file) => ({ data, bound: { file, print: await fingerprint(file), sample } }))];
  }));
  await session.open(notebook, true);
  const { id } = session.keeping.store.getState();
  for (const { data, bound } of samples) session.tables.bind(data, bound);
  await session.loadAll();
  // Another notebook may have been opened meanwhile.
  if (session.keeping.store.getState().id === id) session.queue.run(session.methods());
}
