/** NumPy arrays in .npy files. */
import type { ByteSource } from './npyArray';
import { readNpyHeader, readNpyMatrix } from './npyArray';
import type { Reader } from './reader';

/** One array of numbers, 1-D (one column) or 2-D, C or Fortran order. */
export const npyReader: Reader = {
  format: 'npy',
  title: 'NumPy array',
  extensions: ['npy'],

  async inspect(file, choices) {
    await readNpyHeader(fileBytes(file), file.name);
    return { arrays: [], columns: [], choices };
  },

  async read(file, choices) {
    const source = fileBytes(file);
    const header = await readNpyHeader(source, file.name);
    const matrix = await readNpyMatrix(source, header, file.name, choices);
    return { dtype: header.element.dtype, columns: [], ids: null, metadata: [], ...matrix };
  },
};

function fileBytes(file: File): ByteSource {
  return { size: file.size, read: (start, end) => file.slice(start, end).arrayBuffer() };
}
