/** What is thrown while a file is read, in words: the one place where anything that no reader foresaw becomes a refusal of the file. */
import { InputError } from '../errors';

/** A refusal that stands for an exception no reader foresaw; `cause` is that exception. A test or a sweep counts it as a fault of the program. */
export class UnforeseenError extends InputError {
  constructor(name: string, override readonly cause: unknown) {
    super(`${name} could not be read: it is damaged, or written in a way that is not supported.`, 'Copy or download the file again, or write it anew in another format. If it opens elsewhere, please report it with this file.');
  }
}

/** Runs the attempt; whatever it throws is an InputError that names the file. */
export async function fileErrors<T>(file: File, attempt: () => Promise<T>): Promise<T> {
  try {
    return await attempt();
  } catch (thrown) {
    throw inWords(file, thrown);
  }
}

function inWords(file: File, thrown: unknown): Error {
  if (thrown instanceof InputError) return thrown;
  if (isLackOfMemory(thrown)) return new InputError(`${file.name} does not fit into the memory this page was given.`, 'Draw a row sample, or close other tabs and try again.');
  if (thrown instanceof RangeError && /call stack/i.test(thrown.message)) return new InputError(`${file.name} nests lists or objects too deeply to be read.`, 'Write flat rows: one object or list of numbers for each item.');
  if (thrown instanceof DOMException)
    return new InputError(`${file.name} could not be read: ${thrown.message}`, 'The file may have been moved or changed since it was chosen: choose it again.');
  return new UnforeseenError(file.name, thrown);
}

/** Sizes are checked against the bytes before anything is allocated, so a failed allocation is a want of memory. */
function isLackOfMemory(thrown: unknown): boolean {
  return thrown instanceof RangeError && /allocation failed|out of memory/i.test(thrown.message);
}
