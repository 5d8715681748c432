/** NumPy archives: one or more .npy arrays in a zip file, of which one is chosen, or one array an item, or a sparse matrix. */
import { InputError } from '../errors';
import { archiveLayout, readArchive, type ArrayEntry } from './arrayArchive';
import { archiveKind } from './archiveKind';
import { readNpyHeader } from './npyArray';
import type { Reader } from './reader';
import { isSparse, readSparse, sparseLayout } from './sparse';
import { memberBytes, zipMembers, type ZipMember } from './zip';

const HINT = "Write the vectors as numbers: numpy.savez(path, vectors=array.astype('float32')).";

/** What numpy.savez, numpy.savez_compressed and scipy.sparse.save_npz write. */
export const npzReader: Reader = {
  format: 'npz',
  title: 'NumPy archive',
  extensions: ['npz'],

  async inspect(file, choices) {
    const { members, entries } = await open(file);
    return isSparse(members) ? sparseLayout(file, members, choices) : archiveLayout(entries, choices);
  },

  async read(file, choices) {
    const { members, entries } = await open(file);
    return isSparse(members) ? readSparse(file, members, choices) : readArchive(file, entries, choices, HINT);
  },
};

/** Throws InputError for an archive without arrays, by the name of what it is. */
async function open(file: File): Promise<{ members: ZipMember[]; entries: ArrayEntry[] }> {
  const members = await zipMembers(file);
  const arrays = members.filter(({ name }) => name.endsWith('.npy'));
  if (arrays.length > 0) return { members, entries: arrays.map((member) => entryOf(file, member)) };
  const names = members.map(({ name }) => name);
  const kind = archiveKind(names);
  const others = names.slice(0, 3).map((name) => `"${name}"`);
  const seen = names.length === 0 ? 'the archive is empty' : kind ? `it is ${kind.title}` : `its members, such as ${others.join(', ')}, do not end in .npy`;
  throw new InputError(`${file.name} holds no array: ${seen}.`, kind?.hint ?? `${HINT} If the archive holds other files, unpack it and drop the one with the vectors.`);
}

function entryOf(file: File, member: ZipMember): ArrayEntry {
  const name = member.name.slice(0, -'.npy'.length);
  return {
    name,
    open: async () => {
      const source = await memberBytes(file, member);
      return { source, header: await readNpyHeader(source, `The array "${name}"`) };
    },
  };
}
