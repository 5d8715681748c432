/** What a history is worth: AUC in groups of rows by the number of earlier events of their user, a line a run. */
import { scaleLinear } from 'd3';
import { axisTicks, axisX, axisY, axisYWidth } from './axes';
import { MEASURE_TITLES, measureWords, onAxis } from './clickMeasures';
import { endLabelWidth } from './endLabels';
import { drawFoot, footHeight } from './foot';
import { csv, formatCount, listWords, textWidth } from './format';
import { FONT, emptyState, marks, prepare } from './marks';
import { pointCursor } from './pointCursor';
import { drawRunLines } from './runLines';
import type { AxisPlace, Tick } from './axes';
import type { ByHistory } from '../engine/records/click';
import type { Readable } from './pointCursor';
import type { Series, ViewModule } from './view';

export interface HistoryAucData {
  /** null: nothing predicted yet. */
  readonly series: readonly { readonly series: Series; readonly byHistory: ByHistory | null }[];
}

export interface HistoryAucEvents {
  /** `group` is 0-based, by rising length; `from` to `upTo` earlier events. */
  hover(group: { seriesId: string; group: number; from: number; upTo: number; auc: number; rows: number } | null): void;
}

interface Group {
  readonly group: number;
  readonly from: number;
  readonly upTo: number;
  readonly auc: number;
  readonly rows: number;
}

interface GroupPoint extends Readable, Group {
  readonly seriesId: string;
}

const TOP = 30;
const AXIS = 44;
/** AUC of a coin, in per cent. */
const CHANCE = 50;
const EMPTY = 'AUC by history: starts with the first look at the validation rows.';
const UNDEFINED = 'AUC by history: no group holds both labels.';
const CAPTION = 'Groups of about equally many rows by how many earlier events their user has. AUC compares rows within a group.';
const WITH_CHANCE = ' Dashed: a coin.';

export const historyAuc: ViewModule<HistoryAucData, HistoryAucEvents> = {
  draw(root, data, size, on) {
    prepare(root, size);
    const runs = runsOf(data).filter(({ groups }) => groups.length > 0);
    if (emptyState(root, size, runs.length > 0 ? null : data.series.some(({ byHistory }) => byHistory) ? UNDEFINED : EMPTY)) return;
    const values = valuesOf(data);
    const margin = endLabelWidth(runs.map(endOf), size.width);
    const bottom = Math.max(TOP + 20, size.height - AXIS - footHeight(captionOf(data), size.width));
    const [low, high] = [Math.min(...values), Math.max(...values)];
    const air = Math.max(0.08 * (high - low), 0.5);
    const y = scaleLinear([low - air, high + air], [bottom, TOP + 4]);
    const yTicks = axisTicks(y.domain() as [number, number], Math.max(3, Math.round((bottom - TOP) / 30)));
    const left = axisYWidth(yTicks);
    const right = Math.max(left + 20, size.width - margin.width);
    const count = Math.max(...data.series.map(({ byHistory }) => byHistory?.upTo.length ?? 0));
    const x = scaleLinear([0, count], [left + 2, right - 2]);
    const place = { left, right, top: TOP, bottom, width: size.width };
    axisY(root, 'y', y, yTicks, { ...place, title: MEASURE_TITLES.auc });
    axisX(root, 'x', x, ...groupTicks(data, count, (right - left) / count, place));
    marks(root, 'chance', 'line', holdsChance(values) ? [{ key: 'chance', attributes: { x1: left, x2: right, y1: y(CHANCE), y2: y(CHANCE), stroke: 'var(--ink)', 'stroke-width': 1.2, 'stroke-dasharray': '3 4' } }] : []);
    const lines = runs.map((run) => ({
      ...endOf(run), points: run.groups.map((group): GroupPoint => ({ ...group, seriesId: run.series.id, x: x(group.group + 0.5), y: y(onAxis(group.auc, 'auc')), words: wordsOf(run.series.name, group) })),
    }));
    drawRunLines(root, lines, { right, top: TOP, bottom, margin });
    drawFoot(root, captionOf(data), bottom + AXIS - 4, size.width);
    const points = lines.flatMap((run) => run.points);
    pointCursor<GroupPoint>(root, size, {
      points, columns: count, readingY: size.height - 5, label: `AUC by history: ${points.length} groups of ${runs.length} runs`,
      show: (point) => on?.hover?.(point && { seriesId: point.seriesId, group: point.group, from: point.from, upTo: point.upTo, auc: point.auc, rows: point.rows }),
    });
  },
  height: (data, width) => Math.round(Math.max(220, Math.min(320, width * 0.5))) + footHeight(captionOf(data), width),
  describe(data) {
    const parts = runsOf(data).map(({ series, groups }) => {
      const words = groups.map((group) => `${measureWords(group.auc, 'auc')} with ${rangeWords(group)}`);
      return `${series.name}: ${words.length === 0 ? 'nothing predicted yet' : listWords(words)}`;
    });
    return `AUC by the number of earlier events of a user. ${parts.join('. ')}.`;
  },
  toCsv: (data) => csv(['method', 'group', 'earlier events from', 'earlier events up to', 'rows', 'AUC'], data.series.flatMap(({ series, byHistory }) =>
    Array.from(byHistory?.upTo ?? [], (upTo, i) => [series.name, i + 1, fromOf(byHistory!.upTo, i), upTo, byHistory!.rows[i] ?? NaN, byHistory!.auc[i] ?? NaN]))),
};

