/** In what the methods of a comparison are not alike, in plain sentences that stand below the table. */
import type { QuantizerResult } from '../../engine/records/quantize';
import { THIN, formatCount, formatNumber, listWords } from '../../viz/format';
import type { FairTerms } from '../notebook/spec';

/** A compared method with the first seed's result. */
export interface Compared {
  readonly name: string;
  /** Id of the data cell it reads; '': none, so that it has no errors. */
  readonly dataId: string;
  readonly seeds: number;
  readonly result: QuantizerResult;
}

/** Times of training that differ by less than this factor are called alike. */
const SAME_TIME = 1.5;
/** A run that used less of its seconds than this was done before they were up. */
const USED_UP = 0.9;

/** One sentence a difference; empty where there is none, or fewer than two methods. `terms`: those of a fair comparison, where it is on. */
export function differences(methods: readonly Compared[], terms: FairTerms | null): readonly string[] {
  if (methods.length < 2) return [];
  return [dataWords(methods), rowWords(methods), shapeWords(methods), encoderWords(methods), ...itemWords(methods), softWords(methods), budgetWords(methods, terms), seedWords(methods)].filter((words) => words !== '');
}

/** "3 × 64", or "256 · 128 · 64" where levels differ. */
export function shapeOf(result: QuantizerResult): string {
  const codes = result.codebooks.map((book) => book.numCodes);
  return codes.every((count) => count === codes[0]) ? `${codes.length} × ${formatCount(codes[0] ?? 0)}` : codes.map(formatCount).join(' · ');
}

function dataWords(methods: readonly Compared[]): string {
  const groups = grouped(methods.filter(({ dataId }) => dataId !== ''), (method) => method.dataId);
  return groups.length < 2 ? '' : `They read different data: ${groups.map(([id, names]) => `${listWords(names)} “${id}”`).join('; ')}. Their errors are not comparable.`;
}

/** Codes made elsewhere may leave items out. */
function rowWords(methods: readonly Compared[]): string {
  const groups = grouped(methods, ({ result }) => formatCount(result.rows));
  const sameData = grouped(methods.filter(({ dataId }) => dataId !== ''), ({ dataId }) => dataId).length < 2;
  return groups.length < 2 || !sameData ? '' : `They code different items: ${withOthers(groups, (rows, names) => `${names} ${names === 'the others' || names.includes(' and ') ? 'have' : 'has'} ${rows}`)}.`;
}

function shapeWords(methods: readonly Compared[]): string {
  const groups = grouped(methods, (method) => shapeOf(method.result));
  return groups.length < 2 ? '' : `Levels and codes differ: ${withOthers(groups, (shape, names) => `${names} ${names === 'the others' || names.includes(' and ') ? 'have' : 'has'} ${shape} codes`)}.`;
}

function encoderWords(methods: readonly Compared[]): string {
  const encoded = methods.filter(({ result }) => result.traits && result.traits.encoder !== 'none');
  if (encoded.length === 0) return '';
  const words = encoded.map(({ name, result }) => `${name} codes a latent of its encoder (${result.traits.encoder})`);
  const rest = methods.length - encoded.length;
  if (rest > 0) return `${listWords(words)}; ${rest === 1 ? 'the other codes' : 'the others code'} the data itself.`;
  return grouped(encoded, ({ result }) => result.traits.encoder).length > 1 ? `${listWords(words)}.` : '';
}

function itemWords(methods: readonly Compared[]): string[] {
  return methods.flatMap(({ name, result }) => {
    const numbers = result.traits?.perItem ?? 0;
    if (numbers === 0) return [];
    return [`${name} trains with ${numbers} ${numbers === 1 ? 'number' : 'numbers'} per item besides its codes; the errors above use the codes alone, so they are larger than its training errors.`];
  });
}

function softWords(methods: readonly Compared[]): string {
  const soft = methods.filter(({ result }) => result.traits?.soft).map(({ name }) => name);
  return soft.length === 0 || soft.length === methods.length ? '' : `${listWords(soft)} ${soft.length === 1 ? 'mixes' : 'mix'} code vectors softly while training; every error above uses the hard codes.`;
}

function budgetWords(methods: readonly Compared[], terms: FairTerms | null): string {
  if (terms) {
    const { unit, value } = terms.budget;
    const early = methods.filter(({ result }) => (unit === 'seconds' ? result.seconds : result.steps) < USED_UP * value).map(({ name }) => name);
    return early.length === 0 ? '' : `${listWords(early)} ${early.length === 1 ? 'was' : 'were'} done before the ${budgetOf(terms)} ${unit === 'seconds' && value === 1 ? 'was' : 'were'} up.`;
  }
  // Codes made elsewhere took no time here.
  const times = methods.filter(({ result }) => Number.isFinite(result.seconds)).sort((a, b) => a.result.seconds - b.result.seconds);
  const [short, long] = [times[0], times.at(-1)];
  if (!short || !long || long.result.seconds < SAME_TIME * short.result.seconds) return '';
  return `They share no budget: training took from ${formatNumber(short.result.seconds)}${THIN}s (${short.name}) to ${formatNumber(long.result.seconds)}${THIN}s (${long.name}).`;
}

/** "20 s" or "600 steps". */
export function budgetOf({ budget }: Pick<FairTerms, 'budget'>): string {
  return budget.unit === 'seconds' ? `${Number(budget.value.toPrecision(3))}${THIN}s` : `${formatCount(budget.value)} steps`;
}

function seedWords(methods: readonly Compared[]): string {
  const groups = grouped(methods, (method) => String(method.seeds));
  return groups.length < 2 ? '' : `Seeds differ: ${withOthers(groups, (count, names) => `${names} ${count}`)}. A single run has no standard deviation.`;
}

/** Names by what they share, the largest group last. */
function grouped(methods: readonly Compared[], by: (method: Compared) => string): [string, string[]][] {
  const groups = new Map<string, string[]>();
  for (const method of methods) groups.set(by(method), [...(groups.get(by(method)) ?? []), method.name]);
  return [...groups].sort(([, a], [, b]) => a.length - b.length);
}

/** The last and largest group is "the others" where it has more than one member. */
function withOthers(groups: readonly [string, string[]][], words: (key: string, names: string) => string): string {
  return groups.map(([key, names], index) => words(key, index === groups.length - 1 && names.length > 1 ? 'the others' : listWords(names))).join(', ');
}
