/** Two runs of a view closed over their codes at a level, and their metrics beside the noise of their seeds. */
import type { MetricEntry } from '../../engine/records/quantize';
import { codeFlow } from '../../viz/codeFlow';
import type { Band, CodeFlowData, Flow } from '../../viz/flowLayout';
import { formatCount, formatShare } from '../../viz/format';
import { drawingOf } from '../components/drawing';
import type { Drawing } from '../components/drawing';
import type { ViewOptions } from '../notebook/spec';
import { codesAt, joinedRows, sameRows } from '../output/compareRuns';
import type { JoinedRows } from '../output/compareRuns';
import { matchRows } from '../output/itemRows';
import type { ItemRows } from '../output/itemRows';
import { matchGroups } from '../output/matching';
import { metricValue } from '../output/metricValue';
import { contingency } from '../output/mutualInformation';
import { spreadOf } from '../output/seedRuns';
import type { SeedRun } from '../output/seedRuns';
import { setOfRows } from '../runs/rowSet';
import { dataCellOf, optionValue, seriesOr } from './drawing';
import type { ItemsSeen, RunOfCell, ViewOption } from './drawing';
import { hasCodes } from './treeView';

const choices = (runs: readonly RunOfCell[]) => runs.map(({ cell }) => ({ value: cell.id, title: cell.name }));

export const PAIR_OPTIONS: readonly ViewOption[] = [
  { name: 'first', title: 'First run', default: '', otherwise: (runs) => runs[0]?.cell.id ?? '', choices },
  { name: 'second', title: 'Second run', default: '', otherwise: (runs) => (runs[1] ?? runs[0])?.cell.id ?? '', choices },
  { name: 'level', title: 'Level', default: 0, choices: (runs) => Array.from({ length: Math.max(1, ...runs.map(({ run }) => run?.result?.levels ?? 1)) }, (_, level) => ({ value: level, title: String(level + 1) })) },
];

export interface Pair {
  readonly first: RunOfCell;
  readonly second: RunOfCell;
  /** Null: which items both have is not known, since their data is not loaded. */
  readonly joined: JoinedRows | null;
  readonly level: number;
}

/** Null where there are no two runs with codes. */
export function pairOf(runs: readonly RunOfCell[], options: ViewOptions, rows: PairRows): Pair | null {
  const [first, second] = chosenPair(runs, options);
  const level = Number(optionValue(PAIR_OPTIONS[2]!, options, runs));
  if (!first || !second || !hasCodes(first) || !hasCodes(second)) return null;
  return { first, second, joined: joinOf(first, second, rows), level: Math.min(level, first.run!.result!.levels - 1, second.run!.result!.levels - 1) };
}

/** Names of the rows that the codes of both are of; null while they are not loaded. */
export type PairRows = readonly [ItemRows | null, ItemRows | null];

export function pairRows(runs: readonly RunOfCell[], options: ViewOptions, items: ItemsSeen | undefined): PairRows {
  const [first, second] = chosenPair(runs, options).map((item) => (item && items?.rowsOf(item.cell.id)) ?? null);
  return [first!, second!];
}

function chosenPair(runs: readonly RunOfCell[], options: ViewOptions): readonly [RunOfCell | undefined, RunOfCell | undefined] {
  const chosen = (at: 0 | 1) => runs.find(({ cell }) => cell.id === optionValue(PAIR_OPTIONS[at]!, options, runs));
  return [chosen(0), chosen(1)];
}

function joinOf(first: RunOfCell, second: RunOfCell, [from, to]: PairRows): JoinedRows | null {
  const [a, b] = [first.run!.result!, second.run!.result!];
  if (dataCellOf(first.cell) === dataCellOf(second.cell)) return a.rows === b.rows ? sameRows(a.rows) : null;
  if (!from || !to || from.rows !== a.rows || to.rows !== b.rows) return null;
  return joinedRows(matchRows(from, to));
}

export function compareDrawing(runs: readonly RunOfCell[], options: ViewOptions, items: ItemsSeen | undefined, pair = pairOf(runs, options, pairRows(runs, options, items))): Drawing {
  const { data, rowsOf } = flowsOf(runs, options, pair);
  return drawingOf(codeFlow, data, (say) => ({
    hover: (band) => say(band && `${band.from.text} of ${data.first.name}, ${band.to.text} of ${data.second.name}: ${formatCount(band.items)} items, ${formatShare(band.items / data.items)}${band.matched ? ', matched' : ''}`),
    select: (band) => {
      if (!items || !pair) return;
      const rows = rowsOf(band);
      items.chooseRows({ data: dataCellOf(pair.first.cell), rows: setOfRows(pair.first.run!.result!.rows, rows), chosen: { by: 'list', words: `${band.from.text} of ${data.first.name} and ${band.to.text} of ${data.second.name} at level ${data.level + 1}` } });
    },
  }));
}

