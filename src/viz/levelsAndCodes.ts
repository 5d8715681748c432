/** What other numbers of levels and codes would leave of the target: a line a number of levels, over codes a level. */
import { scaleLog } from 'd3';
import { axisX, axisY, axisYWidth } from './axes';
import { hueColor } from './colors';
import { endLabelWidth } from './endLabels';
import { drawFoot, footHeight } from './foot';
import { csv, fitText, formatCount, listWords } from './format';
import { FONT, emptyState, marks, prepare } from './marks';
import { pointCursor } from './pointCursor';
import { drawRunLines } from './runLines';
import { titled, withUnit } from './unitWords';
import { extentOf, valueKind, valueScale, valueTicks } from './valueScale';
import type { TargetQuantization } from '../engine/records/predict';
import type { Readable } from './pointCursor';
import type { Series, ViewModule } from './view';

export interface LevelsAndCodesData {
  readonly series: Series;
  readonly unit: string;
  /** null: not fitted yet. */
  readonly quantization: TargetQuantization | null;
}

export interface LevelsAndCodesEvents {
  hover(choice: { levels: number; numCodes: number; error: number } | null): void;
}

interface ChoicePoint extends Readable {
  readonly levels: number;
  readonly numCodes: number;
  readonly error: number;
}

const TOP = 30;
const AXIS = 44;
const EMPTY = 'Levels and codes: starts when the codes are fitted, before the first step.';

export const levelsAndCodes: ViewModule<LevelsAndCodesData, LevelsAndCodesEvents> = {
  draw(root, data, size, on) {
    prepare(root, size);
    const { series, unit } = data;
    const lines = linesOf(data);
    const values = lines.flatMap(({ errors }) => errors);
    if (emptyState(root, size, values.length > 0 ? null : EMPTY)) return;
    const named = lines.map(({ levels, errors }) => ({ levels, errors, series: { id: String(levels), name: levelWords(levels), hue: series.hue }, value: '' }));
    const margin = endLabelWidth(named, size.width);
    const own = ownChoice(data);
    const caption = captionOf(data);
    const bottom = Math.max(TOP + 20, size.height - AXIS - footHeight(caption, size.width));
    const kind = valueKind(values, 6);
    const domain = extentOf([0, ...values]);
    const y = valueScale(kind, domain, [bottom, TOP + 4]);
    const yTicks = valueTicks(kind, domain, Math.max(3, Math.round((bottom - TOP) / 36)));
    const left = axisYWidth(yTicks);
    const right = Math.max(left + 20, size.width - margin.width);
    const { numCodes } = data.quantization!.tried!;
    const x = scaleLog(extentOf(numCodes), [left + 6, right - 6]).base(2);
    const place = { left, right, top: TOP, bottom, width: size.width };
    axisY(root, 'y', y, yTicks, { ...place, title: fitText(`${titled('left over on average', unit)}${kind.linearBelow === null ? '' : ', logarithmic'}`, FONT.label, size.width) });
    axisX(root, 'x', x, numCodes.map((value) => ({ value, label: formatCount(value) })), { ...place, title: 'codes a level' });
    const drawn = named.map(({ levels, errors, ...line }) => ({
      ...line, dash: 'none',
      points: errors.map((error, i): ChoicePoint => ({ levels, numCodes: numCodes[i]!, error, x: x(numCodes[i]!), y: y(error), words: `${levelWords(levels)} of ${formatCount(numCodes[i]!)} codes: ${withUnit(error, unit)} left` })),
    }));
    drawRunLines(root, drawn, { right, top: TOP, bottom, margin });
    marks(root, 'own', 'circle', own ? [{ key: 'own', attributes: { cx: x(own.numCodes), cy: y(own.error), r: 5, fill: hueColor(series.hue), stroke: 'var(--ground)', 'stroke-width': 1.5 } }] : []);
    drawFoot(root, caption, bottom + AXIS - 4, size.width);
    const points = drawn.flatMap((line) => line.points);
    pointCursor<ChoicePoint>(root, size, {
      points, columns: numCodes.length, readingY: size.height - 5, label: `Left over by levels and codes: ${points.length} choices`,
      show: (point) => on?.hover?.(point && { levels: point.levels, numCodes: point.numCodes, error: point.error }),
    });
  },
  height: (data, width) => Math.round(Math.max(220, Math.min(320, width * 0.5))) + footHeight(captionOf(data), width),
  describe(data) {
    const lines = linesOf(data);
    if (lines.length === 0) return `${data.series.name}: not fitted yet.`;
    const { numCodes } = data.quantization!.tried!;
    const parts = lines.map(({ levels, errors }) => `${levelWords(levels)}: ${listWords(errors.map((error, i) => `${withUnit(error, data.unit)} with ${formatCount(numCodes[i]!)}`))}`);
    return `The average part of the value left over, by codes per level. ${parts.join('. ')}.`;
  },
  toCsv: ({ quantization }) => csv(['levels', 'codes a level', 'left over on average'], (quantization?.tried?.errors ?? []).flatMap((after, i) => after.map((error, level) => [level + 1, quantization!.tried!.numCodes[i]!, error]))),
};

function linesOf({ quantization }: LevelsAndCodesData): { levels: number; errors: number[] }[] {
  const errors = quantization?.tried?.errors ?? [];
  return (errors[0] ?? []).map((_, level) => ({ levels: level + 1, errors: errors.map((after) => after[level]!) }));
}

/** The run's own place, where all its levels have as many codes as one of the choices. */
function ownChoice({ quantization }: LevelsAndCodesData): { numCodes: number; error: number } | null {
  const sizes = new Set(quantization?.centroids.map((codes) => codes.length));
  const [numCodes] = sizes;
  if (!quantization?.tried || sizes.size !== 1 || numCodes === undefined || quantization.centroids.length > (quantization.tried.errors[0]?.length ?? 0)) return null;
  return quantization.tried.numCodes.includes(numCodes) ? { numCodes, error: quantization.errors.at(-1)! } : null;
}

function captionOf(data: LevelsAndCodesData): string {
  const rows = data.quantization?.tried?.rows;
  return rows === undefined ? '' : `Codes fitted anew for each choice, on ${formatCount(rows)} training rows.${ownChoice(data) ? ` Dot: ${data.series.name}, on all of them.` : ''}`;
}

function levelWords(levels: number): string {
  return `${levels} ${levels === 1 ? 'level' : 'levels'}`;
}
