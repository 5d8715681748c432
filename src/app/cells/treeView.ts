/** The tree of semantic IDs closed over one run: its counts, what colours a prefix, and words of prefixes. */
import type { ItemStages } from '../../engine/records/items';
import { formatCount, formatNumber, formatShare } from '../../viz/format';
import { idTree } from '../../viz/idTree';
import { focusRange, nodeKey } from '../../viz/idTreeData';
import type { IdTreeData, IdTreeMeasure, PrefixHover } from '../../viz/idTreeData';
import { drawingOf } from '../components/drawing';
import type { Drawing } from '../components/drawing';
import type { ViewOptions } from '../notebook/spec';
import type { ItemRows } from '../output/itemRows';
import { countsAlong, endOf, meansOf, nodeOf, purityOf, treeOf } from '../output/prefixTree';
import type { PrefixTree } from '../output/prefixTree';
import { topWords } from '../output/titleWords';
import type { TitleWords } from '../output/titleWords';
import { dataCellOf, optionValue, seriesOr } from './drawing';
import type { ItemsSeen, RunOfCell, ViewOption } from './drawing';

export const RUN_OPTION: ViewOption = {
  name: 'run', title: 'Run', default: '',
  otherwise: (runs) => (runs.find(hasCodes) ?? runs[0])?.cell.id ?? '',
  choices: (runs) => runs.map(({ cell }) => ({ value: cell.id, title: cell.name })),
};

export const MEASURE_OPTION: ViewOption = {
  name: 'measure', title: 'Colour', default: 'rest',
  choices: () => [{ value: 'rest', title: 'left over after the prefix' }, { value: 'error', title: 'error after all codes' }, { value: 'purity', title: 'purity of a label' }, { value: 'none', title: 'level' }],
};

/** What the card brings beside the runs. */
export interface TreeExtras {
  readonly focus: readonly number[];
  readonly stages: ItemStages | null;
  readonly words: TitleWords | null;
  /** Zooms to a prefix. */
  readonly onFocus?: (prefix: readonly number[]) => void;
  /** One level up from where the focus is then: the figure may be drawn a moment later than a key is pressed. */
  readonly onUp?: () => void;
}

export const NO_EXTRAS: TreeExtras = { focus: [], stages: null, words: null };

/** Prefixes with fewer of the items in focus than one in so many have no words: there is no room for them. */
const NAMED = 40;
/** Titles of a prefix that its words are counted in. */
const TITLES = 2000;
/** Rows looked at to tell whether a column is one of labels. */
const LOOKED_AT = 1000;

export function hasCodes({ run }: RunOfCell): boolean {
  return (run?.result?.codes.length ?? 0) > 0;
}

export function chosenRun(runs: readonly RunOfCell[], options: ViewOptions): RunOfCell | undefined {
  const id = optionValue(RUN_OPTION, options, runs);
  return runs.find(({ cell }) => cell.id === id);
}

/** Columns whose values come back often enough to be labels, by the first rows. */
export function labelColumns(items: ItemRows | null): readonly ItemRows['metadata'][number][] {
  return (items?.metadata ?? []).filter(({ values }) => {
    const some = values.slice(0, LOOKED_AT);
    const different = new Set(some).size;
    return different > 1 && different <= some.length / 2;
  });
}

export function labelColumn(items: ItemRows | null, options: ViewOptions): ItemRows['metadata'][number] | null {
  const columns = labelColumns(items);
  return columns.find(({ name }) => name === options.label) ?? columns[0] ?? null;
}

export function treeDrawing(runs: readonly RunOfCell[], options: ViewOptions, items: ItemsSeen | undefined, extras: TreeExtras): Drawing {
  const data = treeData(runs, options, items, extras);
  const item = chosenRun(runs, options);
  const select = (prefix: readonly number[], add: boolean) => {
    if (!item) return;
    items?.chooseCode({ by: 'prefix', run: item.cell.id, codes: prefix }, add);
    const same = prefix.length === data.focus.length && prefix.every((code, level) => code === data.focus[level]);
    // A whole ID has nothing below it to zoom into.
    if (same) extras.onUp?.();
    else if (prefix.length < data.depths.length) extras.onFocus?.(prefix);
  };
  return drawingOf(idTree, data, (say) => ({ hover: (prefix) => say(prefix && prefixWords(prefix, data)), select, up: () => extras.onUp?.() }));
}