function flowsOf(runs: readonly RunOfCell[], options: ViewOptions, pair: Pair | null): { data: CodeFlowData; rowsOf: (band: Band) => Uint32Array } {
  const chosen = chosenPair(runs, options);
  const [first, second] = [seriesOr(chosen[0], 'First run', 'ink'), seriesOr(chosen[1], 'Second run', 'ink')];
  const none = { data: { first, second, level: 0, items: 0, flows: [], best: true }, rowsOf: () => new Uint32Array(0) };
  if (!pair?.joined || pair.joined.first.length === 0) return none;
  const { joined, level } = pair;
  const { a, b, of, items, flows, best } = countedOf(pair, joined);
  return { data: { first, second, level, items, flows, best }, rowsOf: ({ from, to, matched }) => joined.first.filter((_, i) => from.codes.has(a[i]!) && to.codes.has(b[i]!) && (of[a[i]!] === b[i]) === matched) };
}

interface Counted {
  /** [items] the codes of both. */
  readonly a: Uint32Array;
  readonly b: Uint32Array;
  /** The code of the second run that stands for each of the first. */
  readonly of: ReturnType<typeof matchGroups>['of'];
  readonly items: number;
  readonly flows: readonly Flow[];
  readonly best: boolean;
}

const counted = new WeakMap<Pair, Counted>();

/** Counted once a pair: a selection draws the figure anew and changes none of it. */
function countedOf(pair: Pair, joined: JoinedRows): Counted {
  const known = counted.get(pair);
  if (known) return known;
  const { first, second, level } = pair;
  const [a, b] = [codesAt(first.run!.result!, joined.first, level), codesAt(second.run!.result!, joined.second, level)];
  const table = contingency(a, b);
  const { of, best } = matchGroups(table);
  const flows = Array.from(table.counts, (items, i): Flow => ({ from: table.from[i]!, to: table.to[i]!, items, matched: of[table.from[i]!] === table.to[i] }));
  const made: Counted = { a, b, of, items: table.items, flows, best };
  counted.set(pair, made);
  return made;
}

/** A metric of both runs over their seeds. */
export interface MetricDifference {
  readonly metric: MetricEntry;
  /** Last entry of a list by level. */
  readonly first: { readonly mean: number; readonly sd: number; readonly n: number };
  readonly second: MetricDifference['first'];
  readonly difference: number;
  /** Within two standard errors of the difference; null: a single seed each, noise is not known. */
  readonly withinNoise: boolean | null;
}

/** The metrics that both have a value of. The noise is that of the means over seeds; where one run has a single seed, the other's spread stands for both. */
export function metricDifferences(metrics: readonly MetricEntry[], first: readonly SeedRun[], second: readonly SeedRun[]): readonly MetricDifference[] {
  const toldBy = (key: string, runs: readonly SeedRun[]) => {
    const spread = spreadOf(key, runs.filter(({ result }) => metricValue(key, result) !== undefined).map(({ result }) => result));
    return spread && { mean: last(spread.mean), sd: last(spread.sd), n: spread.n };
  };
  return metrics.flatMap((metric) => {
    const [a, b] = [toldBy(metric.key, first), toldBy(metric.key, second)];
    if (!a || !b || !Number.isFinite(a.mean) || !Number.isFinite(b.mean)) return [];
    const difference = b.mean - a.mean;
    return [{ metric, first: a, second: b, difference, withinNoise: withinNoise(difference, a, b) }];
  });
}

function withinNoise(difference: number, a: MetricDifference['first'], b: MetricDifference['first']): boolean | null {
  const [sdA, sdB] = [a.n > 1 ? a.sd : b.sd, b.n > 1 ? b.sd : a.sd];
  if (a.n < 2 && b.n < 2) return null;
  return Math.abs(difference) <= 2 * Math.sqrt(sdA ** 2 / a.n + sdB ** 2 / b.n);
}

function last(value: number | readonly number[]): number {
  return typeof value === 'number' ? value : (value.at(-1) ?? NaN);
}
