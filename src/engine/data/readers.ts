/** The registry of file formats, and the choice of the one that opens a file. */
import { csvReader } from './csv';
import { jsonReader } from './json';
import { npyReader } from './npy';
import { npzReader } from './npz';
import { openFile, type Opened } from './openFile';
import { parquetReader } from './parquet';
import type { Reader } from './reader';
import { safetensorsReader } from './safetensors';

export const readers: readonly Reader[] = [npyReader, npzReader, csvReader, jsonReader, parquetReader, safetensorsReader];

/** Every file name ending that can be opened, without the dot. */
export const extensions: readonly string[] = readers.flatMap((reader) => reader.extensions);

/** The reader for the file, and the file as it wants it. Throws InputError for an empty file, an unknown ending, and content known to be something else. */
export function openVectors(file: File): Promise<Opened<Reader>> {
  return openFile(file, readers, {
    files: 'files that can be opened',
    content: 'vectors were wanted.',
    remedy: 'Save the vectors in one of these formats, such as numpy.save(path, array), or give the file its right ending.',
  });
}
