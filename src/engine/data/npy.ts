/** NumPy arrays in .npy files. */
import { fileBytes } from './byteSource';
import { readNpyHeader, readNpyMatrix } from './npyArray';
import type { Reader } from './reader';
import { rowLengths } from './rowLength';

/** One array of numbers, 1-D (one column, or rows of a chosen length) or 2-D, C or Fortran order. */
export const npyReader: Reader = {
  format: 'npy',
  title: 'NumPy array',
  extensions: ['npy'],

  async inspect(file, choices) {
    const { shape } = await readNpyHeader(fileBytes(file, file.name), file.name);
    return { arrays: [], columns: [], choices, ...(shape.length === 1 && { rowLengths: rowLengths(shape[0]!) }) };
  },

  async read(file, choices) {
    const source = fileBytes(file, file.name);
    const header = await readNpyHeader(source, file.name);
    const matrix = await readNpyMatrix(source, header, file.name, choices);
    return { dtype: header.element.dtype, columns: [], ids: null, metadata: [], ...matrix };
  },
};
