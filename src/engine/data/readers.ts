/** The registry of file formats, and the choice of the one that opens a file. */
import { InputError } from '../errors';
import { csvReader } from './csv';
import { npyReader } from './npy';
import { npzReader } from './npz';
import { parquetReader } from './parquet';
import type { Reader } from './reader';
import { safetensorsReader } from './safetensors';

export const readers: readonly Reader[] = [npyReader, npzReader, csvReader, parquetReader, safetensorsReader];

/** Every file name ending that can be opened, without the dot. */
export const extensions: readonly string[] = readers.flatMap((reader) => reader.extensions);

/** How files that people take for one another begin; `format` is the reader's where there is one. */
const BEGINNINGS: readonly { readonly bytes: readonly number[]; readonly title: string; readonly format?: string }[] = [
  { bytes: [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59], title: 'a NumPy array (.npy)', format: 'npy' },
  { bytes: [0x50, 0x41, 0x52, 0x31], title: 'a Parquet table (.parquet)', format: 'parquet' },
  { bytes: [0x50, 0x4b, 0x03, 0x04], title: 'a zip archive (.npz, .xlsx, .zip)', format: 'npz' },
  { bytes: [0x50, 0x4b, 0x05, 0x06], title: 'an empty zip archive', format: 'npz' },
  { bytes: [0x89, 0x48, 0x44, 0x46], title: 'an HDF5 file (.h5)' },
  { bytes: [0x1f, 0x8b], title: 'gzip-packed data (.gz)' },
  { bytes: [0x28, 0xb5, 0x2f, 0xfd], title: 'Zstandard-packed data (.zst)' },
  { bytes: [0x41, 0x52, 0x52, 0x4f, 0x57, 0x31], title: 'an Arrow file (.arrow, .feather)' },
  { bytes: [0x80, 0x04, 0x95], title: 'a Python pickle (.pkl)' },
  { bytes: [0x25, 0x50, 0x44, 0x46], title: 'a PDF document' },
  { bytes: [0x89, 0x50, 0x4e, 0x47], title: 'a PNG picture' },
];

/** The reader for the file's ending. Throws InputError for an empty file, an unknown ending, and content known to be something else. */
export async function readerFor(file: File): Promise<Reader> {
  const dot = file.name.lastIndexOf('.');
  const extension = dot < 0 ? '' : file.name.slice(dot + 1).toLowerCase();
  const reader = readers.find((candidate) => candidate.extensions.includes(extension));
  const known = extensions.map((each) => `.${each}`).join(', ');
  if (!reader) {
    throw new InputError(
      `${file.name} ${extension === '' ? 'has no ending' : `ends in .${extension}`}; files that can be opened end in ${known}.`,
      'Save the vectors in one of these formats, such as numpy.save(path, array), or give the file its right ending.',
    );
  }
  if (file.size === 0)
    throw new InputError(
      `${file.name} is empty (0 bytes); ${article(reader.title)} with at least one row was wanted.`,
      'Copy or download the file again, or write it anew.',
    );
  const start = new Uint8Array(await file.slice(0, 8).arrayBuffer());
  const content = BEGINNINGS.find(({ bytes }) => bytes.every((byte, i) => start[i] === byte));
  if (!content || content.format === reader.format) return reader;
  const right = readers.find((candidate) => candidate.format === content.format);
  throw new InputError(
    `${file.name} ends in .${extension} but holds ${content.title}.`,
    right
      ? `If it is ${article(right.title)}, rename it to ${file.name.slice(0, dot)}.${right.extensions[0]} and drop it again.`
      : `Save the vectors as one of ${known}.`,
  );
}

function article(title: string): string {
  return `a ${title.replace(/^(?!NumPy|Parquet)./, (letter) => letter.toLowerCase())}`;
}
