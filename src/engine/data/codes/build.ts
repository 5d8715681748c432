/** Codes of items from the codes of rows: one a level for every item, each level from 0, every item once. */
import { InputError } from '../../errors';
import { bucketRows, countCodes, countUsed } from '../../math/counting';
import type { CodesChoices, CodesSummary, PublishedCodes } from '../../records/codes';
import { count } from '../limits';
import { findOffsets, startsOf } from './offsets';
import { MOST_LEVELS } from './readCells';
import { tokenText, type Token } from './tokens';

/** A level of more codes is no codebook. */
const MOST_CODES = 1 << 20;

export interface CodeRows {
  readonly name: string;
  readonly rows: number;
  readonly tokens: (row: number) => readonly Token[];
  /** [rows]; '' where missing; null: rows are numbered. */
  readonly ids: readonly string[] | null;
}

export interface BuiltCodes {
  readonly published: PublishedCodes;
  readonly summary: CodesSummary;
  readonly warnings: readonly string[];
}

/** Rows that are empty, or -1 throughout, have no ID and are left out. @throws InputError for rows of different length, codes below 0, an item with two IDs, and nothing at all */
export function buildCodes(file: CodeRows, choices: CodesChoices): BuiltCodes {
  const { name, tokens, ids } = file;
  const nameOf = (row: number): string => (ids ? `the item ${JSON.stringify(ids[row]!)}` : `row ${count(row)} (counted from 0)`);
  const kept = Array.from({ length: file.rows }, (_, row) => row).filter((row) => tokens(row).some(({ code }) => code !== -1));
  if (kept.length === 0) throw new InputError(`${name} holds no item with codes: ${file.rows === 0 ? 'it has no rows' : `${count(file.rows)} rows are empty, or -1 throughout`}.`, 'Choose a file with one ID for each item, such as {"0": ["<a_12>", "<b_3>"]}, or other columns.');
  const levels = levelsOf(name, kept, tokens, nameOf);
  const prefixes = prefixesOf(name, kept, tokens, levels, nameOf);
  const { rows, copies } = eachOnce(name, kept, ids, tokens);
  const codes = new Int32Array(rows.length * levels);
  const [least, most] = [new Array<number>(levels).fill(Infinity), new Array<number>(levels).fill(-Infinity)];
  const given = rows.map((row) => tokens(row));
  for (const [item, row] of given.entries()) {
    for (const [level, { code }] of row.entries()) {
      if (code < 0) throw new InputError(`${name}: ${nameOf(rows[item]!)} has the code ${code} at level ${level + 1}; codes are whole numbers from 0.`, 'Correct the code, or leave all codes of an item without an ID empty.');
      least[level] = Math.min(least[level]!, code);
      most[level] = Math.max(most[level]!, code);
    }
  }
  const shared = offsetsOf(name, choices, least, most);
  const starts = shared?.offsets ?? least.map(() => 0);
  const counted = shared?.numCodes ?? usualCodes(most.map((code) => code + 1));
  const numCodes = chosenCodes(choices, levels) ?? counted.map((codes, level) => Math.max(codes, most[level]! + 1 - starts[level]!));
  for (const [level, codes] of numCodes.entries()) {
    const largest = most[level]! - starts[level]!;
    if (codes > MOST_CODES || largest >= MOST_CODES) throw new InputError(`${name}: level ${level + 1} has codes up to ${count(largest)}; a codebook has ${count(MOST_CODES)} codes at most.`, 'Ids or hashes seem to stand in place of codes: choose other columns.');
    if (largest >= codes) throw new InputError(`${name}: level ${level + 1} uses the code ${count(largest)}; with ${count(codes)} codes they end at ${count(codes - 1)}.`, 'Choose more codes per level, or leave that open.');
  }
  for (const [item, row] of given.entries()) for (const [level, { code }] of row.entries()) codes[item * levels + level] = code - starts[level]!;
  const columns = Array.from({ length: levels }, (_, level) => Int32Array.from(rows, (__, item) => codes[item * levels + level]!));
  const leftOut = file.rows - kept.length;
  // Where rows are missing, their numbers are the ids of the others.
  const kinds = ids ? rows.map((row) => ids[row]!) : leftOut > 0 ? rows.map(String) : null;
  const summary: CodesSummary = {
    items: rows.length, distinct: bucketRows(columns, rows.length).sizes.length, levels, numCodes, usedCodes: columns.map((column, level) => countUsed(countCodes(column, numCodes[level]!))),
    prefixes, offsets: shared?.offsets ?? null, leftOut,
  };
  return { published: { ids: kinds, codes, numCodes }, summary, warnings: warningsOf(summary, kinds, copies, least) };
}

/** As many as most rows have. */
function levelsOf(name: string, rows: readonly number[], tokens: CodeRows['tokens'], nameOf: (row: number) => string): number {
  const lengths = new Map<number, number>();
  for (const row of rows) lengths.set(tokens(row).length, (lengths.get(tokens(row).length) ?? 0) + 1);
  const [[levels, usual]] = [...lengths].sort((a, b) => b[1] - a[1] || a[0] - b[0]) as [[number, number]];
  if (usual < rows.length) {
    const odd = rows.find((row) => tokens(row).length !== levels)!;
    const [least, most] = [Math.min(...lengths.keys()), Math.max(...lengths.keys())];
    throw new InputError(
      `${name}: ${count(rows.length - usual)} of ${count(rows.length)} items have another number of codes than the others: ${nameOf(odd)} has ${tokens(odd).length} (${wordsOf(tokens(odd))}), most have ${levels}.`,
      `Every item needs one code for each level. ${most === least + 1 ? 'If a last code only tells items of one ID apart, leave it out everywhere, or give it to every item (0 for the first).' : 'Write the same number of codes for every item.'}`,
    );
  }
  if (levels > MOST_LEVELS) throw new InputError(`${name}: the items have ${count(levels)} codes each; an ID has ${MOST_LEVELS} at most.`, 'These seem to be histories or vectors: read the file as those, or choose other columns.');
  return levels;
}

