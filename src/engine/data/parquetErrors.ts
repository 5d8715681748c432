/** What goes wrong while Parquet is read, in words: the libraries' errors tell what is wrong with the bytes, but not which file nor what to do. */
import { InputError } from '../errors';

/** Errors that say enough by themselves (ours, the browser's, a lack of memory) pass through. */
export async function readable<T>(file: File, attempt: () => Promise<T>): Promise<T> {
  try {
    return await attempt();
  } catch (thrown) {
    if (
      thrown instanceof InputError ||
      thrown instanceof DOMException ||
      (thrown instanceof RangeError && /allocation failed/i.test(thrown.message))
    )
      throw thrown;
    throw new InputError(
      `${file.name} cannot be read as Parquet: ${thrown instanceof Error ? thrown.message : String(thrown)}.`,
      'Copy or download the file again, or write it anew without unusual encodings.',
    );
  }
}
