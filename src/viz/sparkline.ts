/** A small loss line for a cell's row: no axis, a dot where a run is still going. */
import { line, scaleLinear } from 'd3';
import { hueColor } from './colors';
import { downsample } from './downsample';
import { csv, formatNumber } from './format';
import { marks, prepare } from './marks';
import type { Series, ViewModule } from './view';

export interface SparklineData {
  readonly series: Series;
  readonly title: string;
  /** Values in order; undefined ones break the line. */
  readonly values: readonly number[];
  /** Share of the run that is done, 0..1: how far across the line reaches. */
  readonly progress: number;
  readonly running: boolean;
}

const PAD = 4;

export const sparkline: ViewModule<SparklineData> = {
  draw(root, data, size) {
    prepare(root, size);
    const finite = data.values.filter(Number.isFinite);
    // An empty line waits as a hairline: words would be wider than the place.
    marks(root, 'base', 'line', finite.length > 0 ? [] : [{ key: 'base', attributes: { x1: PAD, x2: Math.max(PAD, size.width - PAD), y1: size.height - PAD, y2: size.height - PAD, stroke: 'var(--hairline)' } }]);
    if (finite.length === 0) {
      for (const name of ['line', 'end']) marks(root, name, name === 'line' ? 'path' : 'circle', []);
      return;
    }
    let [low, high] = [Infinity, -Infinity];
    for (const value of finite) [low, high] = [Math.min(low, value), Math.max(high, value)];
    const reach = Number.isFinite(data.progress) ? Math.max(0, Math.min(1, data.progress)) : 1;
    const x = scaleLinear([0, Math.max(1, data.values.length - 1)], [PAD, PAD + (size.width - 2 * PAD) * reach]);
    const y = scaleLinear([low, high > low ? high : low + 1], [size.height - PAD, PAD]);
    const path = line<number>((i) => x(i), (i) => y(data.values[i] ?? NaN)).defined((i) => Number.isFinite(data.values[i])).digits(2);
    const last = data.values.findLastIndex(Number.isFinite);
    marks(root, 'line', 'path', [{
      key: 'line', attributes: { d: path(downsample(data.values, 400)) ?? '', fill: 'none', stroke: hueColor(data.series.hue), 'stroke-width': 1.5, 'stroke-linejoin': 'round', 'stroke-linecap': 'round' },
    }]);
    marks(root, 'end', 'circle', data.running || finite.length === 1 ? [{ key: 'end', attributes: { cx: x(last), cy: y(data.values[last] ?? NaN), r: 2.5, fill: hueColor(data.series.hue) } }] : []);
  },
  height: () => 28,
  describe(data) {
    const finite = data.values.filter(Number.isFinite);
    return finite.length === 0 ? `${data.series.name}, ${data.title}: no values yet.`
      : `${data.series.name}, ${data.title}: from ${formatNumber(finite[0] ?? NaN)} to ${formatNumber(finite[finite.length - 1] ?? NaN)}${data.running ? ', still running' : ''}.`;
  },
  toCsv: (data) => csv(['index', data.title], data.values.map((value, i) => [i, value])),
};
