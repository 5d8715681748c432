/** What each level leaves over: the distribution of residual norms, a ridge a method and a curve a stage, relative to the data's own scale. */
import { area, curveBasis, line, pointer, scaleLinear } from 'd3';
import { axisTicks, axisX } from './axes';
import { hueText, levelColor } from './colors';
import { dodge } from './dodge';
import { boldWidth, csv, fitText, formatNumber, listWords, textWidth } from './format';
import { FONT, emptyState, listenOn, marks, prepare, round, texts } from './marks';
import { rowLayout } from './rows';
import type { QuantizerSnapshot } from '../engine/records/quantize';
import type { RowLayout } from './rows';
import type { Hue, Series, ViewModule } from './view';

export interface ResidualNormsData {
  readonly series: readonly {
    readonly series: Series;
    /** null: nothing measured yet. */
    readonly norms: QuantizerSnapshot['residualNorms'] | null;
    /** Levels that will be trained, so that colours do not change as levels are reached. */
    readonly levels: number;
  }[];
}

export interface ResidualNormsEvents {
  /** Stage 0 is before level 1; quantiles are 5, 25, 50, 75, 95 % and the maximum, relative to the scale. */
  hover(stage: { seriesId: string; stage: number; quantiles: readonly number[] } | null): void;
}

const LABELS = 18;
const RIDGE = 48;
const GAP = 20;
const AXIS = 44;
const TITLE = 'residual norm / root-mean-square norm of the input';

const EMPTY = 'Residual norms: starts when the first level is trained.';

interface Row extends Stages {
  readonly series: Series;
  readonly levels: number;
  readonly y: number;
}

/** Curves of one method in units of its scale; heights to each curve's own peak. */
interface Stages {
  readonly medians: readonly number[];
  readonly peaks: readonly number[];
  readonly curves: readonly (readonly [number, number][])[];
  readonly quantiles: readonly (readonly number[])[];
}

export const residualNorms: ViewModule<ResidualNormsData, ResidualNormsEvents> = {
  draw(root, data, size, on) {
    prepare(root, size);
    const drawn = data.series.filter((item) => item.norms !== null && item.norms.counts.length > 0);
    if (emptyState(root, size, drawn.length > 0 ? null : EMPTY)) return;
    const plan = rowLayout(data.series.map((item) => item.series), size.width);
    const rows = rowsOf(data, plan);
    const right = size.width - 2;
    const x = scaleLinear([0, extent(rows)], [plan.left, right]);
    const bottom = rowsHeight(data, plan);

    axisX(root, 'x', x, axisTicks(x.domain() as [number, number], size.width < 520 ? 5 : 8), { left: plan.left, right, top: 4, bottom, width: size.width, title: TITLE }, true);
    texts(root, 'names', rows.flatMap((row) => names(row, plan, size.width)));
    marks(root, 'ridges', 'g', rows.map((row) => ({ key: row.series.id, attributes: { transform: `translate(0 ${round(row.y)})` } }))).each(function (_, i) {
      const row = rows[i];
      if (row) drawRidge(this, row, x, plan.left, right, on);
    });
  },
  height(data, width) {
    return Math.ceil(rowsHeight(data, rowLayout(data.series.map((item) => item.series), width)) + AXIS);
  },
  describe(data) {
    const parts = data.series.map((item) => {
      const { medians } = stages(item.norms);
      return medians.length === 0 ? `${item.series.name}: nothing measured yet` : `${item.series.name}: ${listWords(medians.map((m, stage) => `${formatNumber(m)} ${stageWords(stage)}`))}`;
    });
    return `Median residual norm relative to the root-mean-square norm of the input. ${parts.join('. ')}.`;
  },
  toCsv(data) {
    const rows = data.series.flatMap((item) => stages(item.norms).quantiles.map((q, stage) => [item.series.name, stage, ...Array.from({ length: 6 }, (_, i) => q[i] ?? NaN)]));
    return csv(['method', 'levels applied', 'q05', 'q25', 'median', 'q75', 'q95', 'max'], rows);
  },
};

function rowHeight(plan: RowLayout): number {
  return plan.nameHeight + LABELS + RIDGE + GAP;
}

