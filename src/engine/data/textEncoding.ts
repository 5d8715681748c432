/** Text files as UTF-8: by their byte order mark, else UTF-8 where the bytes are that, else Windows-1252. */
import { InputError } from '../errors';

const BLOCK_BYTES = 1 << 20;
const MARKS: readonly { readonly bytes: readonly number[]; readonly label: string }[] = [
  { bytes: [0xef, 0xbb, 0xbf], label: 'utf-8' },
  { bytes: [0xff, 0xfe], label: 'utf-16le' },
  { bytes: [0xfe, 0xff], label: 'utf-16be' },
];

/**
 * The same text without a byte order mark, and a note where the encoding had to be guessed. A UTF-8 file is handed back as it is, but for its mark.
 * @throws InputError for what is not text: bytes of 0 in anything but UTF-16.
 */
export async function asUtf8(file: File): Promise<{ file: File; notes: readonly string[] }> {
  const start = new Uint8Array(await file.slice(0, 4096).arrayBuffer());
  const mark = MARKS.find(({ bytes }) => bytes.every((byte, i) => start[i] === byte));
  const body = mark ? file.slice(mark.bytes.length) : file;
  const named = (parts: BlobPart[]): File => new File(parts, file.name, { lastModified: file.lastModified });
  if (mark && mark.label !== 'utf-8') return { file: named([await recoded(body, mark.label)]), notes: [] };
  const zero = start.indexOf(0);
  const wide = zero < 0 ? null : wideOrder(start);
  if (wide) return { file: named([await recoded(file, wide)]), notes: ['The text is read as UTF-16.'] };
  if (zero >= 0)
    throw new InputError(
      `${file.name} is not plain text: byte ${zero} is 0.`,
      'Save it as CSV in UTF-8; spreadsheets and binary arrays have formats of their own.',
    );
  if (await isUtf8(body)) return { file: mark ? named([body]) : file, notes: [] };
  return { file: named([await recoded(body, 'windows-1252')]), notes: ['The text is not UTF-8: read as Windows-1252 (Latin-1). If letters look wrong, save the file as UTF-8.'] };
}

/** Without a mark: text in letters of two bytes has zeros at every other place, and at no place between. */
function wideOrder(start: Uint8Array): string | null {
  const zeros = [0, 0];
  start.forEach((byte, i) => byte === 0 && zeros[i & 1]!++);
  const most = 0.4 * (start.length >> 1);
  return zeros[0] === 0 && zeros[1]! > most ? 'utf-16le' : zeros[1] === 0 && zeros[0]! > most ? 'utf-16be' : null;
}

async function isUtf8(blob: Blob): Promise<boolean> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for (let at = 0; at < blob.size; at += BLOCK_BYTES) {
      const block = new Uint8Array(await blob.slice(at, at + BLOCK_BYTES).arrayBuffer());
      decoder.decode(block, { stream: at + BLOCK_BYTES < blob.size });
    }
    return true;
  } catch (thrown) {
    if (thrown instanceof TypeError) return false;
    throw thrown;
  }
}

async function recoded(blob: Blob, label: string): Promise<Blob> {
  const decoder = new TextDecoder(label);
  const parts: string[] = [];
  for (let at = 0; at < blob.size; at += BLOCK_BYTES) {
    parts.push(decoder.decode(await blob.slice(at, at + BLOCK_BYTES).arrayBuffer(), { stream: at + BLOCK_BYTES < blob.size }));
  }
  return new Blob(parts);
}
