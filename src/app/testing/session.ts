/** A session over the fake engine and a storage in memory, for tests of the stores. */
import { afterEach } from 'vitest';
import stored from '../../../public/samples/notebooks/compare-quantizers.json';
import { createSession } from '../state/session';
import type { Session, SessionParts } from '../state/session';
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

/** For one test file: makes sessions as `testSession` does, closes each after its test, and begins them unless told not to. */
export function startedSessions(begin = true) {
  const open: Session[] = [];
  afterEach(() => open.splice(0).forEach((session) => session.close()));
  return async (...given: Parameters<typeof testSession>) => {
    const made = await testSession(...given);
    open.push(made.session);
    if (begin) await made.session.begin();
    return made;
  };
}

/** Leaves the page: writes what is pending, and closes. */
export async function closeSession(session: Session): Promise<void> {
  await session.save.flush();
  session.close();
}

/** Resolves when `seen` is true, or rejects after two seconds with what was waited for. */
export async function until(seen: () => boolean, what: string): Promise<void> {
  const start = Date.now();
  while (!seen()) {
    if (Date.now() - start > 2000) throw new Error(`Waited in vain for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
