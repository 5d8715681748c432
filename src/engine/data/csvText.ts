/** Delimited text as rows of fields, block by block, so that a large file is never in memory as a whole. */
import Papa from 'papaparse';
import { InputError } from '../errors';

/** Small enough that the strings of a block die young: blocks of 4 MB took three times as long, most of it in the garbage collector. */
const BLOCK_BYTES = 1 << 19;
/** A single row longer than this is taken for a quote that is never closed. */
const MAX_ROW_CHARACTERS = 16 << 20;

/** Batches of rows in file order, empty lines left out. A space as delimiter stands for any run of spaces and tabs. */
export async function* csvRows(file: File, delimiter: string, limitBytes = file.size): AsyncGenerator<string[][]> {
  const parser = new Papa.Parser({ delimiter, newline: '\n' });
  const parse = (text: string, last: boolean): { data: string[][]; rest: string } => {
    const tidy = delimiter === ' ' ? text.replace(/[ \t]+/g, ' ').replace(/^ | (?=\n|$)/gm, '') : text;
    const { data, errors, meta } = parser.parse(tidy, 0, !last) as Papa.ParseResult<string[]>;
    const rest = tidy.slice(meta.cursor);
    if (rest.length > MAX_ROW_CHARACTERS || (last && errors.some((error) => error.code === 'MissingQuotes'))) {
      const after = rest.slice(0, 40) || data.at(-1)?.at(-1)?.slice(0, 40);
      throw new InputError(
        `${file.name}: a quote is opened and never closed; the text after it reads ${JSON.stringify(after)}.`,
        'Close the quote, or double it ("") where it is part of a value.',
      );
    }
    return { data: data.filter((row) => row.length > 1 || row[0]!.trim() !== ''), rest };
  };
  let rest = '';
  for await (const text of textBlocks(file, limitBytes)) {
    const parsed = parse(rest + text, false);
    rest = parsed.rest;
    yield parsed.data;
  }
  // A cut at the limit leaves a part of a row.
  if (limitBytes >= file.size) yield parse(rest, true).data;
}

/** Rows in the file, the header included: by the line ends alone where nothing is quoted, else by reading it. */
export async function countRows(file: File, delimiter: string): Promise<number> {
  let rows = 0;
  let blank = true;
  for (let start = 0; start < file.size; start += BLOCK_BYTES) {
    const bytes = new Uint8Array(await file.slice(start, start + BLOCK_BYTES).arrayBuffer());
    // The byte order mark is no content.
    const first = start === 0 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
    for (let i = first; i < bytes.length; i++) {
      const byte = bytes[i]!;
      if (byte === 10 || byte === 13) {
        if (!blank) rows++;
        blank = true;
      } else if (byte === 34) {
        return countParsed(file, delimiter);
      } else if (byte !== 32 && (byte !== 9 || delimiter === '\t')) {
        blank = false;
      }
    }
  }
  return blank ? rows : rows + 1;
}

async function countParsed(file: File, delimiter: string): Promise<number> {
  let rows = 0;
  for await (const batch of csvRows(file, delimiter)) rows += batch.length;
  return rows;
}

/** UTF-8 text with \n as the only line end. */
async function* textBlocks(file: File, limitBytes: number): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let held = '';
  for (let start = 0; start < limitBytes; start += BLOCK_BYTES) {
    const end = Math.min(limitBytes, start + BLOCK_BYTES);
    let text = held + decoder.decode(await file.slice(start, end).arrayBuffer(), { stream: end < file.size });
    // A \r at the border may be half of \r\n.
    held = text.endsWith('\r') && end < limitBytes ? '\r' : '';
    if (held) text = text.slice(0, -1);
    yield text.replace(/\r\n?/g, '\n');
  }
}
