/** One listening surface over a figure's points: the nearest to the pointer, a cursor for the arrow keys, and its reading in words. */
import { pointer } from 'd3';
import { reachable } from './keyboard';
import { FONT, layer, listenOn, marks, texts } from './marks';
import { fitText } from './format';
import type { Size } from './view';

export interface Readable {
  /** Pixels. */
  readonly x: number;
  readonly y: number;
  /** What is printed in the reading line. */
  readonly words: string;
}

export interface PointCursor<Point extends Readable> {
  readonly points: readonly Point[];
  /** What the points are, for the screen reader: "Calibration: 30 points". */
  readonly label: string;
  /** Points in a row, for the up and down arrows. */
  readonly columns: number;
  /** Baseline of the reading line. */
  readonly readingY: number;
  show?(point: Point | null): void;
  choose?(point: Point): void;
}

/** Height in pixels that the reading line takes. */
export const READING = 20;
const REACH = 40;

export function pointCursor<Point extends Readable>(root: SVGSVGElement, size: Size, { points, label, columns, readingY, show, choose }: PointCursor<Point>): void {
  const surface = layer(root, 'surface');
  layer(surface, 'cursor');
  const hit = marks(surface, 'hit', 'rect', [{ key: 'hit', attributes: { x: 0, y: 0, width: points.length > 0 ? size.width : 0, height: points.length > 0 ? size.height : 0, fill: 'transparent', class: 'hit' } }]).node();
  const move = (point: Point | null, tell = true) => {
    marks(surface, 'cursor', 'circle', point ? [{ key: 'cursor', attributes: { cx: point.x, cy: point.y, r: 6.5, fill: 'none', stroke: 'var(--focus)', 'stroke-width': 2 } }] : []);
    texts(surface, 'reading', point ? [{ key: 'reading', x: size.width - 1, y: readingY, anchor: 'end', fill: 'var(--ink)', text: fitText(point.words, FONT.label, size.width - 2) }] : []);
    if (tell) show?.(point);
  };
  move(null, false);
  if (hit === null) return;
  const nearest = (event: MouseEvent): Point | null => {
    const [px, py] = pointer(event, root);
    let best: Point | null = null;
    let closest = REACH;
    for (const point of points) {
      const far = Math.hypot(point.x - px, point.y - py);
      if (far < closest) [best, closest] = [point, far];
    }
    return best;
  };
  listenOn(hit, {
    pointermove: (event) => move(nearest(event)),
    pointerleave: () => move(null),
    click: choose ? (event) => {
      const found = nearest(event);
      if (found) choose(found);
    } : null,
  });
  hit.style.cursor = choose ? 'pointer' : '';
  reachable(hit, {
    count: points.length, columns, label: `${label}. Arrow keys move${choose ? ', Enter selects' : ''}.`,
    move: (i) => move(i === null ? null : (points[i] ?? null)),
    choose: (i) => { if (points[i]) choose?.(points[i]); },
  });
}
