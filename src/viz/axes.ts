/** Axes as hairlines with words: grid, ticks that never collide or leave the figure, and a title with its unit. */
import { ticks as linearTicks } from 'd3';
import { FONT, marks, texts } from './marks';
import { formatTick, textWidth } from './format';
import type { TextMark } from './marks';

export interface Tick {
  readonly value: number;
  readonly label: string;
}

/** Any continuous scale of d3. */
export type Scale = (value: number) => number;

export interface AxisPlace {
  /** The plot's frame in pixels. */
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  /** The figure's width. */
  readonly width: number;
  readonly title: string;
}

/** Ticks of a linear or logarithmic domain, about `count` of them. */
export function axisTicks(domain: readonly [number, number], count: number, log = false): Tick[] {
  const [low, high] = domain;
  if (!log) {
    const values = linearTicks(low, high, count);
    const step = values.length > 1 ? (values[1] ?? 0) - (values[0] ?? 0) : high - low;
    return values.map((value) => ({ value, label: formatTick(value, step) }));
  }
  const decades = Math.log10(high / low);
  const mantissas = decades > count ? [1] : decades > count / 3 ? [1, 3] : decades > 0.35 ? [1, 2, 5] : null;
  if (mantissas === null) return axisTicks(domain, count);
  const values: Tick[] = [];
  const stride = Math.max(1, Math.ceil(decades / Math.max(1, count)));
  for (let decade = Math.floor(Math.log10(low)); decade <= Math.ceil(Math.log10(high)); decade += stride) {
    for (const mantissa of mantissas) {
      const value = mantissa * 10 ** decade;
      if (value >= low * 0.999 && value <= high * 1.001) values.push({ value, label: formatTick(value, 10 ** decade) });
    }
  }
  return values.length < 2 ? axisTicks(domain, count) : values;
}

/** Horizontal axis under the plot, with vertical hairlines where `grid` is set. Takes 38 pixels below `bottom`. */
export function axisX(parent: Element, name: string, scale: Scale, ticks: readonly Tick[], place: AxisPlace, grid = false): void {
  const kept: (Tick & { at: number; x: number })[] = [];
  let free = -Infinity;
  for (const tick of ticks) {
    const at = scale(tick.value);
    const half = textWidth(tick.label, FONT.label) / 2;
    const x = Math.max(half, Math.min(place.width - half, at));
    if (!Number.isFinite(at) || x - half < free) continue;
    free = x + half + 6;
    kept.push({ ...tick, at, x });
  }
  marks(parent, `${name}-ticks`, 'line', [
    { key: 'base', attributes: { x1: place.left, x2: place.right, y1: place.bottom, y2: place.bottom, stroke: 'var(--axis)' } },
    ...kept.map((tick) => ({
      key: tick.label,
      attributes: { x1: tick.at, x2: tick.at, y1: grid ? place.top : place.bottom, y2: place.bottom + 4, stroke: grid ? 'var(--hairline)' : 'var(--axis)' },
    })),
  ]);
  texts(parent, `${name}-labels`, [
    ...kept.map((tick): TextMark => ({ key: tick.label, x: tick.x, y: place.bottom + 17, text: tick.label, anchor: 'middle' })),
    titleX(place),
  ]);
}

/** Vertical axis left of the plot with horizontal hairlines; its title stands level above the plot, where it can be read. */
export function axisY(parent: Element, name: string, scale: Scale, ticks: readonly Tick[], place: AxisPlace): void {
  const kept = ticks.map((tick) => ({ ...tick, at: scale(tick.value) })).filter((tick) => Number.isFinite(tick.at));
  marks(parent, `${name}-ticks`, 'line', kept.map((tick) => ({
    key: tick.label, attributes: { x1: place.left, x2: place.right, y1: tick.at, y2: tick.at, stroke: 'var(--hairline)' },
  })));
  texts(parent, `${name}-labels`, [
    ...kept.map((tick): TextMark => ({ key: tick.label, x: place.left - 8, y: tick.at + 4, text: tick.label, anchor: 'end' })),
    { key: 'title', x: 0, y: place.top - 12, text: place.title },
  ]);
}

/** Room that tick labels of a vertical axis need, in pixels. */
export function axisYWidth(ticks: readonly Tick[]): number {
  return 10 + Math.max(0, ...ticks.map((tick) => textWidth(tick.label, FONT.label)));
}

function titleX(place: AxisPlace): TextMark {
  const half = textWidth(place.title, FONT.label) / 2;
  const centre = Math.max(half, Math.min(place.width - half, (place.left + place.right) / 2));
  return { key: 'title', x: centre, y: place.bottom + 35, text: place.title, anchor: 'middle' };
}
