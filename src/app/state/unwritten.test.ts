/** An edit made right before a reload is in the notebook that is read next, once, and never over something newer. */
import { expect, it } from 'vitest';
import type { NotebookSpec } from '../notebook/spec';
import { noStorage, StaleError } from './storage';
import type { NotebookStorage } from './storage';
import { leaveUnwritten, withUnwritten } from './unwritten';

const spec = (name: string) => ({ version: 2, name, cells: [] }) as NotebookSpec;

function parts(version: number) {
  const map = new Map<string, string>();
  const store = { getItem: (key: string) => map.get(key) ?? null, setItem: (key: string, value: string) => void map.set(key, value), removeItem: (key: string) => void map.delete(key) };
  const kept = { id: 'a', version, document: spec('kept') as unknown, files: {}, runs: {}, queue: null };
  const storage: NotebookStorage = {
    ...noStorage(),
    read: (id) => Promise.resolve(id === 'a' ? { ...kept } : null),
    save(_, at, { document }) {
      if (at !== kept.version) return Promise.reject(new StaleError());
      kept.document = document;
      return Promise.resolve(++kept.version);
    },
  };
  return { store, kept, both: withUnwritten(storage, store) };
}

it('is written when the notebook is read, and read once', async () => {
  for (const later of [0, 1]) {
    const { store, kept, both } = parts(7 + later);
    leaveUnwritten(store, { id: 'a', version: 7, document: spec('edited') });
    expect(await both.read('a')).toMatchObject({ version: 8 + later, document: { name: 'edited' } });
    expect(kept.document).toEqual(spec('edited'));
    kept.document = spec('newer');
    expect(await both.read('a')).toMatchObject({ document: { name: 'newer' } });
  }
});

it('goes over nothing newer, no other notebook, and minds neither nonsense nor a blocked storage', async () => {
  const { store, both } = parts(9);
  leaveUnwritten(store, { id: 'a', version: 7, document: spec('edited') });
  expect(await both.read('a')).toMatchObject({ version: 9, document: { name: 'kept' } });
  leaveUnwritten(store, { id: 'b', version: 9, document: spec('edited') });
  expect(await both.read('a')).toMatchObject({ document: { name: 'kept' } });
  store.setItem('residua.unwritten', '{');
  expect(await both.read('a')).toMatchObject({ document: { name: 'kept' } });
  leaveUnwritten(store, null);
  expect(await both.read('b')).toBeNull();
  const blocked = withUnwritten({ ...noStorage(), read: () => Promise.resolve(null) }, null);
  expect(await blocked.read('a')).toBeNull();
  leaveUnwritten(null, { id: 'a', version: 1, document: spec('x') });
});
