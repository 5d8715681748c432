/** The checkpoints of all runs: a folder each, written so that a crash midway leaves the one before, the oldest folders given up. */
import { InputError } from '../errors';
import type { CheckpointInfo } from '../records/run';
import { decodeCheckpoint, encodeCheckpoint, readHead, type Checkpoint } from './format';
import type { Folders, StoredFile } from './folders';

/** Bytes kept at most (a browser's own limit may be lower), and runs: each is looked into when another starts. */
const MOST_BYTES = 256 * 1024 * 1024;
const MOST_RUNS = 60;

/** File names are NAME~NUMBER: a new version gets the next number and is whole before the one before it goes. */
interface Version {
  readonly name: string;
  readonly number: number;
  readonly file: StoredFile;
}

export class CheckpointStore {
  /** Runs whose checkpoints are not given up for room: under way, or offered on the page. */
  private readonly held = new Set<string>();

  constructor(
    private readonly folders: Folders,
    private readonly mostBytes = MOST_BYTES,
    private readonly mostRuns = MOST_RUNS,
  ) {}

  /** Checkpoints of a run: "last", "best", then numbered ones by step. What cannot be read is left out. */
  async list(key: string): Promise<CheckpointInfo[]> {
    const infos: CheckpointInfo[] = [];
    for (const [name, versions] of byName(await this.versions(key))) {
      for (const { file } of versions) {
        const info = await this.info(key, name, file);
        if (info) infos.push(info);
        if (info) break;
      }
    }
    return infos.sort((a, b) => rank(a) - rank(b));
  }

  /** The newest whole version. @throws InputError in words where there is none, or only broken ones. */
  async read(key: string, name: string): Promise<Checkpoint> {
    const versions = byName(await this.versions(key)).get(name) ?? [];
    let refusal: unknown = new InputError(`There is no checkpoint "${name}" of this run in the browser any more.`, 'Run the cell again.');
    for (const { file } of versions) {
      try {
        return await decodeCheckpoint(await this.folders.read(key, file.name));
      } catch (thrown) {
        refusal = thrown;
      }
    }
    throw refusal;
  }

  /** Writes one checkpoint under several names ("last", and "best" where it is that too); resolves to its bytes. */
  async write(key: string, names: readonly string[], checkpoint: Checkpoint): Promise<number> {
    const bytes = encodeCheckpoint(checkpoint);
    const there = byName(await this.versions(key));
    for (const name of names) {
      const before = there.get(name) ?? [];
      await this.folders.write(key, `${name}~${(before[0]?.number ?? 0) + 1}`, bytes);
      for (const { file } of before) await this.folders.remove(key, file.name);
    }
    return bytes.byteLength;
  }

  async remove(key: string, name: string): Promise<void> {
    for (const { file } of byName(await this.versions(key)).get(name) ?? []) await this.folders.remove(key, file.name);
  }

  /** Gives up all checkpoints of a run. */
  async forget(key: string): Promise<void> {
    await this.folders.removeFolder(key);
  }

  hold(key: string): void {
    this.held.add(key);
  }

  release(key: string): void {
    this.held.delete(key);
  }

  /** Gives up the runs longest not written to, until no more than `mostBytes` and as many runs as may be are left; never those held. True where something went. */
  async prune(mostBytes = this.mostBytes): Promise<boolean> {
    const folders = await Promise.all(
      (await this.folders.folders()).map(async (key) => {
        const files = await this.folders.files(key);
        return { key, bytes: files.reduce((sum, { bytes }) => sum + bytes, 0), written: Math.max(0, ...files.map(({ written }) => written)) };
      }),
    );
    let bytes = folders.reduce((sum, folder) => sum + folder.bytes, 0);
    let runs = folders.length;
    let gone = false;
    for (const folder of folders.filter(({ key }) => !this.held.has(key)).sort((a, b) => a.written - b.written)) {
      if (bytes <= mostBytes && runs <= this.mostRuns) break;
      await this.folders.removeFolder(folder.key);
      bytes -= folder.bytes;
      runs--;
      gone = true;
    }
    return gone;
  }

  private async versions(key: string): Promise<Version[]> {
    return (await this.folders.files(key)).flatMap((file) => {
      const [, name, number] = /^(.+)~(\d+)$/.exec(file.name) ?? [];
      return name === undefined ? [] : [{ name, number: Number(number), file }];
    });
  }

  private async info(key: string, name: string, file: StoredFile): Promise<CheckpointInfo | null> {
    try {
      const { step, seconds, value } = await readHead(await this.folders.read(key, file.name));
      return { name, step, seconds, value: value ?? NaN, bytes: file.bytes };
    } catch (thrown) {
      if (thrown instanceof InputError || (thrown instanceof DOMException && thrown.name === 'NotFoundError')) return null;
      throw thrown;
    }
  }
}

/** Versions of each name, newest first. */
function byName(versions: readonly Version[]): Map<string, Version[]> {
  const grouped = new Map<string, Version[]>();
  for (const version of [...versions].sort((a, b) => b.number - a.number)) grouped.set(version.name, [...(grouped.get(version.name) ?? []), version]);
  return grouped;
}

function rank({ name, step }: CheckpointInfo): number {
  return name === 'last' ? -2 : name === 'best' ? -1 : step;
}
