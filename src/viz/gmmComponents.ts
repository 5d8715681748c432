/** The Gaussians of one level over the residuals they explain, in the two principal axes: one- and two-sigma ellipses, weight as opacity. */
// `interrupt` is named here for its own sake and for d3-transition's: a bundle that names nothing of it leaves out what gives selections .transition().
import { extent, interrupt, pointer, scaleLinear, select } from 'd3';
import { axisTicks, axisX, axisY, axisYWidth } from './axes';
import { hueColor, hueText } from './colors';
import { csv, formatCount, formatNumber, formatShare } from './format';
import { reachable } from './keyboard';
import { emptyState, layer, listenOn, marks, prepare, round, texts } from './marks';
import type { Attributes } from './marks';
import type { MixtureSnapshot } from '../engine/records/quantize';
import type { Series, ViewModule } from './view';

export interface GmmComponentsData {
  readonly series: Series;
  /** null: no level fitted yet. */
  readonly mixture: MixtureSnapshot | null;
  /** Moves components from where they were in 300 ms; never where the person asked for less motion. Off where left out. */
  readonly animate?: boolean;
}

export interface GmmComponentsEvents {
  hover(component: { level: number; code: number; weight: number } | null): void;
  /** `add`: beside what is selected. */
  select(component: { seriesId: string; level: number; code: number }, add: boolean): void;
}

interface Component {
  readonly code: number;
  readonly x: number;
  readonly y: number;
  /** Standard deviations along the ellipse's axes, and its turn in degrees. */
  readonly major: number;
  readonly minor: number;
  readonly turn: number;
  readonly weight: number;
}

const TOP = 26;
const AXIS = 44;
const DURATION = 300;
const EMPTY = 'Gaussian components: start when the first level is fitted.';

export const gmmComponents: ViewModule<GmmComponentsData, GmmComponentsEvents> = {
  draw(root, data, size, on) {
    prepare(root, size);
    const mixture = data.mixture;
    const components = mixture === null ? [] : componentsOf(mixture);
    if (emptyState(root, size, components.length > 0 ? null : EMPTY) || mixture === null) return;
    const bottom = Math.max(TOP + 20, size.height - AXIS);
    const [xs, ys] = domains(mixture.points, components);
    const yTicksFor = (scale: { domain(): number[] }) => axisTicks(scale.domain() as [number, number], Math.max(2, Math.round((bottom - TOP) / 50)));
    const left = Math.max(34, axisYWidth(yTicksFor(scaleLinear(ys, [0, 1]))));
    const right = Math.max(left + 20, size.width - 6);
    const { x, y, unit } = equalScales(xs, ys, left, right, TOP, bottom);

    const [first, second] = mixture.axisShares;
    const place = { left, right, top: TOP, bottom, width: size.width };
    const yTicks = yTicksFor(y);
    axisY(root, 'y', y, yTicks, { ...place, title: `principal axis 2 (${formatShare(second)} of variance)` });
    axisX(root, 'x', x, axisTicks(x.domain() as [number, number], Math.max(2, Math.round((right - left) / 90))), { ...place, title: `principal axis 1 (${formatShare(first)} of variance)` });
    texts(root, 'level', [{ key: 'level', x: size.width - 1, y: TOP - 12, anchor: 'end', fill: hueText(data.series.hue), text: `level ${mixture.level + 1}` }]);

    // An inner <svg> clips to the plot; a clipPath would need an id that is unique in the page.
    const plot = marks(root, 'plot', 'svg', [{ key: 'plot', attributes: { x: left, y: TOP, width: right - left, height: bottom - TOP, viewBox: `${round(left)} ${TOP} ${round(right - left)} ${round(bottom - TOP)}` } }]).node();
    if (plot === null) return;
    drawComponents(plot, data, components, x, y, unit, moving(plot, data, 'sigma-1'));
    marks(plot, 'points', 'path', [{ key: 'points', attributes: { d: dots(mixture.points, x, y), fill: 'none', stroke: 'var(--ink-muted)', 'stroke-width': 1.8, 'stroke-linecap': 'round', 'stroke-opacity': components.length > 128 ? 0.35 : 0.6 } }]);
    drawMeans(plot, components, x, y, moving(plot, data, 'means'));
    listen(root, data, components, x, y, place, on);
  },
  height: (_, width) => Math.round(Math.max(280, Math.min(460, width * 0.72))),
  describe(data) {
    if (data.mixture === null) return `${data.series.name}: no level fitted yet.`;
    const weights = [...data.mixture.weights].filter(Number.isFinite);
    const heaviest = weights.length > 0 ? weights.indexOf(Math.max(...weights)) : -1;
    return `${data.series.name}, level ${data.mixture.level + 1}: ${formatCount(data.mixture.weights.length)} Gaussian components, ${formatCount(weights.filter((w) => w <= 0).length)} without weight; ` +
      `the heaviest is code ${heaviest} with ${formatShare(weights[heaviest] ?? NaN)}. The two axes show ${formatShare(data.mixture.axisShares[0] + data.mixture.axisShares[1])} of the level's variance.`;
  },
  toCsv(data) {
    const m = data.mixture;
    const rows = m === null ? [] : Array.from(m.weights, (weight, k) => [m.level + 1, k, weight, ...[0, 1].map((d) => m.means[2 * k + d] ?? NaN), ...[0, 1, 2].map((d) => m.covariances[3 * k + d] ?? NaN)]);
    return csv(['level', 'code', 'weight', 'mean 1', 'mean 2', 'variance 1', 'covariance', 'variance 2'], rows);
  },
};

