/** A legend for what cannot be labelled on the mark itself: small signs with words, wrapped to the width. */
import { FONT, box, hatch, marks, round, texts } from './marks';
import { textWidth } from './format';

export interface LegendItem {
  readonly key: string;
  readonly sign: 'filled' | 'hollow' | 'hatched' | 'line' | 'thick' | 'dashed' | 'ring' | 'none';
  readonly color: string;
  readonly label: string;
  /** A filled sign of its own around (0, 0), as path data, in place of `sign`. */
  readonly shape?: string;
}

const LINE = 18;
const SIGN = 14;

/** Height in pixels that the legend takes at this width. */
export function legendHeight(items: readonly LegendItem[], width: number): number {
  return items.length === 0 ? 0 : ((place(items, width).at(-1)?.row ?? 0) + 1) * LINE;
}

/** Draws the legend with its top left corner at (x, y). */
export function legend(parent: Element, name: string, items: readonly LegendItem[], x: number, y: number, width: number): void {
  const placed = place(items, width);
  marks(parent, `${name}-signs`, 'path', placed.filter((p) => p.item.sign !== 'none').map((p) => {
    const filled = p.item.sign === 'filled' || p.item.shape !== undefined;
    return {
      key: p.item.key,
      attributes: {
        transform: p.item.shape === undefined ? null : `translate(${x + round(p.x) + SIGN / 2} ${y + p.row * LINE + LINE / 2})`,
        d: p.item.shape ?? sign(p.item.sign, x + p.x, y + p.row * LINE + LINE / 2),
        fill: filled ? p.item.color : 'none',
        stroke: filled ? null : p.item.color,
        'stroke-width': p.item.sign === 'thick' ? 3 : null,
        'stroke-dasharray': p.item.sign === 'dashed' ? '2 2' : null,
      },
    };
  }));
  texts(parent, `${name}-words`, placed.map((p) => ({
    key: p.item.key, x: x + p.x + (p.item.sign === 'none' ? 0 : SIGN + 4), y: y + p.row * LINE + LINE / 2 + 4, text: p.item.label,
  })));
}

function place(items: readonly LegendItem[], width: number): { item: LegendItem; x: number; row: number }[] {
  let x = 0;
  let row = 0;
  return items.map((item) => {
    const length = (item.sign === 'none' ? 0 : SIGN + 4) + textWidth(item.label, FONT.label);
    if (x > 0 && x + length > width) {
      x = 0;
      row += 1;
    }
    const placed = { item, x, row };
    x += length + 16;
    return placed;
  });
}

function sign(kind: LegendItem['sign'], x: number, y: number): string {
  if (kind === 'line' || kind === 'thick' || kind === 'dashed') return `M${x} ${y}h${SIGN}`;
  if (kind === 'ring') return `M${x + 3} ${y}a4 4 0 1 1 8 0a4 4 0 1 1 -8 0`;
  if (kind === 'hatched') return hatch(x, y - 4, SIGN, 8, 3.5);
  return box(x + 0.5, y - 4, SIGN - 1, 8);
}
