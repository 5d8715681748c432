/** How the error falls from level to level, and by which way of reading the codes: a panel a run. */
import { axisTicks, axisX, axisY, axisYWidth } from './axes';
import { endLabelWidth } from './endLabels';
import { boldWidth, csv, fitText, formatNumber, formatShare, listWords } from './format';
import { FONT, emptyState, marks, prepare, texts } from './marks';
import { panelGrid } from './panelGrid';
import { READING, pointCursor } from './pointCursor';
import { drawRunLines } from './runLines';
import { brokenTo, titled, withUnit } from './unitWords';
import { extentOf } from './valueScale';
import { hueText } from './colors';
import { scaleLinear } from 'd3';
import type { Decoding } from '../engine/records/predict';
import type { Readable } from './pointCursor';
import type { Series, ViewModule } from './view';

export type LevelMeasure = 'mae' | 'xauc';
export type ReadingWay = Decoding['byLevel'][number]['way'];

export interface LevelErrorsData {
  readonly unit: string;
  /** Mean absolute error, or the share of pairs in the right order. */
  readonly measure: LevelMeasure;
  /** null: nothing decoded yet. */
  readonly series: readonly { readonly series: Series; readonly decoding: Pick<Decoding, 'byLevel' | 'errorHead'> | null }[];
}

export interface LevelErrorsEvents {
  /** `level` from 1; one more than there are levels: with the error head. */
  hover(point: { seriesId: string; way: ReadingWay; level: number; value: number } | null): void;
}

interface LevelPoint extends Readable {
  readonly seriesId: string;
  readonly way: ReadingWay;
  readonly level: number;
  readonly value: number;
}

type Item = LevelErrorsData['series'][number];

const LEAST = 250;
const GAP = 28;
const HEAD = 48;
const PLOT = 150;
const AXIS = 44;
const LINE = 17;
const EMPTY = 'Errors by level: start with the first look at the validation rows.';
const TITLES: Record<LevelMeasure, string> = { mae: 'mean absolute error', xauc: 'pairs in the right order (%)' };
const WAYS: Record<ReadingWay, { readonly name: string; readonly dash?: string }> = {
  learned: { name: 'learned heads' },
  expected: { name: 'expected value', dash: '6 3' },
  greedy: { name: 'likeliest codes', dash: '2 3' },
  oracle: { name: 'true codes', dash: '1 4' },
};

export const levelErrors: ViewModule<LevelErrorsData, LevelErrorsEvents> = {
  draw(root, data, size, on) {
    prepare(root, size);
    const domain = domainOf(data);
    if (emptyState(root, size, domain ? null : EMPTY) || !domain) return;
    const grid = gridOf(data, size.width);
    const levels = Math.max(...data.series.map((item) => levelsOf(item)));
    const y = scaleLinear(domain, [HEAD + PLOT, HEAD]).nice(4);
    const yTicks = axisTicks(y.domain() as [number, number], 4);
    const left = axisYWidth(yTicks);
    const all: LevelPoint[] = [];
    marks(root, 'panels', 'g', grid.places.map((place, i) => ({ key: data.series[i]!.series.id, attributes: { transform: `translate(${place.left} ${place.top})` } }))).each(function (_, i) {
      const [item, place] = [data.series[i]!, grid.places[i]!];
      const ways = waysOf(item, data.measure).filter(({ values }) => values.some(Number.isFinite));
      const names = ways.map(({ way }) => ({ series: { id: way, name: WAYS[way].name, hue: item.series.hue }, value: '' }));
      const margin = endLabelWidth(names, place.width);
      const right = Math.max(left + 40, place.width - margin.width);
      const x = (level: number) => (levels === 1 ? (left + right) / 2 : left + 10 + ((level - 1) * (right - left - 20)) / (levels - 1));
      const frame = { left, right, top: HEAD, bottom: HEAD + PLOT, width: place.width };
      const waits = ways.length === 0;
      axisY(this, 'y', y, waits ? [] : yTicks, { ...frame, title: fitText(data.measure === 'mae' ? titled(TITLES.mae, data.unit) : TITLES.xauc, FONT.label, place.width) });
      axisX(this, 'x', x, Array.from({ length: waits ? 0 : levels }, (_, level) => ({ value: level + 1, label: level + 1 === levels ? 'head' : String(level + 1) })), { ...frame, title: 'after level' });
      const [low] = y.domain() as [number, number];
      const lines = ways.map(({ way, values }) => ({
        series: { id: way, name: WAYS[way].name, hue: way === 'learned' ? item.series.hue : ('ink' as const) }, value: '', ...(WAYS[way].dash && { dash: WAYS[way].dash, color: 'var(--ink-muted)' }),
        points: values.map((value, level): LevelPoint => ({
          seriesId: item.series.id, way, level: level + 1, value, x: x(level + 1), y: value < low - 1e-9 || value > y.domain()[1]! + 1e-9 ? NaN : y(value),
          words: `${item.series.name}, ${WAYS[way].name}: ${print(value, data)} ${level + 1 === levels ? 'with the error head' : `after level ${level + 1}`}`,
        })),
      }));
      drawRunLines(this, lines, { right, top: HEAD, bottom: HEAD + PLOT, margin });
      texts(this, 'head', [{ key: 'name', x: 0, y: 13, text: fitText(item.series.name, FONT.name, place.width, boldWidth), fill: hueText(item.series.hue), size: FONT.name, weight: 600 }]);
      const words = wordsOf(item, data, domain);
      texts(this, 'words', words.flatMap((sentence) => brokenTo(sentence, FONT.label, place.width)).map((text, row) => ({ key: String(row), x: 0, y: HEAD + PLOT + AXIS + 11 + row * LINE, text })));
      texts(this, 'waiting', !waits ? [] : [{ key: 'waiting', x: left + 8, y: HEAD + PLOT / 2, text: 'not reached yet' }]);
      all.push(...lines.flatMap((run) => run.points).filter((point) => Number.isFinite(point.y)).map((point) => ({ ...point, x: point.x + place.left, y: point.y + place.top })));
    });
    pointCursor<LevelPoint>(root, size, {
      points: all, columns: levels, readingY: size.height - 5, label: `${TITLES[data.measure]} by level: ${all.length} points`,
      show: (point) => on?.hover?.(point && { seriesId: point.seriesId, way: point.way, level: point.level, value: point.value }),
    });
  },
  height: (data, width) => (domainOf(data) ? gridOf(data, width).rows * panelHeight(data, width) + READING : 220),
  describe(data) {
    const parts = data.series.map((item) => {
      const ways = waysOf(item, data.measure).filter(({ values }) => values.some(Number.isFinite));
      if (ways.length === 0) return `${item.series.name}: nothing decoded yet`;
      return `${item.series.name}: ${ways.map(({ way, values }) => `${WAYS[way].name} ${listWords(values.map((value) => print(value, data)))}`).join('; ')}`;
    });
    return `${data.measure === 'mae' ? 'Mean absolute error' : 'Share of pairs in the right order'} after each level. ${parts.join('. ')}.`;
  },
  toCsv: ({ series: all }) => csv(['method', 'way', 'after level', 'mean absolute error', 'pairs in the right order'], all.flatMap(({ series, decoding }) =>
    (decoding?.byLevel ?? []).flatMap(({ way, mae, xauc }) => mae.map((value, i) => [series.name, WAYS[way].name, way === 'learned' && i === mae.length - 1 ? 'error head' : i + 1, value, xauc[i] ?? NaN])))),
};