/** Groups with an AUC. */
function runsOf(data: HistoryAucData): { series: Series; groups: Group[] }[] {
  return data.series.map(({ series, byHistory }) => ({
    series,
    groups: Array.from(byHistory?.upTo ?? [], (upTo, group) => ({ group, from: fromOf(byHistory!.upTo, group), upTo, auc: byHistory!.auc[group] ?? NaN, rows: byHistory!.rows[group] ?? 0 }))
      .filter(({ auc }) => Number.isFinite(auc)),
  }));
}

function fromOf(upTo: ArrayLike<number>, group: number): number {
  return group === 0 ? 0 : Math.min(upTo[group]!, upTo[group - 1]! + 1);
}

function endOf({ series, groups }: { series: Series; groups: readonly Group[] }): { series: Series; value: string } {
  return { series, value: measureWords(groups.at(-1)!.auc, 'auc') };
}

function valuesOf(data: HistoryAucData): number[] {
  return runsOf(data).flatMap(({ groups }) => groups.map(({ auc }) => onAxis(auc, 'auc')));
}

/** A coin is shown where a run comes near it; elsewhere it would only press the lines together. */
function holdsChance(values: readonly number[]): boolean {
  return values.length > 0 && Math.min(...values) < CHANCE + 0.5;
}

function captionOf(data: HistoryAucData): string {
  return holdsChance(valuesOf(data)) ? CAPTION + WITH_CHANCE : CAPTION;
}

/** "up to 3", "4–9", "12". */
function rangeWords({ from, upTo }: Pick<Group, 'from' | 'upTo'>): string {
  if (from === upTo) return formatCount(upTo);
  return from === 0 ? `up to ${formatCount(upTo)}` : `${formatCount(from)}–${formatCount(upTo)}`;
}

function wordsOf(name: string, group: Group): string {
  return `${name}, ${rangeWords(group)} earlier events: ${measureWords(group.auc, 'auc')}, ${formatCount(group.rows)} rows`;
}

type Frame = Omit<AxisPlace, 'title'>;

/** Ranges in the middle of the groups where they fit, the ends of the groups where not, and numbers where the runs have other groups. */
function groupTicks(data: HistoryAucData, count: number, room: number, place: Frame): [Tick[], AxisPlace] {
  const known = data.series.flatMap(({ byHistory }) => (byHistory ? [byHistory.upTo] : []));
  const alike = known.every((upTo) => upTo.length === count && upTo.every((value, i) => value === known[0]?.[i]));
  const ticks = (label: (group: number) => string) => Array.from({ length: count }, (_, group) => ({ value: group + 0.5, label: label(group) }));
  const numbers = ticks((group) => String(group + 1));
  if (!alike) return [numbers, { ...place, title: 'group, by rising number of earlier events' }];
  const ranges = ticks((group) => rangeWords({ from: fromOf(known[0]!, group), upTo: known[0]![group]! }));
  if (ranges.every(({ label }) => textWidth(label, FONT.label) + 8 <= room)) return [ranges, { ...place, title: 'earlier events of the user' }];
  return [Array.from({ length: count }, (_, group) => ({ value: group + 1, label: formatCount(known[0]![group]!) })), { ...place, title: 'earlier events of the user, up to' }];
}
