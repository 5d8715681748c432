/** NumPy archives: one or more .npy arrays in a zip file, of which one is chosen. */
import { InputError } from '../errors';
import { matrixShape, readNpyHeader, readNpyMatrix } from './npyArray';
import type { Layout, Reader } from './reader';
import { memberBytes, zipMembers, type ZipMember } from './zip';

/** What numpy.savez and numpy.savez_compressed write. */
export const npzReader: Reader = {
  format: 'npz',
  title: 'NumPy archive',
  extensions: ['npz'],

  async inspect(file, choices) {
    const members = await arrayMembers(file);
    const arrays = await Promise.all(members.map((member) => describe(file, member)));
    // The largest matrix is most likely the one; a vector only where there is no matrix.
    const weight = (shape: readonly number[]): number =>
      (shape.length === 2 ? 1e16 : 0) + shape.reduce((product, length) => product * length, 1);
    const readable = arrays.filter((array) => array.problem === undefined).sort((a, b) => weight(b.shape) - weight(a.shape));
    const array = choices.array ?? readable[0]?.name;
    return { arrays, columns: [], choices: array === undefined ? choices : { ...choices, array } };
  },

  async read(file, choices) {
    const members = await arrayMembers(file);
    const member = members.find((candidate) => arrayName(candidate) === choices.array);
    if (!member) throw await noArray(file, members, choices.array);
    const title = `${file.name}: the array "${arrayName(member)}"`;
    const source = await memberBytes(file, member);
    const header = await readNpyHeader(source, title);
    const matrix = await readNpyMatrix(source, header, title, choices);
    return { dtype: header.element.dtype, columns: [], ids: null, metadata: [], ...matrix };
  },
};

async function arrayMembers(file: File): Promise<ZipMember[]> {
  return (await zipMembers(file)).filter((member) => member.name.endsWith('.npy'));
}

function arrayName(member: ZipMember): string {
  return member.name.slice(0, -'.npy'.length);
}

async function describe(file: File, member: ZipMember): Promise<Layout['arrays'][number]> {
  const name = arrayName(member);
  try {
    const header = await readNpyHeader(await memberBytes(file, member), `The array "${name}"`);
    const array = { name, shape: header.shape, dtype: header.element.dtype };
    try {
      matrixShape(header, `The array "${name}"`);
      return array;
    } catch (thrown) {
      return { ...array, problem: reason(thrown) };
    }
  } catch (thrown) {
    return { name, shape: [], dtype: '', problem: reason(thrown) };
  }
}

/** Only faults of the file become a remark beside the array; anything else goes on. */
function reason(thrown: unknown): string {
  if (thrown instanceof InputError) return thrown.message;
  throw thrown;
}

async function noArray(file: File, members: readonly ZipMember[], wanted: string | undefined): Promise<InputError> {
  const names = members.map(arrayName);
  if (wanted !== undefined)
    return new InputError(
      `${file.name} has no array "${wanted}"; it has ${names.map((name) => `"${name}"`).join(', ') || 'none'}.`,
      'Choose one of the arrays in the file.',
    );
  const hint = "Write the vectors as numbers: numpy.savez(path, vectors=array.astype('float32')).";
  if (names.length === 0) {
    const others = (await zipMembers(file)).slice(0, 3).map((member) => `"${member.name}"`);
    return new InputError(
      `${file.name} holds no array: ${others.length === 0 ? 'the archive is empty' : `its members, such as ${others.join(', ')}, do not end in .npy`}.`,
      hint,
    );
  }
  const problems = (await Promise.all(members.slice(0, 3).map((member) => describe(file, member)))).map((array) => array.problem);
  return new InputError(`${file.name} holds no array that can be read. ${problems.join(' ')}`, hint);
}