function waysOf({ decoding }: Item, measure: LevelMeasure): { way: ReadingWay; values: readonly number[] }[] {
  return (decoding?.byLevel ?? []).map((item) => ({ way: item.way, values: measure === 'mae' ? item.mae : item.xauc.map((value) => 100 * value) }));
}

/** Levels and the error head. */
function levelsOf({ decoding }: Item): number {
  return Math.max(1, ...(decoding?.byLevel ?? []).map(({ way, mae }) => mae.length + (way === 'learned' ? 0 : 1)));
}

/** Of all but the true codes, which lie far off and would press the others together. */
function domainOf({ series, measure }: LevelErrorsData): [number, number] | null {
  const values = series.flatMap((item) => waysOf(item, measure).filter(({ way }) => way !== 'oracle').flatMap(({ values: own }) => own)).filter(Number.isFinite);
  if (values.length === 0) return null;
  const [low, high] = extentOf(values);
  const room = 0.08 * (high - low) || Math.abs(high) / 10 || 1;
  return [measure === 'mae' ? Math.max(0, low - room) : low - room, high + room];
}

function wordsOf({ decoding, series }: Item, data: LevelErrorsData, [low, high]: readonly [number, number]): string[] {
  if (!decoding) return [];
  const oracle = waysOf({ series, decoding }, data.measure).find(({ way }) => way === 'oracle')?.values ?? [];
  const { mae, without } = decoding.errorHead;
  return [
    ...(oracle.some((value) => value < low || value > high) ? [`True codes, off this axis: ${listWords(oracle.map((value) => print(value, data)))}.`] : []),
    ...(data.measure === 'mae' && Number.isFinite(mae) ? [`Error left over by the codes: ${withUnit(mae, data.unit)} with the error head, ${withUnit(without, data.unit)} without it.`] : []),
  ];
}

function panelHeight(data: LevelErrorsData, width: number): number {
  const domain = domainOf(data);
  const room = panelGrid(data.series.length, width, LEAST, GAP, () => 0).places[0]?.width ?? width;
  const lines = domain ? Math.max(0, ...data.series.map((item) => wordsOf(item, data, domain).flatMap((sentence) => brokenTo(sentence, FONT.label, room)).length)) : 0;
  return HEAD + PLOT + AXIS + lines * LINE + 14;
}

function gridOf(data: LevelErrorsData, width: number) {
  return panelGrid(data.series.length, width, LEAST, GAP, () => panelHeight(data, width));
}

function print(value: number, { measure, unit }: LevelErrorsData): string {
  return measure === 'mae' ? withUnit(value, unit) : Number.isFinite(value) ? formatShare(value / 100) : formatNumber(value);
}
