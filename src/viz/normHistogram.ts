/** A small histogram of row norms for the data cell, with its smallest, middle and largest value on the axis. */
import { scaleLinear } from 'd3';
import { csv, formatCount, formatNumber, textWidth } from './format';
import { dodge } from './dodge';
import { FONT, box, emptyState, marks, prepare, texts } from './marks';
import type { Histogram } from '../engine/records/basics';
import type { ViewModule } from './view';

export interface NormHistogramData {
  readonly min: number;
  readonly median: number;
  readonly max: number;
  readonly histogram: Histogram;
  /** What is measured: "Euclidean norm of a row". */
  readonly title: string;
  /** The bins are even over log1p of the value, and so is the axis. Off where left out. */
  readonly longTail?: boolean;
}

const AXIS = 38;
const EMPTY = 'Row norms: shown when a file is read.';

export const normHistogram: ViewModule<NormHistogramData> = {
  draw(root, data, size) {
    prepare(root, size);
    const { edges, counts } = data.histogram;
    const most = counts.reduce((a, b) => Math.max(a, b), 0);
    if (emptyState(root, size, most > 0 ? null : EMPTY)) return;
    const [low, high] = [edges[0] ?? NaN, edges[edges.length - 1] ?? NaN];
    const right = Math.max(1, size.width - 1);
    const along = data.longTail ? (value: number) => Math.log1p(value) : (value: number) => value;
    const scale = scaleLinear(low < high ? [along(low), along(high)] : [low - 0.5, low + 0.5], [1, right]);
    const x = (value: number) => scale(low < high ? along(value) : value);
    const bottom = Math.max(6, size.height - AXIS);
    let bars = '';
    counts.forEach((count, bin) => {
      const [from, to] = low < high ? [x(edges[bin] ?? NaN), x(edges[bin + 1] ?? NaN)] : [right * 0.45, right * 0.55];
      const height = Math.max(1, (count / most) * (bottom - 2));
      if (count > 0 && Number.isFinite(from) && Number.isFinite(to)) bars += box(from, bottom - height, Math.max(0.5, to - from - (to - from > 3 ? 1 : 0)), height);
    });
    marks(root, 'bars', 'path', [
      { key: 'bars', attributes: { d: bars, fill: 'var(--axis)' } },
      { key: 'base', attributes: { d: `M0 ${bottom + 0.5}H${size.width}`, stroke: 'var(--axis)', fill: 'none' } },
      { key: 'median', attributes: { d: Number.isFinite(x(data.median)) ? `M${x(data.median).toFixed(1)} ${bottom}v5` : '', stroke: 'var(--ink)', 'stroke-width': 2, fill: 'none' } },
    ]);
    const points = (data.min === data.max ? [data.median] : [data.min, data.median, data.max]).filter(Number.isFinite);
    const words = points.map((value, i) => (points.length === 3 && i === 1 ? `median ${formatNumber(value)}` : formatNumber(value)));
    const fits = words.reduce((sum, word) => sum + textWidth(word, FONT.label) + 8, 0) <= size.width;
    const shown = fits ? words : points.map(formatNumber);
    const placed = dodge(points.map(x), shown.map((word) => textWidth(word, FONT.label) + 8), 0, size.width);
    texts(root, 'axis', [
      ...shown.map((text, i) => ({ key: String(i), x: placed[i] ?? NaN, y: bottom + 17, text, anchor: 'middle' as const })),
      { key: 'title', x: size.width / 2, y: bottom + 34, text: data.title, anchor: 'middle' },
    ]);
  },
  height: () => 96,
  describe: (data) => `${data.title}: from ${formatNumber(data.min)} to ${formatNumber(data.max)}, median ${formatNumber(data.median)}, ${formatCount(data.histogram.counts.reduce((a, b) => a + b, 0))} rows.`,
  toCsv: (data) => csv(['from', 'to', 'rows'], Array.from(data.histogram.counts, (count, bin) => [data.histogram.edges[bin] ?? NaN, data.histogram.edges[bin + 1] ?? NaN, count])),
};
