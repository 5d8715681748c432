/** JSON as text: values parsed without loss of long whole numbers, and a file cut into the values it holds, block by block. */
import { InputError } from '../errors';
import { count } from './limits';

const BLOCK_BYTES = 1 << 19;
/** Longer lines and entries of lists are not read. */
const LONGEST = 16 << 20;
/** An object cannot be read block by block: its members may be columns. */
const LARGEST_OBJECT = 256 << 20;
/** A whole number of 16 digits or more, which a float64 may not hold. */
const LONG_INTEGER = /(?:^|[[{,:\s-])\d{16,}\s*(?:[,\]}]|$)/m;
const TOKEN = /"[^"\\]*(?:\\[^][^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/g;
const TOKEN_OR_WORD = /"[^"\\]*(?:\\[^][^"\\]*)*"|-?\b(?:NaN|Infinity)\b|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/g;
const WORDS: ReadonlyMap<string, string> = new Map([['NaN', 'null'], ['-NaN', 'null'], ['Infinity', '1e999'], ['-Infinity', '-1e999']]);

/** As JSON.parse, but whole numbers beyond 2^53 come as text, digit for digit, and Python's NaN and Infinity are read: as null and as infinities. */
export function parseJson(text: string): unknown {
  const exact = (token: string): string => (isLong(token) ? `"${token}"` : token);
  try {
    return JSON.parse(LONG_INTEGER.test(text) ? text.replace(TOKEN, exact) : text);
  } catch (thrown) {
    if (!(thrown instanceof SyntaxError) || !/NaN|Infinity/.test(text)) throw thrown;
    return JSON.parse(text.replace(TOKEN_OR_WORD, (token) => WORDS.get(token) ?? exact(token)));
  }
}

function isLong(token: string): boolean {
  return /^-?\d{16,}$/.test(token) && !Number.isSafeInteger(Number(token));
}

/** One value of a file: a line, an entry of the outer list, or the outer object itself. */
export interface JsonItem {
  readonly value: unknown;
  /** For messages: "line 3" (from 1), "entry 3" (from 0), "the object". */
  readonly place: string;
}

/** What a file is made of: one value a line, one list, or one object. */
export type JsonLayout = 'lines' | 'list' | 'object';

export async function jsonLayout(file: File): Promise<JsonLayout> {
  const head = (await file.slice(0, 4 * BLOCK_BYTES).text()).trimStart();
  const end = head.indexOf('\n');
  const line = end < 0 ? head : head.slice(0, end);
  const kind = head.startsWith('[') ? 'list' : head.startsWith('{') ? 'object' : 'lines';
  const isLines = /\.(jsonl|ndjson)(\.gz)?$/i.test(file.name);
  if (isParsed(line)) return (end >= 0 && (head.slice(end).trim() !== '' || file.size > 4 * BLOCK_BYTES)) || isLines ? 'lines' : kind;
  // A line that is more than the opening bracket was meant as a value: its fault is told by its number.
  return isLines && !/^[[{]\s*$/.test(line) ? 'lines' : kind;
}

/** The values in file order. Throws InputError naming the place where something is not JSON. */
export async function* jsonItems(file: File, layout: JsonLayout): AsyncGenerator<JsonItem> {
  if (layout === 'object') {
    if (file.size > LARGEST_OBJECT)
      throw new InputError(`${file.name} is one object of ${count(Math.round(file.size / 1e6))} MB; objects of at most ${LARGEST_OBJECT >> 20} MB can be read.`, 'Write one object per line (JSON Lines), or Parquet.');
    yield { value: parsed(file, await file.text(), 'the object'), place: 'the object' };
    return;
  }
  for await (const { text, place } of layout === 'lines' ? lines(file) : entries(file)) yield { value: parsed(file, text, place), place };
}

/** How many values there are, without parsing them. */
export async function countItems(file: File, layout: JsonLayout): Promise<number> {
  let items = 0;
  if (layout === 'object') return 1;
  for await (const _ of layout === 'lines' ? lines(file) : entries(file)) items++;
  return items;
}

function parsed(file: File, text: string, place: string): unknown {
  try {
    return parseJson(text);
  } catch (thrown) {
    if (!(thrown instanceof SyntaxError)) throw thrown;
    throw new InputError(
      `${file.name}: ${place} is not JSON: ${thrown.message}.`,
      'Write one value per line, such as {"user": "a", "spend": 3.5}, or one list of such values; put names and texts in double quotes.',
    );
  }
}

function isParsed(text: string): boolean {
  try {
    parseJson(text);
    return true;
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return false;
    throw thrown;
  }
}

async function* lines(file: File): AsyncGenerator<{ text: string; place: string }> {
  let rest = '';
  let line = 0;
  for await (const { text, last } of blocks(file)) {
    const all = (rest + text).split('\n');
    rest = last ? '' : all.pop()!;
    if (rest.length > LONGEST) throw tooLong(file, `line ${count(line + all.length + 1)}`);
    for (const each of all) {
      line++;
      if (each.trim() !== '') yield { text: each, place: `line ${count(line)}` };
    }
  }
}

/** The entries of the outer list, cut at its commas. */
async function* entries(file: File): AsyncGenerator<{ text: string; place: string }> {
  let rest = '';
  let at = 0;
  let entry = 0;
  let [depth, inText, escaped] = [0, false, false];
  for await (const { text: block, last } of blocks(file)) {
    const text = rest + block;
    let start = depth > 0 ? 0 : -1;
    for (; at < text.length; at++) {
      const letter = text.charCodeAt(at);
      if (inText) {
        if (escaped) escaped = false;
        else if (letter === 92) escaped = true;
        else if (letter === 34) inText = false;
        continue;
      }
      if (letter === 34) inText = true;
      else if (letter === 91 || letter === 123) {
        if (depth++ === 0) start = at + 1;
      } else if (letter === 93 || letter === 125 || (letter === 44 && depth === 1)) {
        if (letter !== 44) depth--;
        if (letter === 44 || depth === 0) {
          const cut = text.slice(start, at);
          start = at + 1;
          if (cut.trim() !== '') yield { text: cut, place: `entry ${count(entry++)} (counted from 0)` };
          if (depth === 0 && (text.slice(at + 1).trim() !== '' || !last)) {
            if (text.slice(at + 1).trim() === '') continue;
            throw new InputError(`${file.name} goes on after its list has ended: ${JSON.stringify(text.slice(at + 1).trim().slice(0, 40))}.`, 'Write one list, or one value per line.');
          }
        }
      }
    }
    rest = start < 0 ? '' : text.slice(start);
    at = rest.length;
    if (rest.length > LONGEST) throw tooLong(file, `entry ${count(entry)}`);
  }
  if (depth > 0) throw new InputError(`${file.name} ends within its list, after ${count(entry)} entries: it is cut off.`, 'Copy or download the file again, or write it anew.');
}

function tooLong(file: File, place: string): InputError {
  return new InputError(`${file.name}: ${place} is longer than ${LONGEST >> 20} million characters.`, 'Write one row per line, or one entry per row.');
}

async function* blocks(file: File): AsyncGenerator<{ text: string; last: boolean }> {
  const decoder = new TextDecoder();
  for (let start = 0; start < file.size; start += BLOCK_BYTES) {
    const last = start + BLOCK_BYTES >= file.size;
    yield { text: decoder.decode(await file.slice(start, start + BLOCK_BYTES).arrayBuffer(), { stream: !last }), last };
  }
}