function prefixesOf(name: string, rows: readonly number[], tokens: CodeRows['tokens'], levels: number, nameOf: (row: number) => string): string[] {
  const prefixes = tokens(rows[0]!).map(({ prefix }) => prefix);
  for (const row of rows) {
    const level = tokens(row).findIndex(({ prefix }, at) => prefix !== prefixes[at]);
    if (level < 0) continue;
    const [seen, wanted] = [tokens(row)[level]!, prefixes[level]!];
    throw new InputError(`${name}: ${nameOf(row)} has ${tokenText(seen.prefix, seen.code)} at level ${level + 1}; ${nameOf(rows[0]!)} has a code such as ${tokenText(wanted, 0)} there.`, `The letters of a token give its level: write the ${levels} codes of every item in the same order.`);
  }
  return prefixes;
}

/** Rows of different items; an item that comes again with the same codes is taken once. */
function eachOnce(name: string, kept: readonly number[], ids: CodeRows['ids'], tokens: CodeRows['tokens']): { rows: readonly number[]; copies: number } {
  if (!ids) return { rows: kept, copies: 0 };
  const known = new Map<string, number>();
  for (const row of kept) {
    const id = ids[row]!;
    if (id === '') throw new InputError(`${name}: row ${count(row)} (counted from 0) has codes and no id.`, 'Give every row an id, or choose no column of ids: rows are then numbered.');
    const before = known.get(id);
    if (before === undefined) known.set(id, row);
    else if (wordsOf(tokens(before)) !== wordsOf(tokens(row))) throw new InputError(`${name}: the item ${JSON.stringify(id)} has two IDs: ${wordsOf(tokens(before))} in row ${count(before)} and ${wordsOf(tokens(row))} in row ${count(row)} (counted from 0).`, 'Keep one row for each item, or choose another column of ids.');
  }
  return { rows: [...known.values()], copies: kept.length - known.size };
}

function offsetsOf(name: string, { offsets, numCodes }: CodesChoices, least: readonly number[], most: readonly number[]): ReturnType<typeof findOffsets> {
  if (offsets === false) return null;
  const chosen = chosenCodes({ ...(numCodes && { numCodes }) }, least.length);
  const found = findOffsets(least, most);
  if (!found && offsets === true) throw new InputError(`${name}: the levels share no vocabulary: level 1 goes up to ${count(most[0]!)}, level 2 begins at ${count(least[1] ?? 0)}.`, 'Choose that each level counts from 0.');
  return found && chosen ? { offsets: startsOf(chosen, Math.min(found.offsets[0]!, least[0]!)), numCodes: chosen } : found;
}

/** Of levels that come near one power of two, and one of them all the way, that many; else as many as are seen. */
function usualCodes(seen: readonly number[]): readonly number[] {
  const largest = Math.max(...seen);
  const isPower = largest >= 8 && Number.isInteger(Math.log2(largest));
  return isPower && seen.every((codes) => 2 * codes > largest) ? seen.map(() => largest) : seen;
}

function chosenCodes({ numCodes }: CodesChoices, levels: number): readonly number[] | null {
  if (!numCodes || numCodes.length === 0) return null;
  if (numCodes.length !== 1 && numCodes.length !== levels) throw new InputError(`${numCodes.length} numbers of codes are chosen for ${levels} levels.`, 'Give one number for all levels, or one for each.');
  return Array.from({ length: levels }, (_, level) => numCodes[level] ?? numCodes[0]!);
}

function warningsOf({ items, numCodes, offsets, leftOut }: CodesSummary, ids: readonly string[] | null, copies: number, least: readonly number[]): string[] {
  const many = numCodes.findIndex((codes) => codes > items && codes > 256);
  const numbers = ids?.every((id) => /^\d{1,9}$/.test(id)) ? Math.max(...ids.map(Number)) + 1 : 0;
  const gaps = numbers > items && numbers < 4 * items ? numbers - items : 0;
  return [
    ...(offsets ? [`All levels share one vocabulary: ${offsets.map((start, level) => `level ${level + 1} begins at ${count(start)}`).join(', ')}. The codes are read without these offsets, each level from 0.`] : []),
    ...(leftOut > 0 ? [`${count(leftOut)} ${leftOut === 1 ? 'row has' : 'rows have'} no ID (empty, or -1 throughout) and ${leftOut === 1 ? 'is' : 'are'} left out.`] : []),
    ...(copies > 0 ? [`${count(copies)} ${copies === 1 ? 'row repeats' : 'rows repeat'} an item with the same ID; every item counts once.`] : []),
    ...(gaps > 0 && leftOut === 0 ? [`Ids are numbers up to ${count(numbers - 1)}, and ${count(gaps)} of them ${gaps === 1 ? 'is' : 'are'} missing.`] : []),
    ...(many >= 0 ? [`Level ${many + 1} has codes up to ${count(numCodes[many]! - 1)}, more than there are items (${count(items)}). Check that codes and not ids stand there.`] : []),
    ...(!offsets && least.every((code) => code === 1) ? ['No level uses the code 0: the codes seem to start at 1. They are kept as they are, so each level has one dead code more.'] : []),
  ];
}

function wordsOf(tokens: readonly Token[]): string {
  const shown = tokens.slice(0, 8).map(({ prefix, code }) => tokenText(prefix, code));
  return `${shown.join(shown[0]?.startsWith('<') ? '' : '-')}${tokens.length > 8 ? ' …' : ''}`;
}
