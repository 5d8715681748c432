/** Where checkpoint files lie: one folder a run, in the browser's private file system, or in memory where there is none. */

export interface StoredFile {
  readonly name: string;
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly written: number;
}

/** Folders of files. A write may break off midway and leave part of a file: whoever reads must notice. */
export interface Folders {
  folders(): Promise<readonly string[]>;
  /** Empty where there is no such folder. */
  files(folder: string): Promise<readonly StoredFile[]>;
  read(folder: string, name: string): Promise<Blob>;
  /** Makes the folder where it is missing. */
  write(folder: string, name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  remove(folder: string, name: string): Promise<void>;
  removeFolder(folder: string): Promise<void>;
}

/** The browser's private file system (OPFS), or memory where it has none or does not let the page use it. */
export async function openFolders(): Promise<Folders> {
  try {
    const root = await globalThis.navigator?.storage?.getDirectory?.();
    if (root) return privateFolders(await root.getDirectoryHandle('checkpoints', { create: true }));
  } catch {
    // A private window, or storage turned off: a run can still be gone on from until the page closes.
  }
  return memoryFolders();
}

/** Folders within a directory of the private file system. */
export function privateFolders(root: FileSystemDirectoryHandle): Folders {
  const within = async (folder: string) => {
    try {
      return await root.getDirectoryHandle(safe(folder));
    } catch (thrown) {
      if (isMissing(thrown)) return null;
      throw thrown;
    }
  };
  return {
    async folders() {
      const names: string[] = [];
      for await (const name of root.keys()) names.push(unsafe(name));
      return names;
    },
    async files(folder) {
      const directory = await within(folder);
      const found: StoredFile[] = [];
      if (!directory) return found;
      for await (const [name, handle] of directory.entries()) {
        if (handle.kind !== 'file') continue;
        const file = await (handle as FileSystemFileHandle).getFile();
        found.push({ name, bytes: file.size, written: file.lastModified });
      }
      return found;
    },
    async read(folder, name) {
      const directory = await root.getDirectoryHandle(safe(folder));
      return (await directory.getFileHandle(name)).getFile();
    },
    async write(folder, name, bytes) {
      const directory = await root.getDirectoryHandle(safe(folder), { create: true });
      await writeBytes(await directory.getFileHandle(name, { create: true }), bytes);
    },
    async remove(folder, name) {
      await (await within(folder))?.removeEntry(name).catch(unlessMissing);
    },
    async removeFolder(folder) {
      await root.removeEntry(safe(folder), { recursive: true }).catch(unlessMissing);
    },
  };
}

/** Folders that last as long as the program. */
export function memoryFolders(): Folders {
  const held = new Map<string, Map<string, { readonly file: Blob; readonly written: number }>>();
  return {
    folders: () => Promise.resolve([...held.keys()]),
    files: (folder) => Promise.resolve([...(held.get(folder) ?? [])].map(([name, { file, written }]) => ({ name, bytes: file.size, written }))),
    read(folder, name) {
      const found = held.get(folder)?.get(name);
      return found ? Promise.resolve(found.file) : Promise.reject(new DOMException(`There is no ${folder}/${name}.`, 'NotFoundError'));
    },
    write(folder, name, bytes) {
      if (!held.has(folder)) held.set(folder, new Map());
      held.get(folder)!.set(name, { file: new Blob([bytes]), written: Date.now() });
      return Promise.resolve();
    },
    remove: (folder, name) => Promise.resolve(void held.get(folder)?.delete(name)),
    removeFolder: (folder) => Promise.resolve(void held.delete(folder)),
  };
}

/** Workers write in place and know when the bytes lie on the disk; pages have no such handles, and some browsers no other. */
async function writeBytes(handle: FileSystemFileHandle, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  if ('createSyncAccessHandle' in handle) {
    const access = await handle.createSyncAccessHandle();
    try {
      access.truncate(0);
      if (access.write(bytes, { at: 0 }) !== bytes.byteLength) throw new DOMException('Not all bytes were written.', 'QuotaExceededError');
      access.flush();
    } finally {
      access.close();
    }
    return;
  }
  const stream = await (handle as FileSystemFileHandle).createWritable();
  await stream.write(bytes);
  await stream.close();
}

function isMissing(thrown: unknown): boolean {
  return thrown instanceof DOMException && thrown.name === 'NotFoundError';
}

function unlessMissing(thrown: unknown): void {
  if (!isMissing(thrown)) throw thrown;
}

/** Folder names as every file system takes them: no dots or slashes alone. */
function safe(folder: string): string {
  return `run-${encodeURIComponent(folder)}`;
}

function unsafe(name: string): string {
  return decodeURIComponent(name.replace(/^run-/, ''));
}