/** Axes of each ellipse from its 2 x 2 covariance; components that are not numbers are left out. */
function componentsOf(mixture: MixtureSnapshot): Component[] {
  return Array.from(mixture.weights, (weight, code) => {
    const [a, b, d] = [0, 1, 2].map((i) => mixture.covariances[3 * code + i] ?? NaN) as [number, number, number];
    const spread = Math.hypot((a - d) / 2, b);
    return {
      code, weight,
      x: mixture.means[2 * code] ?? NaN,
      y: mixture.means[2 * code + 1] ?? NaN,
      major: Math.sqrt(Math.max(0, (a + d) / 2 + spread)),
      minor: Math.sqrt(Math.max(0, (a + d) / 2 - spread)),
      turn: (Math.atan2(2 * b, a - d) / 2) * (180 / Math.PI),
    };
  }).filter((c) => [c.x, c.y, c.major, c.minor, c.turn, c.weight].every(Number.isFinite));
}

/** The points, and the one-sigma reach of what carries weight. */
function domains(points: Float32Array, components: readonly Component[]): [[number, number], [number, number]] {
  const live = components.filter((c) => c.weight > 0);
  const along = (axis: 0 | 1): [number, number] => {
    const values: number[] = [];
    for (let i = axis; i < points.length; i += 2) values.push(points[i] ?? NaN);
    for (const c of live.length > 0 ? live : components) {
      const centre = axis === 0 ? c.x : c.y;
      // Without points the ellipses are all there is; with points a component without rows must not blow up the frame.
      const reach = points.length > 0 ? 0 : 2 * c.major;
      values.push(centre - reach, centre + reach);
    }
    const [low = -1, high = 1] = extent(values.filter(Number.isFinite));
    const pad = (high - low) * 0.05 || Math.abs(high) * 0.1 || 1;
    return [low - pad, high + pad];
  };
  return [along(0), along(1)];
}

/** One length on both axes takes the same pixels. */
function equalScales(xs: [number, number], ys: [number, number], left: number, right: number, top: number, bottom: number) {
  const unit = Math.min((right - left) / (xs[1] - xs[0]), (bottom - top) / (ys[1] - ys[0]));
  const around = ([low, high]: [number, number], pixels: number) => [(low + high) / 2 - pixels / unit / 2, (low + high) / 2 + pixels / unit / 2];
  return { unit, x: scaleLinear(around(xs, right - left), [left, right]), y: scaleLinear(around(ys, bottom - top), [bottom, top]) };
}

/** All points as one path of round dots: thousands cost one node. */
function dots(points: Float32Array, x: (value: number) => number, y: (value: number) => number): string {
  let path = '';
  for (let i = 0; i + 1 < points.length; i += 2) {
    const [px, py] = [x(points[i] ?? NaN), y(points[i + 1] ?? NaN)];
    if (Number.isFinite(px) && Number.isFinite(py)) path += `M${px.toFixed(1)} ${py.toFixed(1)}h0`;
  }
  return path;
}

function drawComponents(plot: SVGElement, data: GmmComponentsData, components: readonly Component[], x: (v: number) => number, y: (v: number) => number, unit: number, movingKeys: ReadonlySet<string>): void {
  const heaviest = Math.max(...components.map((c) => c.weight), 1e-12);
  const color = hueColor(data.series.hue);
  // Many components lie over each other: fainter, so that the picture stays a picture.
  const crowd = Math.min(1, Math.sqrt(30 / components.length));
  const turned = (c: Component) => `translate(${round(x(c.x))} ${round(y(c.y))}) rotate(${round(-c.turn)})`;
  for (const sigma of [2, 1]) {
    marks(plot, `sigma-${sigma}`, 'ellipse', components.map((c) => {
      const share = Math.max(0, c.weight) / heaviest;
      const dead = c.weight <= 0;
      return {
        key: String(c.code),
        attributes: {
          ...((movingKeys.has(String(c.code)) ? {} : { transform: turned(c) }) as Attributes),
          rx: sigma * c.major * unit,
          ry: sigma * c.minor * unit,
          fill: dead ? 'none' : color,
          'fill-opacity': (sigma === 2 ? 0.08 * share : 0.06 + 0.34 * share) * crowd,
          stroke: dead ? 'var(--ink-muted)' : color,
          'stroke-dasharray': dead ? '2 2' : null,
          'stroke-width': sigma === 2 ? 0.75 : 1.25,
          'stroke-opacity': (0.35 + 0.65 * share) * Math.max(0.3, crowd),
        },
      };
    })).each(function (_, i) {
      const c = components[i];
      if (!c) return;
      if (movingKeys.has(String(c.code))) select(this).transition().duration(DURATION).attr('transform', turned(c));
      else interrupt(this);
    });
  }
}

