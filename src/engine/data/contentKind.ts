/** What a file holds by how it begins, and of a zip archive by its members: for messages about a wrong ending. */
import { InputError } from '../errors';
import { archiveKind } from './archiveKind';
import { zipMembers } from './zip';

export interface ContentKind {
  /** "a Parquet table (.parquet)". */
  readonly title: string;
  /** The reader's, where there is one. */
  readonly format?: string;
  /** What to do where there is none. */
  readonly hint?: string;
}

/** How files that people take for one another begin. */
const BEGINNINGS: readonly (ContentKind & { readonly bytes: readonly number[] })[] = [
  { bytes: [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59], title: 'a NumPy array (.npy)', format: 'npy' },
  { bytes: [0x50, 0x41, 0x52, 0x31], title: 'a Parquet table (.parquet)', format: 'parquet' },
  { bytes: [0x50, 0x4b, 0x03, 0x04], title: 'a zip archive (.npz, .xlsx, .zip)', format: 'npz' },
  { bytes: [0x50, 0x4b, 0x05, 0x06], title: 'an empty zip archive', format: 'npz' },
  { bytes: [0x89, 0x48, 0x44, 0x46], title: 'an HDF5 file (.h5)' },
  { bytes: [0x28, 0xb5, 0x2f, 0xfd], title: 'Zstandard-packed data (.zst)' },
  { bytes: [0x42, 0x5a, 0x68], title: 'bzip2-packed data (.bz2)' },
  { bytes: [0xfd, 0x37, 0x7a, 0x58, 0x5a], title: 'xz-packed data (.xz)' },
  { bytes: [0x41, 0x52, 0x52, 0x4f, 0x57, 0x31], title: 'an Arrow file (.arrow, .feather)' },
  { bytes: [0x4f, 0x62, 0x6a, 0x01], title: 'an Avro file (.avro)' },
  { bytes: [0x80, 0x02], title: 'a Python pickle (.pkl)' },
  { bytes: [0x80, 0x03], title: 'a Python pickle (.pkl)' },
  { bytes: [0x80, 0x04], title: 'a Python pickle (.pkl)' },
  { bytes: [0x80, 0x05], title: 'a Python pickle (.pkl)' },
  { bytes: [0xd0, 0xcf, 0x11, 0xe0], title: 'an old Office document (.xls)' },
  { bytes: [0x53, 0x51, 0x4c, 0x69, 0x74, 0x65], title: 'an SQLite database (.sqlite)' },
  { bytes: [0x25, 0x50, 0x44, 0x46], title: 'a PDF document' },
  { bytes: [0x89, 0x50, 0x4e, 0x47], title: 'a PNG picture' },
  { bytes: [0xff, 0xd8, 0xff], title: 'a JPEG picture' },
];

/** Undefined for content that is not known. */
export async function contentKind(file: File): Promise<ContentKind | undefined> {
  const start = new Uint8Array(await file.slice(0, 8).arrayBuffer());
  const found = BEGINNINGS.find(({ bytes }) => bytes.every((byte, i) => start[i] === byte));
  if (found?.format !== 'npz') return found;
  try {
    const names = (await zipMembers(file)).map(({ name }) => name);
    return names.some((name) => name.endsWith('.npy')) ? found : (archiveKind(names) ?? found);
  } catch (thrown) {
    // Cut off: what it was cannot be told, only that it begins as an archive.
    if (thrown instanceof InputError) return found;
    throw thrown;
  }
}