function rowsHeight(data: ResidualNormsData, plan: RowLayout): number {
  return Math.max(1, data.series.length) * rowHeight(plan);
}

function rowsOf(data: ResidualNormsData, plan: RowLayout): Row[] {
  return data.series.map((item, i) => ({ series: item.series, levels: Math.max(item.levels, (item.norms?.counts.length ?? 1) - 1), y: i * rowHeight(plan) + plan.nameHeight, ...stages(item.norms) }));
}

function stages(norms: QuantizerSnapshot['residualNorms'] | null): Stages {
  if (norms === null) return { medians: [], peaks: [], curves: [], quantiles: [] };
  const scale = norms.scale > 0 ? norms.scale : 1;
  const quantiles = norms.quantiles.map((q) => q.map((value) => value / scale));
  const curves = norms.counts.map((counts) => {
    const most = counts.reduce((a, b) => Math.max(a, b), 0);
    // What lies in the first bin is drawn to its outer edge: norms near zero end there, not half a bin later.
    const first = counts[0] ?? 0;
    const points: [number, number][] = first > 0 ? [[(norms.edges[0] ?? NaN) / scale, first / most]] : [];
    counts.forEach((count, bin) => {
      const centre = ((norms.edges[bin] ?? NaN) + (norms.edges[bin + 1] ?? NaN)) / 2 / scale;
      if (Number.isFinite(centre) && most > 0) points.push([centre, count / most]);
    });
    return points;
  });
  const peaks = curves.map((points) => points.reduce((best, point) => (point[1] > best[1] ? point : best), [NaN, 0] as [number, number])[0]);
  return { medians: norms.counts.map((_, stage) => quantiles[stage]?.[2] ?? NaN), peaks, curves, quantiles };
}

/** The axis ends a little beyond the 95 % quantile of the widest stage, so that one outlier does not squeeze the picture. */
function extent(rows: readonly Row[]): number {
  const most = Math.max(0, ...rows.flatMap((row) => row.quantiles.map((q) => q[4] ?? NaN)).filter(Number.isFinite)) * 1.2;
  const last = Math.max(0, ...rows.flatMap((row) => row.curves.flatMap((points) => points.filter((p) => p[1] > 0).map((p) => p[0])))) * 1.02;
  const end = Math.min(most || Infinity, last || Infinity);
  return Number.isFinite(end) && end > 0 ? end : 1;
}

function names(row: Row, plan: RowLayout, width: number) {
  const medians = row.medians.length === 0 ? '' : row.medians.map(formatNumber).join(' · ');
  const name = { key: row.series.id, x: 0, y: plan.narrow ? row.y - 6 : row.y + LABELS + RIDGE - 4, text: fitText(row.series.name, FONT.name, plan.narrow ? width * 0.4 : plan.left - 10, boldWidth), fill: hueText(row.series.hue), size: FONT.name, weight: 600 };
  if (!plan.narrow) return [name];
  const words = fitText(`medians ${medians}`, FONT.label, width - boldWidth(name.text, FONT.name) - 14);
  return medians === '' ? [name] : [name, { key: `${row.series.id}/medians`, x: width - 1, y: row.y - 6, text: words, anchor: 'end' as const }];
}

