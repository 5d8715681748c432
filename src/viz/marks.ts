/** Keyed marks: the one data join of all figures, so that a second call moves the same nodes in place. */
import { select } from 'd3';
import type { Selection } from 'd3';
import type { Size } from './view';

const SVG = 'http://www.w3.org/2000/svg';
/** Sizes of the texts in figures, in pixels. */
export const FONT = { name: 13, label: 12 } as const;

/** Figures lower than this, in pixels, stand in a line of their own and leave no hole. */
const LOW = 80;

export type Attributes = Readonly<Record<string, string | number | null>>;

/** One mark: its key within its layer, its attributes (null takes one away), and its text where it is one. */
export interface Mark {
  readonly key: string;
  readonly attributes: Attributes;
  readonly text?: string;
}

export interface TextMark {
  readonly key: string;
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly fill?: string;
  readonly size?: number;
  readonly weight?: number;
}

/** Sets the figure's size and the properties its texts share. Role and label are the page's. */
export function prepare(root: SVGSVGElement, size: Size): void {
  const width = Math.max(1, size.width);
  const height = Math.max(1, size.height);
  select(root)
    .attr('viewBox', `0 0 ${round(width)} ${round(height)}`)
    .attr('width', round(width))
    .attr('height', round(height))
    .attr('font-size', FONT.label)
    .attr('font-variant-numeric', 'tabular-nums');
}

/** The layer of this name in `parent`, made where it is missing. Layers lie in the order in which they were first asked for. */
export function layer(parent: Element, name: string): SVGGElement {
  for (const child of parent.children) if (child.getAttribute('class') === name) return child as SVGGElement;
  const made = parent.ownerDocument.createElementNS(SVG, 'g');
  made.setAttribute('class', name);
  parent.appendChild(made);
  return made;
}

/** Draws marks of one tag into the layer `name` of `parent`: same key, same node. */
export function marks(parent: Element, name: string, tag: string, items: readonly Mark[]): Selection<SVGElement, Mark, SVGGElement, unknown> {
  const joined = select(layer(parent, name))
    .selectChildren<SVGElement, Mark>(tag)
    .data(items, (mark) => mark.key)
    .join((enter) => enter.append((mark) => newElement(parent, tag, mark.key)))
    .order();
  joined.each(function (mark) {
    for (const [attribute, value] of Object.entries(mark.attributes)) {
      const text = typeof value === 'number' ? String(round(value)) : value;
      // Reading is cheap and writing is not: most attributes of a live figure stay as they were.
      if (text === null) this.removeAttribute(attribute);
      else if (this.getAttribute(attribute) !== text) this.setAttribute(attribute, text);
    }
    if (mark.text !== undefined && this.textContent !== mark.text) this.textContent = mark.text;
  });
  return joined;
}

/** Draws texts; a text whose place is not a number is left out. */
export function texts(parent: Element, name: string, items: readonly TextMark[]): void {
  const placed = items.filter((item) => Number.isFinite(item.x) && Number.isFinite(item.y) && item.text !== '');
  marks(
    parent,
    name,
    'text',
    placed.map((item) => ({
      key: item.key,
      text: item.text,
      attributes: {
        x: item.x,
        y: item.y,
        fill: item.fill ?? 'var(--ink-muted)',
        'text-anchor': item.anchor === undefined || item.anchor === 'start' ? null : item.anchor,
        'font-size': item.size === undefined || item.size === FONT.label ? null : item.size,
        'font-weight': item.weight ?? null,
      },
    })),
  );
}

/** A calm sentence in the middle of the reserved space, or nothing. Returns whether the figure is empty. */
export function emptyState(root: SVGSVGElement, size: Size, sentence: string | null): boolean {
  const lines = sentence === null ? [] : wrap(sentence, Math.max(12, Math.floor((size.width - 24) / 7.2)));
  if (sentence !== null) for (const child of [...root.children]) if (!['empty', 'waits'].includes(child.getAttribute('class') ?? '')) child.remove();
  // The place that is kept is seen as one, not as a hole in the page.
  if (sentence === null || size.height < LOW) root.querySelector(':scope > .waits')?.remove();
  else {
    marks(root, 'waits', 'rect', [{
      key: 'waits', attributes: { x: 0.5, y: 0.5, width: Math.max(0, size.width - 1), height: size.height - 1, rx: 8, fill: 'var(--ink)', 'fill-opacity': 0.03, stroke: 'var(--hairline)' },
    }]);
    root.prepend(layer(root, 'waits'));
  }
  texts(
    root,
    'empty',
    lines.map((text, i) => ({
      key: String(i), x: size.width / 2, y: size.height / 2 + 4 + (i - (lines.length - 1) / 2) * 17, text, anchor: 'middle' as const, size: Math.min(FONT.name, size.height * 0.6),
    })),
  );
  return sentence !== null;
}

/** Listens on a node in place of what listened before; null stops listening. */
export function listenOn(node: Element, listeners: Readonly<Record<string, ((event: MouseEvent) => void) | null>>): void {
  for (const [type, listener] of Object.entries(listeners)) {
    if (listener === null) select<Element, unknown>(node).on(`${type}.figure`, null);
    else select<Element, unknown>(node).on(`${type}.figure`, (event: Event) => listener(event as MouseEvent));
  }
}

/** Two decimals: below what a screen shows, and files stay small. */
export function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/** Diagonal hatching of a rectangle, as path data. Drawn by hand, since a pattern needs an id that is unique in the page. */
export function hatch(x: number, y: number, width: number, height: number, gap: number): string {
  let path = '';
  for (let offset = -height; offset < width; offset += gap) {
    const from = Math.max(0, offset);
    const to = Math.min(width, offset + height);
    if (to > from) path += `M${round(x + from)} ${round(y + height - (from - offset))}L${round(x + to)} ${round(y + height - (to - offset))}`;
  }
  return path;
}

/** A rectangle as path data. */
export function box(x: number, y: number, width: number, height: number): string {
  return `M${round(x)} ${round(y)}h${round(width)}v${round(height)}h${round(-width)}z`;
}

function newElement(parent: Element, tag: string, key: string): SVGElement {
  const made = parent.ownerDocument.createElementNS(SVG, tag) as SVGElement;
  made.setAttribute('data-key', key);
  return made;
}

function wrap(sentence: string, letters: number): string[] {
  const lines: string[] = [];
  for (const word of sentence.split(' ')) {
    const last = lines[lines.length - 1];
    if (last !== undefined && last.length + word.length + 1 <= letters) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
