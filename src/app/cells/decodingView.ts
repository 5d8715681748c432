/** The view of value decoding closed over one run: which row, which way, how many levels. */
import type { Decoding } from '../../engine/records/predict';
import { formatCount, formatNumber, formatShare } from '../../viz/format';
import { valueDecoding } from '../../viz/valueDecoding';
import { inUnit } from '../components/tableWords';
import { hasCodes } from '../notebook/spec';
import type { ViewOptions } from '../notebook/spec';
import { seriesOr } from './drawing';
import { drawingOf } from '../components/drawing';
import type { RunOfPredictor } from './drawing';
import type { Drawing } from '../components/drawing';

/** What is looked at; `place` counts rows in the order of their true values, from 0 to 1, so that it means the same for every run. */
export interface DecodingFocus {
  readonly run: string;
  readonly way: 'free' | 'forced';
  readonly mode: 'row' | 'many';
  readonly place: number;
  /** Steps taken: 0 none, levels + 1 the error head too; null: all. */
  readonly shown: number | null;
}

export function focusOf(options: ViewOptions): DecodingFocus {
  return {
    run: typeof options.run === 'string' ? options.run : '', way: options.way === 'forced' ? 'forced' : 'free', mode: options.mode === 'many' ? 'many' : 'row',
    place: typeof options.place === 'number' ? Math.max(0, Math.min(1, options.place)) : 0.6, shown: typeof options.shown === 'number' && options.shown >= 0 ? options.shown : null,
  };
}

/** The run that is looked at: the one chosen, or the first that has codes. */
export function decodedRun(runs: readonly RunOfPredictor[], chosen: string): RunOfPredictor | undefined {
  const offered = runs.filter((item) => hasCodes(item.cell));
  return offered.find((item) => item.cell.id === chosen) ?? offered.find((item) => item.run?.snapshot?.decoding) ?? offered[0];
}

/** Entries of `decoding.rows` by true value, ascending. */
export function byValue({ targets }: Pick<Decoding, 'targets'>): readonly number[] {
  return Array.from(targets, (_, index) => index).sort((a, b) => targets[a]! - targets[b]! || a - b);
}

/** The entry at a place in 0..1 among the rows by value. */
export function entryAt(decoding: Pick<Decoding, 'targets'>, place: number): number {
  const order = byValue(decoding);
  return order[Math.round(place * (order.length - 1))] ?? 0;
}

/** The place of an entry, so that `entryAt` finds it again. */
export function placeOf(decoding: Pick<Decoding, 'targets'>, entry: number): number {
  const order = byValue(decoding);
  return order.length < 2 ? 0 : Math.max(0, order.indexOf(entry)) / (order.length - 1);
}

/** The entry whose prediction is nearest to its true value, or farthest from it. */
export function extremeEntry({ targets, free, numCodes }: Pick<Decoding, 'targets' | 'free' | 'numCodes'>, which: 'best' | 'worst'): number {
  const stages = numCodes.length + 1;
  const errors = Array.from(targets, (target, row) => Math.abs(free.learned[row * stages + stages - 1]! - target));
  return errors.reduce((found, error, row) => ((which === 'best' ? error < errors[found]! : error > errors[found]!) ? row : found), 0);
}

export function decodingDrawing(runs: readonly RunOfPredictor[], options: ViewOptions, unit: string, select?: (entry: number) => void): Drawing {
  const focus = focusOf(options);
  const item = decodedRun(runs, focus.run);
  const decoding = item?.run?.snapshot?.decoding ?? null;
  const index = decoding ? entryAt(decoding, focus.place) : 0;
  const data = {
    series: seriesOr(item, 'RQ-Reg', 'ink'),
    unit, decoding, way: focus.way, mode: focus.mode, index, ...(focus.shown !== null && { shown: focus.shown }),
    ...(decoding && { rowLabel: `row ${formatCount(decoding.rows[index] ?? 0)}` }),
  };
  const value = (number: number) => inUnit(formatNumber(number), unit);
  return drawingOf(valueDecoding, data, (say) => ({
    hover: (code) => say(code && `level ${code.level + 1}, ${code.code < 0 ? `stop here at ${value(code.sum)}` : `code ${code.code + 1}: ${value(code.value)}, together ${value(code.sum)}`}, probability ${formatShare(code.probability)}`),
    hoverRow: (entry) => say(entry === null || !decoding ? null : `row ${formatCount(decoding.rows[entry] ?? 0)}: true ${value(decoding.targets[entry] ?? NaN)}`),
    ...(select && { select }),
  }));
}
