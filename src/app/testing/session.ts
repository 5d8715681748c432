/** A session over the fake engine and a storage in memory, for tests of the stores. */
import stored from '../../../public/samples/notebooks/compare-quantizers.json';
import type { NotebookSpec } from '../notebook/spec';
import type { BoundFile, CellRun } from '../state/runStore';
import { createSession } from '../state/session';
import type { SessionParts } from '../state/session';
import type { NotebookStorage } from '../state/storage';
import { createFakeClient } from './fakeClient';
import type { FakeOptions } from './fakeClient';

/** Keeps structured clones, as a browser's database does. */
export function memoryStorage(): NotebookStorage & { readonly held: { notebook: NotebookSpec | null; files: Record<string, BoundFile>; runs: Record<string, CellRun> } } {
  const held = { notebook: null as NotebookSpec | null, files: {} as Record<string, BoundFile>, runs: {} as Record<string, CellRun> };
  return {
    held,
    load: () => Promise.resolve({ notebook: held.notebook, files: { ...held.files }, runs: { ...held.runs } }),
    saveNotebook: (notebook) => Promise.resolve(void (held.notebook = structuredClone(notebook))),
    saveFile: (name, bound) => Promise.resolve(void (held.files[name] = bound)),
    saveRun: (id, run) => Promise.resolve(void (held.runs[id] = structuredClone(run))),
    removeRun: (id) => Promise.resolve(void delete held.runs[id]),
    clear: () => Promise.resolve(void ((held.notebook = null), (held.runs = {}))),
  };
}

export async function testSession(options: FakeOptions = {}, storage: NotebookStorage = memoryStorage(), parts: Partial<SessionParts> = {}) {
  const client = createFakeClient({ tick: 1, steps: 8, rows: 200, ...options });
  const session = await createSession({
    createClient: () => client, storage, firstNotebook: stored, backend: 'auto', nextFrame: (publish) => setTimeout(publish, 0),
    fetchSample: () => Promise.resolve(new File(['sample'], 'sample.npy', { lastModified: 0 })),
    ...parts,
  });
  return { session, client };
}

/** Resolves when `seen` is true, or rejects after two seconds with what was waited for. */
export async function until(seen: () => boolean, what: string): Promise<void> {
  const start = Date.now();
  while (!seen()) {
    if (Date.now() - start > 2000) throw new Error(`Waited in vain for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
