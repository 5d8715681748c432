/** Tensors in .safetensors files, as models and their embeddings are published. */
import { InputError } from '../errors';
import { archiveLayout, readArchive, type ArrayEntry } from './arrayArchive';
import { fileBytes } from './byteSource';
import { count } from './limits';
import { BFLOAT16, ELEMENTS, type Element } from './npyElements';
import { UnsuitableError } from './npyArray';
import type { Reader } from './reader';

const LARGEST_HEADER = 100_000_000;
const HINT = "Write the vectors alone: safetensors.numpy.save_file({'vectors': array.astype('float32')}, path).";
const AGAIN = 'The file is cut off or damaged: copy or download it again.';
const TYPES: ReadonlyMap<string, Element> = new Map([
  ['BF16', BFLOAT16],
  ...['F16:f2', 'F32:f4', 'F64:f8', 'I8:i1', 'I16:i2', 'I32:i4', 'I64:i8', 'U8:u1', 'U16:u2', 'U32:u4', 'U64:u8', 'BOOL:b1'].map((pair): [string, Element] => {
    const [name, code] = pair.split(':') as [string, string];
    return [name, ELEMENTS.get(code)!];
  }),
]);

/** Format: https://huggingface.co/docs/safetensors */
export const safetensorsReader: Reader = {
  format: 'safetensors',
  title: 'Safetensors file',
  extensions: ['safetensors'],

  async inspect(file, choices) {
    return archiveLayout(await tensors(file), choices);
  },

  async read(file, choices) {
    return readArchive(file, await tensors(file), choices, HINT);
  },
};

async function tensors(file: File): Promise<ArrayEntry[]> {
  const start = new DataView(await file.slice(0, 8).arrayBuffer());
  const length = start.byteLength === 8 ? Number(start.getBigUint64(0, true)) : Infinity;
  if (length > LARGEST_HEADER || 8 + length > file.size)
    throw new InputError(
      `${file.name} does not start as a safetensors file does: ${start.byteLength < 8 ? 'it ends within the first 8 bytes' : `its header would end at byte ${count(8 + length)}, the file ends at byte ${count(file.size)}`}.`,
      AGAIN,
    );
  const header = parsed(file, await file.slice(8, 8 + length).text());
  const entries = Object.entries(header).filter(([name]) => name !== '__metadata__');
  if (entries.length === 0) throw new InputError(`${file.name} holds no tensor.`, HINT);
  const body = file.slice(8 + length);
  return entries.map(([name, tensor]) => ({ name, open: async () => openTensor(body, name, tensor) }));
}

function parsed(file: File, text: string): Record<string, unknown> {
  let header: unknown;
  try {
    header = JSON.parse(text);
  } catch {
    throw new InputError(`${file.name} has a header that is not JSON; it begins with ${JSON.stringify(text.slice(0, 60))}.`, AGAIN);
  }
  if (typeof header === 'object' && header !== null && !Array.isArray(header)) return header as Record<string, unknown>;
  throw new InputError(`${file.name} has a header that is not a list of tensors.`, AGAIN);
}

async function openTensor(body: Blob, name: string, tensor: unknown): ReturnType<ArrayEntry['open']> {
  const { dtype, shape, data_offsets: offsets } = (tensor ?? {}) as { dtype?: unknown; shape?: unknown; data_offsets?: unknown };
  const title = `The tensor "${name}"`;
  if (!isLengths(shape) || !isLengths(offsets) || offsets.length !== 2 || typeof dtype !== 'string')
    throw new InputError(`${title} is described by ${JSON.stringify(tensor)?.slice(0, 80)}; dtype, shape and data_offsets were wanted.`, AGAIN);
  const element = TYPES.get(dtype);
  if (!element) throw new UnsuitableError(`${title} holds elements of type ${dtype}; ${[...TYPES.keys()].join(', ')} can be read.`, HINT);
  const [from, to] = offsets as [number, number];
  const bytes = shape.reduce((product, each) => product * each, element.size);
  if (to - from !== bytes || to > body.size)
    throw new InputError(`${title} of shape (${shape.join(', ')}) takes ${count(bytes)} bytes; the header places it at bytes ${count(from)} to ${count(to)} of ${count(body.size)}.`, AGAIN);
  return { source: fileBytes(body.slice(from, to), title), header: { shape, fortran: false, element, offset: 0 } };
}

function isLengths(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((each) => Number.isSafeInteger(each) && each >= 0);
}
