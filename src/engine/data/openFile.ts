/** The way into every file: unpacked, told apart by how it begins, and as UTF-8 where it is text; the same for vectors and tables. */
import { InputError } from '../errors';
import { contentKind } from './contentKind';
import { meteredLike } from './readMeter';
import { asUtf8 } from './textEncoding';
import { gunzip, isGzip } from './unpack';

/** What a registry must say of its formats to choose among them. */
export interface Format {
  readonly format: string;
  /** In plain words: "NumPy array"; absent: the content wanted is the same for all formats. */
  readonly title?: string;
  readonly extensions: readonly string[];
  readonly isText?: boolean;
}

export interface Opened<F extends Format> {
  readonly reader: F;
  /** What the reader is given. */
  readonly file: File;
  readonly notes: readonly string[];
}

/** How a kind of file is called in messages: "vectors", "A table with a row for each case". */
export interface Wanted {
  /** "files that can be opened". */
  readonly files: string;
  /** Follows "is empty (0 bytes); " where the format has no title. */
  readonly content: string;
  readonly remedy: string;
}

/** In lower case, without the dot and without ".gz"; '' where there is none. */
export function endingOf(name: string): string {
  const plain = name.replace(/\.gz$/i, '');
  const dot = plain.lastIndexOf('.');
  return dot < 0 ? '' : plain.slice(dot + 1).toLowerCase();
}

/**
 * The reader for the file's ending, and the file as that reader wants it. Text whose content is JSON is read as JSON, whatever text ending it has.
 * @throws InputError for an empty file, an unknown ending, content known to be something else, and damaged gzip data.
 */
export async function openFile<F extends Format>(given: File, readers: readonly F[], wanted: Wanted): Promise<Opened<F>> {
  const { name } = given;
  const extension = endingOf(name);
  const reader = readers.find((candidate) => candidate.extensions.includes(extension));
  const known = readers.flatMap(({ extensions }) => extensions.map((each) => `.${each}`)).join(', ');
  if (!reader) {
    const kind = given.size === 0 ? undefined : await contentKind(given);
    const holds = kind && kind.format === undefined ? ` and holds ${kind.title}` : '';
    throw new InputError(`${name} ${extension === '' ? 'has no ending' : `ends in .${extension}`}${holds}; ${wanted.files} end in ${known}${readers.some(({ isText }) => isText) ? ', also packed as .gz' : ''}.`, kind?.hint ?? wanted.remedy);
  }
  const content = reader.title === undefined ? wanted.content : `${article(reader.title)} with at least one row was wanted.`;
  if (given.size === 0) throw new InputError(`${name} is empty (0 bytes); ${content}`, 'Copy or download the file again, or write it anew.');
  const packed = await isGzip(given);
  const file = packed ? meteredLike(given, await gunzip(given)) : given;
  if (file.size === 0) throw new InputError(`${name} is empty when unpacked; ${content}`, 'Copy or download the file again, or write it anew.');
  const beginning = await contentKind(file);
  if (beginning && beginning.format !== reader.format) {
    const right = readers.find((candidate) => candidate.format === beginning.format);
    throw new InputError(
      `${name} ends in .${extension} but holds ${beginning.title}.`,
      right ? `If it is ${right.title === undefined ? beginning.title.replace(/ \(.*/, '') : article(right.title)}, rename it to ${name.slice(0, name.lastIndexOf('.'))}.${right.extensions[0]} and drop it again.` : (beginning.hint ?? `Save it as one of ${known}.`),
    );
  }
  if (!reader.isText) return { reader, file, notes: [] };
  const recoded = await asUtf8(file);
  const text = { ...recoded, file: meteredLike(file, recoded.file) };
  const json = readers.find(({ extensions }) => extensions.includes('json'));
  return { reader: json && reader !== json && (await isJson(text.file)) ? json : reader, ...text };
}

function article(title: string): string {
  return `a ${title.replace(/^(?!NumPy|Parquet|JSON)./, (letter) => letter.toLowerCase())}`;
}

/** Lists of lists or of objects, or an object: nothing that delimited text begins with. */
async function isJson(file: File): Promise<boolean> {
  const head = (await file.slice(0, 1024).text()).trimStart();
  return /^(\[\s*[[{]|\{\s*("|\}))/.test(head) && !/^\[\s*\[[^,\]]*\s[^,\]]*\]/.test(head);
}
