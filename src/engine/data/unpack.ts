/** Files packed by gzip, whatever they are called: their content, under the same name. */
import { InputError } from '../errors';
import { count, MAX_BYTES } from './limits';

export async function isGzip(file: File): Promise<boolean> {
  const start = new Uint8Array(await file.slice(0, 3).arrayBuffer());
  return start[0] === 0x1f && start[1] === 0x8b && start[2] === 8;
}

/**
 * The unpacked content as a file of the same name. What is unpacked is kept by the browser as a blob, not in the page's own memory.
 * @throws InputError for damaged data, and for more than 1.5 GB of content.
 */
export async function gunzip(file: File): Promise<File> {
  const parts: Blob[] = [];
  let size = 0;
  const reader = file.stream().pipeThrough(new DecompressionStream('gzip')).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      size += value.length;
      if (size > MAX_BYTES) {
        throw new InputError(
          `${file.name} unpacks to more than ${count(Math.floor(size / 1e6))} MB; at most ${count(MAX_BYTES / 1e6)} MB can be used.`,
          'Unpack it first and keep the rows that matter.',
        );
      }
      parts.push(new Blob([value as Uint8Array<ArrayBuffer>]));
    }
  } catch (thrown) {
    if (thrown instanceof InputError || thrown instanceof DOMException) throw thrown;
    throw new InputError(
      `${file.name} holds gzip-packed data that cannot be unpacked: it is cut off or damaged.`,
      'Copy or download the file again, or pack it anew.',
    );
  } finally {
    await reader.cancel().catch(() => undefined);
  }
  return new File(parts, file.name, { lastModified: file.lastModified });
}
