/** What the two code-usage figures share: their data, and what the counts say. */
import { csv, formatCount, formatNumber, listWords } from './format';
import type { Series } from './view';

export interface LevelUsage {
  readonly numCodes: number;
  /** Uses of each code; null: the level is not reached yet. */
  readonly usage: Uint32Array | null;
  /** Uses by the selected rows alone; absent: none are selected. */
  readonly selected?: Uint32Array;
}

export interface SeriesUsage {
  readonly series: Series;
  readonly levels: readonly LevelUsage[];
  /** Rows it was counted on, and whether these are all. */
  readonly rows: number;
  readonly exact: boolean;
}

/** One code, as the figures tell of it; `level` and `code` count from 0. */
export interface CodeHover {
  readonly seriesId: string;
  readonly level: number;
  readonly code: number;
  readonly uses: number;
  /** Of all rows counted; NaN where none were. */
  readonly share: number;
  /** How many of the selected rows; '' where none are. */
  readonly selected: string;
}

export interface CodeSelection {
  readonly seriesId: string;
  readonly level: number;
  readonly code: number;
}

export interface CodeEvents {
  hover(code: CodeHover | null): void;
  /** `add`: beside what is selected. */
  select(code: CodeSelection, add: boolean): void;
}

/** A used code with less than this part of an even share is near-dead. */
export const NEAR_DEAD = 0.1;

export type CodeState = 'dead' | 'near-dead' | 'used';

export interface UsageSummary {
  readonly total: number;
  readonly inUse: number;
  readonly dead: number;
  readonly nearDead: number;
  /** exp of the entropy; NaN where nothing was counted. */
  readonly perplexity: number;
}

export function summarize(usage: Uint32Array): UsageSummary {
  let total = 0;
  for (const uses of usage) total += uses;
  let [inUse, nearDead, entropy] = [0, 0, 0];
  for (const uses of usage) {
    if (uses === 0) continue;
    inUse += 1;
    if (stateOf(uses, total, usage.length) === 'near-dead') nearDead += 1;
    entropy -= (uses / total) * Math.log(uses / total);
  }
  return { total, inUse, dead: usage.length - inUse, nearDead, perplexity: total > 0 ? Math.exp(entropy) : NaN };
}

export function stateOf(uses: number, total: number, numCodes: number): CodeState {
  if (uses === 0) return 'dead';
  return uses < (NEAR_DEAD * total) / numCodes ? 'near-dead' : 'used';
}

/** Shares of the selected rows and of all that use a code, in words; '' where none are selected. */
export function selectedWords(item: SeriesUsage, level: number, code: number): string {
  const selected = item.levels[level]?.selected;
  if (!selected) return '';
  return `, ${formatCount(selected[code] ?? 0)} of ${formatCount(summarize(selected).total)} selected`;
}

export function hoverOf(item: SeriesUsage, level: number, code: number): CodeHover {
  const usage = item.levels[level]?.usage ?? new Uint32Array(0);
  const uses = usage[code] ?? 0;
  const { total } = summarize(usage);
  return { seriesId: item.series.id, level, code, uses, share: total > 0 ? uses / total : NaN, selected: selectedWords(item, level, code) };
}

/** Whether any level of any method has been counted. */
export function anyUsage(series: readonly SeriesUsage[]): boolean {
  return series.some((item) => item.levels.some((level) => level.usage !== null));
}

export function describeUsage(series: readonly SeriesUsage[]): string {
  if (!anyUsage(series)) return 'Codes in use: nothing counted yet.';
  const parts = series.map((item) => {
    const levels = item.levels.map((level, l) => {
      if (level.usage === null) return `level ${l + 1} not reached yet`;
      const { inUse, dead, perplexity } = summarize(level.usage);
      return `level ${l + 1} ${formatCount(inUse)} of ${formatCount(level.numCodes)} (${formatCount(dead)} dead, perplexity ${formatNumber(perplexity)})`;
    });
    return `${item.series.name}: ${listWords(levels)}${item.exact ? '' : `, counted on ${formatCount(item.rows)} rows`}`;
  });
  return `Codes in use. ${parts.join('. ')}.`;
}

/** One row a code; levels not reached yet are left out. */
export function usageCsv(series: readonly SeriesUsage[]): string {
  const rows: (string | number)[][] = [];
  for (const item of series) {
    item.levels.forEach((level, l) => {
      if (level.usage === null) return;
      const { total } = summarize(level.usage);
      level.usage.forEach((uses, code) => rows.push([item.series.name, l + 1, code, uses, total > 0 ? uses / total : NaN]));
    });
  }
  return csv(['method', 'level', 'code', 'uses', 'share'], rows);
}
