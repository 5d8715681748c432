/** Whether cheap metrics of IDs tell what the task tells: a point a quantizer, Recall@10 against one metric of its codes, with their rank correlation. */
import { scaleLinear } from 'd3';
import { axisTicks, axisX, axisY, axisYWidth } from './axes';
import { hueColor } from './colors';
import { drawFoot, footHeight } from './foot';
import { boldWidth, csv, fitEnds, formatNumber, formatShare, listWords } from './format';
import { FONT, emptyState, marks, prepare, texts } from './marks';
import { pointCursor } from './pointCursor';
import type { Readable } from './pointCursor';
import type { Series, ViewModule } from './view';

export interface IdQualityData {
  /** Of the codes: "collision rate". */
  readonly metric: string;
  readonly points: readonly QualityPoint[];
  /** Rank correlation over the points with the middle 95 % of its bootstrap draws; null: too few points to tell. */
  readonly correlation: { readonly rho: number; readonly low: number; readonly high: number } | null;
  /** Points that are wanted at least. */
  readonly wanted: number;
}

export interface QualityPoint {
  readonly series: Series;
  /** Of the codes, and Recall@10 as a share: means over seeds. */
  readonly metric: number;
  readonly recall: number;
  /** Standard deviation of Recall@10 over seeds; absent: one seed. */
  readonly sd?: number;
}

export interface IdQualityEvents {
  hover(point: (Omit<QualityPoint, 'series'> & { seriesId: string }) | null): void;
}

interface Placed extends Readable {
  readonly point: QualityPoint;
}

const TOP = 30;
const AXIS = 44;
const EMPTY = 'Cheap metrics against recall: starts when a run on semantic IDs has ranked its test cases.';

export const idQuality: ViewModule<IdQualityData, IdQualityEvents> = {
  draw(root, data, size, on) {
    prepare(root, size);
    const points = known(data);
    if (emptyState(root, size, points.length > 0 ? null : EMPTY)) return;
    const caption = captionOf(data);
    const bottom = Math.max(TOP + 20, size.height - AXIS - footHeight(caption, size.width));
    const y = scaleLinear(spread(points.flatMap(({ recall, sd = 0 }) => [100 * (recall - sd), 100 * (recall + sd)]), 0), [bottom, TOP + 6]);
    const yTicks = axisTicks(y.domain() as [number, number], Math.max(3, Math.round((bottom - TOP) / 36)));
    const left = axisYWidth(yTicks);
    const right = size.width - 8;
    const x = scaleLinear(spread(points.map(({ metric }) => metric)), [left + 8, right - 8]);
    const place = { left, right, top: TOP, bottom, width: size.width };
    axisY(root, 'y', y, yTicks, { ...place, title: 'Recall@10 (%)' });
    axisX(root, 'x', x, axisTicks(x.domain() as [number, number], Math.max(2, Math.round((right - left) / 80))), { ...place, title: data.metric });
    const placed = points.map((point): Placed => ({ point, x: x(point.metric), y: y(100 * point.recall), words: `${point.series.name}: ${pointWords(point, data.metric)}` }));
    marks(root, 'spreads', 'line', placed.flatMap(({ point, x: at }) => (point.sd === undefined ? [] : [{ key: point.series.id, attributes: { x1: at, x2: at, y1: y(100 * (point.recall - point.sd)), y2: y(100 * (point.recall + point.sd)), stroke: hueColor(point.series.hue), 'stroke-width': 1.4 } }])));
    marks(root, 'points', 'circle', placed.map(({ point, x: cx, y: cy }) => ({ key: point.series.id, attributes: { cx, cy, r: 5, fill: hueColor(point.series.hue), stroke: 'var(--ground)', 'stroke-width': 1 } })));
    texts(root, 'names', namesOf(placed, left, right, TOP, bottom));
    drawFoot(root, caption, bottom + AXIS - 4, size.width);
    pointCursor<Placed>(root, size, {
      points: placed, columns: 1, readingY: size.height - 5, label: `Recall@10 against ${data.metric}: ${placed.length} runs`,
      show: (found) => on?.hover?.(found && { seriesId: found.point.series.id, metric: found.point.metric, recall: found.point.recall, ...(found.point.sd !== undefined && { sd: found.point.sd }) }),
    });
  },
  height: (data, width) => Math.round(Math.max(240, Math.min(340, width * 0.55))) + footHeight(captionOf(data), width),
  describe(data) {
    const words = known(data).map((point) => `${point.series.name} ${pointWords(point, data.metric)}`);
    return `Recall@10 against ${data.metric}: ${words.length === 0 ? 'nothing ranked yet' : listWords(words)}. ${captionOf(data)}`;
  },
  toCsv: (data) => csv(['run', data.metric, 'Recall@10', 'standard deviation'], data.points.map(({ series, metric, recall, sd }) => [series.name, metric, recall, sd ?? NaN])),
};

function known({ points }: IdQualityData): QualityPoint[] {
  return points.filter(({ metric, recall }) => Number.isFinite(metric) && Number.isFinite(recall));
}

function captionOf(data: IdQualityData): string {
  const count = known(data).length;
  const bars = known(data).some(({ sd }) => sd !== undefined) ? ' Bars: one standard deviation over the seeds.' : '';
  if (!data.correlation) return `${count} of at least ${data.wanted} quantizers: too few to tell whether ${data.metric} goes with recall.${bars}`;
  const { rho, low, high } = data.correlation;
  const verdict = low <= 0 && high >= 0 ? 'the interval holds 0, so it cannot be told' : rho > 0 ? 'they rise together' : 'one falls as the other rises';
  return `Spearman ${signed(rho)} over ${count} quantizers, 95 % of draws from ${signed(low)} to ${signed(high)}: ${verdict}.${bars}`;
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`;
}

function pointWords({ metric, recall, sd }: QualityPoint, name: string): string {
  return `Recall@10 ${formatShare(recall)}${sd === undefined ? '' : ` ± ${formatShare(sd)}`} at ${name} ${formatNumber(metric)}`;
}

/** Some air beyond the outermost values; never below the floor. */
function spread(values: readonly number[], floor = -Infinity): [number, number] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const air = 0.08 * (high - low) || Math.abs(high) / 10 || 1;
  return [Math.max(floor, low - air), high + air];
}

/** Names beside their points, where they cover neither another name nor another point; the reading tells the others. */
function namesOf(placed: readonly Placed[], left: number, right: number, top: number, bottom: number) {
  const taken = placed.map(({ x, y }) => ({ left: x - 6, right: x + 6, top: y - 6, bottom: y + 6 }));
  return placed.flatMap(({ point, x, y }, at) => {
    const text = fitEnds(point.series.name, FONT.label, Math.min(180, right - left), boldWidth);
    const width = boldWidth(text, FONT.label);
    const spots = [{ x: x + 9, y: y + 4 }, { x: x - 9 - width, y: y + 4 }, { x: x - width / 2, y: y - 9 }, { x: x - width / 2, y: y + 19 }];
    for (const spot of spots) {
      const box = { left: spot.x, right: spot.x + width, top: spot.y - 10, bottom: spot.y + 3 };
      const free = box.left >= left && box.right <= right && box.top >= top && box.bottom <= bottom - 2 && taken.every((other, i) => i === at || box.right < other.left || box.left > other.right || box.bottom < other.top || box.top > other.bottom);
      if (!free) continue;
      taken.push(box);
      return [{ key: point.series.id, x: spot.x, y: spot.y, text, fill: 'var(--ink)', weight: 600 }];
    }
    return [];
  });
}