/** Means over everything: filled where the component has weight, hollow where not. */
function drawMeans(plot: SVGElement, components: readonly Component[], x: (v: number) => number, y: (v: number) => number, movingKeys: ReadonlySet<string>): void {
  const small = components.length > 128;
  marks(plot, 'means', 'circle', components.map((c) => ({
    key: String(c.code),
    attributes: {
      ...((movingKeys.has(String(c.code)) ? {} : { cx: x(c.x), cy: y(c.y) }) as Attributes),
      ...(c.weight > 0
        ? { r: small ? 1.5 : 3, fill: 'var(--ink)', stroke: 'var(--ground)', 'stroke-width': small ? 0.5 : 1 }
        : { r: small ? 2 : 3, fill: 'var(--ground)', stroke: 'var(--ink-muted)', 'stroke-width': 1 }),
    },
  }))).each(function (_, i) {
    const c = components[i];
    if (!c) return;
    if (movingKeys.has(String(c.code))) select(this).transition().duration(DURATION).attr('cx', round(x(c.x))).attr('cy', round(y(c.y)));
    else interrupt(this);
  });
}

/** Keys of the marks in a layer that move to their new place rather than jump: those already drawn, where motion is wanted. */
function moving(plot: SVGElement, data: GmmComponentsData, name: string): ReadonlySet<string> {
  if (data.animate !== true || !motionAllowed(plot)) return new Set();
  return new Set([...layer(plot, name).children].map((node) => node.getAttribute('data-key') ?? ''));
}

/** Only in a browser whose person did not ask for less motion. */
function motionAllowed(node: SVGElement): boolean {
  const view = node.ownerDocument.defaultView;
  return view !== null && typeof view.matchMedia === 'function' && !view.matchMedia('(prefers-reduced-motion: reduce)').matches;
}

function listen(
  root: SVGSVGElement, data: GmmComponentsData, components: readonly Component[], x: (v: number) => number, y: (v: number) => number,
  place: { left: number; right: number; top: number; bottom: number }, on?: Partial<GmmComponentsEvents>,
): void {
  const level = data.mixture?.level ?? 0;
  const mark = (c: Component | undefined) => {
    marks(root, 'cursor', 'path', c === undefined ? [] : [{ key: 'ring', attributes: { d: `M${round(x(c.x) - 7)} ${round(y(c.y))}a7 7 0 1 1 14 0a7 7 0 1 1 -14 0`, fill: 'none', stroke: 'var(--focus)', 'stroke-width': 2 } }]);
    texts(root, 'reading', c === undefined ? [] : [{
      key: 'reading', x: place.right - 6, y: place.top + 14, anchor: 'end', fill: 'var(--ink)', text: `code ${c.code} · weight ${formatNumber(c.weight)}`,
    }]);
  };
  const show = (i: number | null) => {
    const c = i === null ? undefined : components[i];
    mark(c);
    on?.hover?.(c === undefined ? null : { level, code: c.code, weight: c.weight });
  };
  const choose = (i: number, add: boolean) => {
    const c = components[i];
    if (c) on?.select?.({ seriesId: data.series.id, level, code: c.code }, add);
  };
  const nearest = (event: MouseEvent) => {
    const [px, py] = pointer(event, root);
    let best = 0;
    let closest = Infinity;
    components.forEach((c, i) => {
      const far = Math.hypot(x(c.x) - px, y(c.y) - py);
      if (far < closest) [best, closest] = [i, far];
    });
    return best;
  };
  // Under the listening area, so that the ring does not take the pointer from it.
  mark(undefined);
  const hit = marks(root, 'hit', 'rect', [{ key: 'hit', attributes: { x: place.left, y: place.top, width: place.right - place.left, height: place.bottom - place.top, fill: 'transparent', class: 'hit' } }]).node();
  if (hit === null) return;
  listenOn(hit, { pointermove: (event) => show(nearest(event)), pointerleave: () => show(null), click: (event) => choose(nearest(event), event.shiftKey) });
  hit.style.cursor = on?.select ? 'pointer' : '';
  reachable(hit, { count: components.length, columns: 1, label: `${data.series.name}, level ${level + 1}: ${components.length} components. Arrow keys move, Enter selects.`, move: show, choose });
}