function drawRidge(node: SVGElement, row: Row, x: (value: number) => number, left: number, right: number, on?: Partial<ResidualNormsEvents>): void {
  const base = LABELS + RIDGE;
  const inside = (value: number) => Math.max(left, Math.min(right, x(value)));
  const place = (point: readonly [number, number]) => [inside(point[0]), base - point[1] * (RIDGE - 4)] as const;
  const fill = area<readonly [number, number]>((p) => place(p)[0], base, (p) => place(p)[1]).curve(curveBasis).digits(2);
  const edge = line<readonly [number, number]>((p) => place(p)[0], (p) => place(p)[1]).curve(curveBasis).digits(2);
  const color = (stage: number) => stageColor(row.series.hue, stage, row.levels);
  // Only up to the right end: what lies beyond the axis would pile up at its edge.
  const shown = row.curves.map((points) => {
    const near = points.filter((p) => x(p[0]) <= right);
    const used = near.map((p) => p[1] > 0);
    const [first, last] = [used.indexOf(true), used.lastIndexOf(true)];
    return first < 0 ? [] : near.slice(Math.max(0, first - 1), last + 2);
  });
  marks(node, 'base', 'line', [{ key: 'base', attributes: { x1: left, x2: right, y1: base + 0.5, y2: base + 0.5, stroke: 'var(--axis)' } }]);
  marks(node, 'fills', 'path', shown.map((points, stage) => ({ key: String(stage), attributes: { d: fill(points) ?? '', fill: color(stage), 'fill-opacity': stage === 0 ? 0.06 : 0.16 } })));
  marks(node, 'edges', 'path', shown.map((points, stage) => ({
    key: String(stage), attributes: { d: edge(points) ?? '', fill: 'none', stroke: color(stage), 'stroke-width': 1.5, 'stroke-dasharray': stage === 0 ? '3 2' : null },
  })));
  marks(node, 'medians', 'path', row.medians.flatMap((median, stage) => Number.isFinite(median) && x(median) <= right
    ? [{ key: String(stage), attributes: { d: `M${round(x(median))} ${base - 4}v10`, stroke: color(stage), 'stroke-width': 2, fill: 'none' } }]
    : []));
  drawLabels(node, row, x, left, right);
  texts(node, 'waiting', row.curves.length === 0 ? [{ key: 'waiting', x: left, y: base - 8, text: 'not reached yet' }] : row.peaks.every(Number.isNaN) ? [{ key: 'waiting', x: left, y: base - 8, text: 'no rows counted' }] : []);

  marks(node, 'hit', 'rect', [{ key: 'hit', attributes: { x: left, y: LABELS, width: Math.max(0, right - left), height: RIDGE + 8, fill: 'transparent', class: 'hit' } }]);
  const read = (event: MouseEvent) => {
    const at = pointer(event, node)[0];
    let stage = -1;
    row.peaks.forEach((peak, i) => {
      if (Number.isFinite(peak) && (stage < 0 || Math.abs(x(peak) - at) < Math.abs(x(row.peaks[stage] ?? NaN) - at))) stage = i;
    });
    on?.hover?.(stage < 0 ? null : { seriesId: row.series.id, stage, quantiles: row.quantiles[stage] ?? [] });
  };
  listenOn(node, { pointermove: read, pointerleave: () => on?.hover?.(null) });
}

/** Stage names over their peaks, moved apart where peaks lie close, with a hairline back to the peak. */
function drawLabels(node: SVGElement, row: Row, x: (value: number) => number, left: number, right: number): void {
  const stagesDrawn = row.peaks.map((peak, stage) => ({ stage, at: Math.min(right, x(peak)) })).filter(({ at }) => Number.isFinite(at));
  const long = stagesDrawn.map(({ stage }) => stageLabel(stage));
  const spans = (words: readonly string[]) => words.map((word) => textWidth(word, FONT.label) + 8);
  const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
  const words = sum(spans(long)) <= right - left ? long : stagesDrawn.map(({ stage }) => String(stage));
  const placed = dodge(stagesDrawn.map(({ at }) => at), spans(words), left, right);
  texts(node, 'stages', stagesDrawn.map(({ stage }, i) => ({
    key: String(stage), x: placed[i] ?? NaN, y: 11, text: words[i] ?? '', anchor: 'middle' as const, fill: stage === 0 ? 'var(--ink-muted)' : hueText(row.series.hue),
  })));
  marks(node, 'leaders', 'path', stagesDrawn.map(({ stage, at }, i) => ({
    key: String(stage), attributes: { d: `M${round(placed[i] ?? at)} 14L${round(at)} ${LABELS + 4}`, stroke: stageColor(row.series.hue, stage, row.levels), 'stroke-width': 0.75, fill: 'none' },
  })));
}

function stageColor(hue: Hue, stage: number, levels: number): string {
  return stage === 0 ? 'var(--ink-muted)' : levelColor(hue, stage - 1, levels);
}

function stageLabel(stage: number): string {
  return stage === 0 ? 'before' : stage === 1 ? 'after 1' : String(stage);
}

function stageWords(stage: number): string {
  return stage === 0 ? 'before level 1' : `after level ${stage}`;
}
