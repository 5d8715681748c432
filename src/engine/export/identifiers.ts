/** Semantic IDs as text files that other programs read: index.json with a list of tokens for each item, and JSON lines. */

/** Codes of items, each level from 0. */
export interface WrittenIds {
  /** [items]; null: `rowIndex` names them, or else their place. */
  readonly ids: readonly string[] | null;
  readonly rowIndex?: Uint32Array;
  /** int32 [items, levels], row-major. */
  readonly codes: Int32Array;
  readonly levels: number;
  /** [levels]: what is added to the codes of a level; absent: nothing. */
  readonly offsets?: readonly number[];
  /** [levels]: letters of the tokens; absent: a, b, c, ... */
  readonly prefixes?: readonly string[];
}

/** {"0": ["<a_12>", "<b_3>"], ...}, as MiniOneRec and LC-Rec read it: one line an item, in order. Source: https://github.com/AkaliKong/MiniOneRec */
export function indexJson(written: WrittenIds): string {
  const letters = tokenPrefixes(written);
  const lines = Array.from({ length: itemsOf(written) }, (_, item) => `${JSON.stringify(idOf(written, item))}: [${codesOf(written, item).map((code, level) => JSON.stringify(`<${letters[level]!}_${code}>`)).join(', ')}]`);
  return `{\n${lines.join(',\n')}\n}\n`;
}

/** {"id": "B01", "codes": [12, 3, 7]}: one line an item; a number as `id` where rows have no ids. */
export function idLines(written: WrittenIds): string {
  return Array.from({ length: itemsOf(written) }, (_, item) => `${JSON.stringify({ id: written.ids ? idOf(written, item) : Number(idOf(written, item)), codes: codesOf(written, item) })}\n`).join('');
}

export function itemsOf({ codes, levels }: WrittenIds): number {
  return codes.length / levels;
}

export function idOf({ ids, rowIndex }: WrittenIds, item: number): string {
  return ids?.[item] ?? String(rowIndex?.[item] ?? item);
}

/** As they are written: with the offsets of a vocabulary. */
export function codesOf({ codes, levels, offsets }: WrittenIds, item: number): number[] {
  return Array.from(codes.subarray(item * levels, (item + 1) * levels), (code, level) => code + (offsets?.[level] ?? 0));
}

/** The file's own letters where each level has some of its own; else a, b, ... z, aa, ab, ... */
function tokenPrefixes({ levels, prefixes }: WrittenIds): string[] {
  const own = prefixes?.length === levels && prefixes.every((prefix) => prefix !== '') ? prefixes : null;
  return Array.from({ length: levels }, (_, level) => own?.[level] ?? letterOf(level));
}

function letterOf(level: number): string {
  const letter = String.fromCharCode(97 + (level % 26));
  return level < 26 ? letter : `${letterOf(Math.floor(level / 26) - 1)}${letter}`;
}
