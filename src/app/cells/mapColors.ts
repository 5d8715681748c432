/** What the points of a map can be coloured by: a code, a prefix, a column of the file, or a length that the codes leave. */
import type { ItemStages } from '../../engine/records/items';
import { categoriesOf, categoryOf } from '../../viz/categories';
import { codeMarks, spreadColors } from '../../viz/codeMarks';
import { CATEGORY_COLORS, SCALE_STEPS, categoryColor, scaleColor } from '../../viz/colors';
import type { MapColor } from '../../viz/itemMap';
import type { ItemRows } from '../output/itemRows';

export interface ColorChoice {
  readonly value: string;
  readonly title: string;
}

/** The codes of a run. */
export interface Codes {
  /** int32 [rows, levels] */
  readonly codes: Int32Array;
  readonly levels: number;
}

const CODES = Array.from({ length: CATEGORY_COLORS }, (_, i) => categoryColor(i));
const STEPS = Array.from({ length: SCALE_STEPS }, (_, i) => scaleColor(i));
/** Where a scale ends: lengths beyond it share its last step. */
const END = 0.995;

/** In the order in which they are offered. The first stands while none is chosen. */
export function colorChoices(levels: number, names: ItemRows | null): readonly ColorChoice[] {
  const columns = (names?.metadata ?? []).filter(({ values }) => values !== names?.titles).map(({ name }) => ({ value: `column ${name}`, title: name }));
  if (levels === 0) return [...columns, { value: 'one', title: 'one colour' }];
  const all = Array.from({ length: levels }, (_, level) => level + 1);
  return [
    ...all.map((level) => ({ value: `code ${level}`, title: `code, level ${level}` })),
    ...all.slice(1).map((depth) => ({ value: `prefix ${depth}`, title: depth === levels ? 'whole ID' : `first ${depth} codes` })),
    ...columns,
    { value: 'left', title: 'length left' },
    { value: 'error', title: 'error' },
    { value: 'one', title: 'one colour' },
  ];
}

/** Colours of the rows drawn (null: all), by one of the choices. `depth`: codes taken off at this stop, for the length left. */
export function mapColor(choice: string, stages: ItemStages | null, coded: Codes | null, names: ItemRows | null, rows: Uint32Array | null, count: number, depth: number): MapColor {
  const row = (i: number) => (rows ? rows[i]! : i);
  const [kind, rest = ''] = [choice.split(' ')[0], choice.slice(choice.indexOf(' ') + 1)];
  if (kind === 'column') {
    const values = names?.metadata.find(({ name }) => name === rest)?.values ?? [];
    return byNames(rest, (i) => values[row(i)] ?? '', count);
  }
  if (stages && coded && (kind === 'code' || kind === 'prefix')) {
    const { group, groups } = grouped(coded, Number(rest), kind === 'prefix');
    const marks = codeMarks(stages.rebuilt[Number(rest)]!, kind === 'code' ? stages.rebuilt[Number(rest) - 1]! : null, group);
    const colors = spreadColors(marks, groups);
    const { codes, levels } = coded;
    const first = kind === 'prefix' ? 0 : Number(rest) - 1;
    const value = (i: number) => Array.from(codes.subarray(row(i) * levels + first, row(i) * levels + Number(rest))).join('-');
    return {
      by: kind === 'code' ? `code of level ${rest}` : `first ${rest} codes`, of: Uint8Array.from({ length: count }, (_, i) => colors[group[row(i)]!] ?? 0), palette: CODES,
      value: kind === 'code' ? (i) => codes[row(i) * levels + first]! : value, key: null,
    };
  }
  if (stages && (kind === 'left' || kind === 'error')) {
    const lengths = stages.left[kind === 'error' ? stages.levels : depth]!;
    const range = kind === 'left' ? { low: 0, high: quantile(stages.left[0]!, END) } : { low: quantile(lengths, 1 - END), high: quantile(lengths, END) };
    return byLength(kind === 'error' ? 'error: length left after all codes' : 'length left', (i) => lengths[row(i)]!, count, range);
  }
  return { by: 'no column', of: new Uint8Array(count), palette: [categoryColor(0)], value: () => '', key: { names: [] } };
}

/** [rows] number of each row's code at a level (from 1), or of its first `depth` codes; -1: it has none. */
export function grouped({ codes, levels }: Codes, depth: number, prefix: boolean): { readonly group: Int32Array; readonly groups: number } {
  const rows = codes.length / levels;
  const group = new Int32Array(rows);
  if (!prefix) {
    let most = -1;
    for (let row = 0; row < rows; row++) most = Math.max(most, (group[row] = codes[row * levels + depth - 1]!));
    return { group, groups: most + 1 };
  }
  const numbers = new Map<string, number>();
  for (let row = 0; row < rows; row++) {
    if (codes[row * levels]! < 0) {
      group[row] = -1;
      continue;
    }
    const key = codes.subarray(row * levels, row * levels + depth).join();
    const known = numbers.get(key) ?? numbers.size;
    if (known === numbers.size) numbers.set(key, known);
    group[row] = known;
  }
  return { group, groups: numbers.size };
}

function byNames(by: string, value: (i: number) => string, count: number): MapColor {
  const values = Array.from({ length: count }, (_, i) => value(i));
  const categories = categoriesOf(values);
  const numbers = new Map(values.map((name) => [name, categories.indexOf(categoryOf(name, categories)!)]));
  return { by, of: Uint8Array.from(values, (name) => numbers.get(name)!), palette: categories.map(({ color }) => color), value, key: { names: categories } };
}

function byLength(by: string, value: (i: number) => number, count: number, { low, high }: { readonly low: number; readonly high: number }): MapColor {
  const step = (length: number) => (high > low ? Math.floor((SCALE_STEPS * (length - low)) / (high - low)) : 0);
  return { by, of: Uint8Array.from({ length: count }, (_, i) => Math.max(0, Math.min(SCALE_STEPS - 1, step(value(i)) || 0))), palette: STEPS, value, key: { low, high } };
}

function quantile(values: Float32Array, share: number): number {
  const known = values.filter(Number.isFinite).sort();
  return known[Math.round(share * (known.length - 1))] ?? 0;
}