export function treeData(runs: readonly RunOfCell[], options: ViewOptions, items: ItemsSeen | undefined, { focus, stages, words }: TreeExtras): IdTreeData {
  const item = chosenRun(runs, options);
  const series = seriesOr(item, 'IDs', 'ink');
  const result = item?.run?.result;
  const empty = { series, items: 0, depths: [], focus: [], measure: null, selected: null, inspected: null, words: new Map<string, string>() };
  if (!item || !result || !hasCodes(item)) return empty;
  const tree = treeOf(result);
  const data = dataCellOf(item.cell);
  const { measure, values } = measured(tree, options, items?.rowsOf(item.cell.id) ?? null, stages);
  const { inspected } = items ?? {};
  const rows = items?.selectedOf(item.cell.id);
  const selected = rows?.bits.length === tree.items ? countsAlong(tree, rows.bits) : null;
  const place = inspected?.what === 'item' && inspected.data === data ? tree.order.indexOf(inspected.row) : -1;
  const found = nodeOf(tree, focus) >= 0 ? focus : [];
  const drawn = { ...tree, focus: found, depths: tree.depths.map((depth, d) => ({ ...depth, values: values[d] ?? null })) };
  return { series, ...drawn, measure, selected, inspected: place < 0 ? null : place, words: words && words.offsets.length === tree.items + 1 ? wordsOf(tree, found, words) : empty.words };
}

function measured(tree: PrefixTree, options: ViewOptions, rows: ItemRows | null, stages: ItemStages | null): { measure: IdTreeMeasure | null; values: readonly Float64Array[] } {
  const none = { measure: null, values: [] };
  const { measure = MEASURE_OPTION.default } = options;
  if (measure === 'purity') {
    const column = labelColumn(rows, options);
    if (!column || column.values.length !== tree.items) return none;
    return { measure: { title: `purity of ${column.name}`, low: 0, high: 1, format: 'share' }, values: ofColumn(tree, column.values) };
  }
  if (!stages || stages.rows !== tree.items || stages.levels !== tree.depths.length || (measure !== 'rest' && measure !== 'error')) return none;
  const values = ofRests(tree, stages, measure);
  const high = measure === 'rest' ? 1 : Math.max(...values.map((depth) => depth.reduce((most, value) => (value > most ? value : most), 0)));
  return { measure: { title: measure === 'rest' ? 'left over after the prefix, of 1 before' : 'error after all codes, of 1 before', low: 0, high, format: 'number' }, values };
}

const columns = new WeakMap<readonly string[], { readonly tree: PrefixTree; readonly values: readonly Float64Array[] }>();

function ofColumn(tree: PrefixTree, column: readonly string[]): readonly Float64Array[] {
  const before = columns.get(column);
  if (before?.tree === tree) return before.values;
  const numbers = new Map<string, number>();
  const labels = Int32Array.from(column, (value) => {
    if (value === '') return -1;
    if (!numbers.has(value)) numbers.set(value, numbers.size);
    return numbers.get(value)!;
  });
  const values = tree.depths.map((_, depth) => purityOf(tree, depth, labels));
  columns.set(column, { tree, values });
  return values;
}

const rests = new WeakMap<ItemStages, Map<string, readonly Float64Array[]>>();

/** Root mean square of what is left, after a prefix's codes or after all of them, over that of all items before the first. */
function ofRests(tree: PrefixTree, stages: ItemStages, measure: 'rest' | 'error'): readonly Float64Array[] {
  const kept = rests.get(stages) ?? new Map<string, readonly Float64Array[]>();
  rests.set(stages, kept);
  const before = kept.get(measure);
  if (before) return before;
  const { left, levels } = stages;
  const known = left[0]!.filter((value) => !Number.isNaN(value));
  const scale = Math.sqrt(known.reduce((sum, value) => sum + value * value, 0) / known.length) || 1;
  const values = tree.depths.map((_, depth) => {
    const norms = left[measure === 'rest' ? depth + 1 : levels]!;
    return meansOf(tree, depth, (row) => norms[row]! ** 2).map((mean) => Math.sqrt(mean) / scale);
  });
  kept.set(measure, values);
  return values;
}

/** Of the prefixes that are wide enough for words, those over-represented in the titles of their items. */
function wordsOf(tree: PrefixTree, focus: readonly number[], words: TitleWords): Map<string, string> {
  const [from, to] = focusRange({ ...tree, depths: tree.depths.map((depth) => ({ ...depth, values: null })), focus });
  const made = new Map<string, string>();
  tree.depths.forEach(({ starts }, depth) => starts.forEach((start, node) => {
    const end = endOf(tree, depth, node);
    if (end <= from || start >= to || end - start < Math.max(3, (to - from) / NAMED)) return;
    const every = Math.ceil((end - start) / TITLES);
    const rows = tree.order.subarray(start, end).filter((_, i) => i % every === 0);
    const top = topWords(words, rows, 3);
    if (top.length > 0) made.set(nodeKey(depth, node), top.join(' · '));
  }));
  return made;
}

function prefixWords({ prefix, items, value, selected, words }: PrefixHover, { measure, items: all }: IdTreeData): string {
  const told = value === null || !measure ? [] : [`${measure.title} ${measure.format === 'share' ? formatShare(value) : formatNumber(value)}`];
  return [
    `${prefix.length === 1 ? 'code' : 'prefix'} ${prefix.join(' ')}: ${formatCount(items)} ${items === 1 ? 'item' : 'items'}, ${formatShare(items / all)}`,
    ...told, ...(selected ? [`${formatCount(selected)} selected`] : []), ...(words === null ? [] : [words]),
  ].join(' · ');
}
