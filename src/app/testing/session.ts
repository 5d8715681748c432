/** A session over the fake engine and a storage in memory, for tests of the stores. */
import stored from '../../../public/samples/notebooks/compare-quantizers.json';
import { createSession } from '../state/session';
import type { SessionParts } from '../state/session';
import type { NotebookStorage } from '../state/storage';
import { createFakeClient } from './fakeClient';
import { memoryStorage } from './memoryStorage';
import type { FakeOptions } from './fakeClient';

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
