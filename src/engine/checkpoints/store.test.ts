/** Checkpoints survive a write that breaks off, old runs make room, and what is held stays. */
import { describe, expect, it } from 'vitest';
import { encodeCheckpoint, type Checkpoint } from './format';
import { memoryFolders, type Folders } from './folders';
import { CheckpointStore } from './store';

describe('the store', () => {
  it('lists last, best and numbered ones by step, and reads each', async () => {
    const store = new CheckpointStore(memoryFolders());
    await store.write('a', ['last', 'best', 'step-20'], at(20));
    await store.write('a', ['last', 'step-100'], at(100));
    await store.write('a', ['last'], at(110, null));
    expect((await store.list('a')).map(({ name, step }) => [name, step])).toEqual([['last', 110], ['best', 20], ['step-20', 20], ['step-100', 100]]);
    expect((await store.list('a'))[0]!.value).toBeNaN();
    expect((await store.read('a', 'best')).head.step).toBe(20);
    await store.remove('a', 'step-20');
    expect((await store.list('a')).map(({ name }) => name)).toEqual(['last', 'best', 'step-100']);
    expect(await store.list('b')).toEqual([]);
    await expect(store.read('a', 'step-20')).rejects.toMatchObject({ name: 'input', message: expect.stringContaining('no checkpoint "step-20"') as unknown });
  });

  it('keeps the version before where a write breaks off, and mends itself with the next', async () => {
    const folders = memoryFolders();
    const store = new CheckpointStore(breaking(folders, () => broken));
    let broken = false;
    await store.write('a', ['last'], at(1));
    broken = true;
    await expect(store.write('a', ['last'], at(2))).rejects.toThrow('cut off');
    expect((await store.list('a')).map(({ step }) => step)).toEqual([1]);
    expect((await store.read('a', 'last')).head.step).toBe(1);
    broken = false;
    await store.write('a', ['last'], at(3));
    expect((await store.read('a', 'last')).head.step).toBe(3);
    expect((await folders.files('a')).length).toBe(1);
  });

  it('refuses in words what only has broken versions', async () => {
    const folders = memoryFolders();
    const store = new CheckpointStore(folders);
    const bytes = encodeCheckpoint(at(5));
    bytes[bytes.length - 1]! ^= 1;
    await folders.write('a', 'last~1', bytes);
    await folders.write('a', 'notes.txt', new Uint8Array(3));
    await expect(store.read('a', 'last')).rejects.toMatchObject({ name: 'input', message: expect.stringContaining('checksum') as unknown });
  });

  it('looks after no more runs than may be', async () => {
    const store = new CheckpointStore(dated(memoryFolders()), 1e9, 3);
    for (const key of ['a', 'b', 'c', 'd']) await store.write(key, ['last'], at(1));
    await store.prune();
    expect(await lengths(store)).toEqual([0, 1, 1, 1]);
  });

  it('gives up the runs longest not written to, but not those held', async () => {
    const bytes = encodeCheckpoint(at(1)).byteLength;
    const store = new CheckpointStore(dated(memoryFolders()), 2 * bytes);
    store.hold('a');
    for (const key of ['a', 'b', 'c', 'd']) await store.write(key, ['last'], at(1));
    expect(await store.prune()).toBe(true);
    expect(await lengths(store)).toEqual([1, 0, 0, 1]);
    expect(await store.prune()).toBe(false);
    store.release('a');
    await store.prune(bytes);
    expect(await lengths(store)).toEqual([0, 0, 0, 1]);
    await store.forget('d');
    expect(await lengths(store)).toEqual([0, 0, 0, 0]);
  });
});

const lengths = (store: CheckpointStore) => Promise.all(['a', 'b', 'c', 'd'].map(async (key) => (await store.list(key)).length));

/** Writes only half of a file, as a page closed in the middle of it does. */
function breaking(folders: Folders, broken: () => boolean): Folders {
  return {
    ...folders,
    async write(folder, name, bytes) {
      if (!broken()) return folders.write(folder, name, bytes);
      await folders.write(folder, name, bytes.slice(0, bytes.length >> 1));
      throw new Error('cut off');
    },
  };
}

/** Every write is a second later than the one before. */
function dated(folders: Folders): Folders {
  const written = new Map<string, number>();
  return {
    ...folders,
    async write(folder, name, bytes) {
      written.set(`${folder}/${name}`, 1000 * (written.size + 1));
      await folders.write(folder, name, bytes);
    },
    files: async (folder) => (await folders.files(folder)).map((file) => ({ ...file, written: written.get(`${folder}/${file.name}`)! })),
  };
}

function at(step: number, value: number | null = 0.5): Checkpoint {
  const head = { kind: 'rq-kmeans', params: {}, seed: 1, rows: 10, dim: 2, total: 1, backend: 'cpu', step, items: 10 * step, seconds: step, done: false, value, best: value, level: { index: 0, steps: 0, seconds: 0 }, notes: [] } as const;
  return { head, points: [], state: { weight: Float32Array.of(step, 2, 3) } };
}
