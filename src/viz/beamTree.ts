/** One search as a tree: the history, the prefixes that the beam kept at each place of the ID, the items they end at, and where the right one was found or lost. */
import { levelColor } from './colors';
import { drawFoot, footHeight } from './foot';
import { boldWidth, csv, fitText, formatCount, formatNumber, formatShare, listWords, textWidth } from './format';
import { FONT, emptyState, marks, prepare, round, texts } from './marks';
import { pointCursor } from './pointCursor';
import { LEAVES, chip, idWords, treeOf } from './beamLayout';
import type { BeamNode, BeamTreeData, NamedId, Tree } from './beamLayout';
import type { Readable } from './pointCursor';
import type { ViewModule } from './view';

export interface BeamTreeEvents {
  hover(node: { place: string; code: number; probability: number; items: number; right: boolean } | null): void;
}

interface PlacedNode extends Readable {
  readonly node: BeamNode;
}

const LINE = 19;
const HEAD = 24;
const GAP = 14;
const ROW = 24;
const CHIP = 17;
/** Titles and what stands behind them keep together in a wide figure. */
const WIDEST_LINE = 560;
const WIDEST_LEAF = 340;
const EMPTY = 'How an item is found: choose a test case of a finished run on semantic IDs.';
const CAPTION = 'Wider lines: more probable prefixes. Heavy frame: the way to the right item. Numbers at the end: probability of the whole ID.';

export const beamTree: ViewModule<BeamTreeData, BeamTreeEvents> = {
  draw(root, data, size, on) {
    prepare(root, size);
    if (emptyState(root, size, data.places.length > 0 ? null : EMPTY)) return;
    const top = drawHistory(root, data, size.width);
    const tree = treeOf(data);
    const frame = frameOf(tree, data, size.width, top);
    drawTree(root, data, tree, frame, size.width);
    const bottom = top + HEAD + tree.rows * ROW + GAP;
    drawFoot(root, captionOf(data), bottom, size.width);
    const placed = tree.nodes.map((node): PlacedNode => ({ node, x: frame.x(node.place), y: frame.y(node.row), words: wordsOf(node, data) }));
    pointCursor<PlacedNode>(root, size, {
      points: placed, columns: 1, readingY: size.height - 5, label: `Prefixes that the beam kept: ${placed.length}`,
      show: (found) => on?.hover?.(found && { place: data.places[found.node.place]!.place, code: found.node.code, probability: found.node.probability, items: found.node.items, right: found.node.right }),
    });
  },
  height(data, width) {
    if (data.places.length === 0) return 120;
    return Math.ceil(historyHeight(data) + HEAD + treeOf(data).rows * ROW + GAP + footHeight(captionOf(data), width));
  },
  describe(data) {
    if (data.places.length === 0) return EMPTY;
    const found = data.found.slice(0, 3).map((item) => `${idWords(item)} with ${formatShare(item.probability)}`);
    return `${data.series.name} after ${listWords(data.history.map(idWords))}: ${found.length > 0 ? `most probable next are ${listWords(found)}` : 'nothing was found'}. ${outcome(data)}`;
  },
  toCsv: (data) => csv(['place', 'prefix', 'continues', 'code', 'log probability', 'items below', 'right'], data.places.flatMap(({ place, codes, parents, logProbabilities, items }, at) =>
    Array.from(codes, (code, kept) => [place, kept + 1, at === 0 ? '' : parents[kept]! + 1, code, logProbabilities[kept]!, items[kept]!, data.path[at] === kept ? 'yes' : 'no']))),
};

function historyHeight({ history, target }: BeamTreeData): number {
  return LINE * (1 + history.length + (target ? 1 : 0)) + GAP;
}

/** A line an item, oldest first, then the right one; gives where the tree begins. */
function drawHistory(root: SVGSVGElement, data: BeamTreeData, width: number): number {
  const lines: { readonly key: string; readonly item: NamedId; readonly note: string }[] = [
    ...data.history.map((item, at) => ({ key: `history ${at}`, item, note: at === data.history.length - 1 ? 'newest' : '' })),
    ...(data.target ? [{ key: 'target', item: data.target, note: 'came next' }] : []),
  ];
  texts(root, 'head', [{ key: 'head', x: 0, y: 13, text: data.target ? `History of ${data.who || 'this case'}, and what came next` : 'History', weight: 600, fill: 'var(--ink)' }]);
  const chips = lines.flatMap(({ key, item }, row) => chipsOf(item, data, key, LINE * (1 + row)));
  marks(root, 'history-chips', 'rect', chips.map(({ key, x, y, width: wide, fill }) => ({ key, attributes: { x, y, width: wide, height: CHIP - 2, rx: 3, fill } })));
  const end = Math.min(width, WIDEST_LINE);
  const noteX = (note: string) => (note === '' ? end : end - textWidth(note, FONT.label) - 10);
  texts(root, 'history-words', [
    ...chips.map(({ key, x, y, width: wide, text }) => ({ key, x: x + wide / 2, y: y + 12, text, anchor: 'middle' as const, fill: 'var(--ink)' })),
    ...lines.flatMap(({ key, item, note }, row) => {
      const left = chips.filter((each) => each.key.startsWith(`${key}/`)).reduce((most, each) => Math.max(most, each.x + each.width), 0) + 8;
      return [
        { key: `${key} title`, x: left, y: LINE * (1 + row) + 14, text: fitText(item.title, FONT.label, Math.max(0, noteX(note) - left), key === 'target' ? boldWidth : textWidth), fill: 'var(--ink)', ...(key === 'target' && { weight: 600 }) },
        ...(note === '' ? [] : [{ key: `${key} note`, x: end - 1, y: LINE * (1 + row) + 14, text: note, anchor: 'end' as const }]),
      ];
    }),
  ]);
  return historyHeight(data);
}

function chipsOf({ codes }: NamedId, { series, places }: BeamTreeData, key: string, y: number) {
  let x = 0;
  return codes.map((code, level) => {
    const text = chip(code);
    const width = textWidth(text, FONT.label) + 10;
    const at = x;
    x += width + 3;
    return { key: `${key}/${level}`, x: at, y: y + 2, width, text, fill: `color-mix(in srgb, ${levelColor(series.hue, level, places.length)} 32%, var(--ground))` };
  });
}

interface Frame {
  readonly left: number;
  readonly chipWidth: number;
  readonly leaf: number;
  readonly top: number;
  x(place: number): number;
  y(row: number): number;
}

function frameOf(tree: Tree, data: BeamTreeData, width: number, top: number): Frame {
  const widest = Math.max(20, ...tree.nodes.map(({ code }) => textWidth(chip(code), FONT.label) + 10));
  const columns = data.places.length;
  const room = Math.max(columns * (widest + 14), width * (width < 500 ? 0.56 : 0.5));
  const step = (room - widest) / Math.max(1, columns - 1);
  const first = widest / 2 + 8;
  return { left: 0, chipWidth: widest, leaf: first + step * (columns - 1) + widest / 2 + 8, top: top + HEAD, x: (place) => first + step * place, y: (row) => top + HEAD + ROW * row + ROW / 2 };
}

function drawTree(root: SVGSVGElement, data: BeamTreeData, { nodes, ends }: Tree, frame: Frame, width: number): void {
  const { chipWidth, x, y } = frame;
  const half = chipWidth / 2;
  texts(root, 'places', data.places.map(({ place, codes }, at) => ({ key: place, x: at === 0 ? 0 : x(at), y: frame.top - 6, text: columnWords(place, codes.length, at, frame, width), anchor: at === 0 ? ('start' as const) : ('middle' as const) })));
  marks(root, 'edges', 'path', nodes.map(({ key, place, row, parentRow, right, share }) => {
    const [x0, x1] = [place === 0 ? 0 : x(place - 1) + half, x(place) - half];
    const [y0, y1] = [y(parentRow), y(row)];
    const middle = (x0 + x1) / 2;
    return { key, attributes: { d: `M${round(x0)} ${round(y0)}C${round(middle)} ${round(y0)} ${round(middle)} ${round(y1)} ${round(x1)} ${round(y1)}`, fill: 'none', stroke: right ? 'var(--ink)' : 'var(--ink-muted)', 'stroke-width': round(1 + 4 * share), 'stroke-opacity': right ? 0.9 : 0.55 } };
  }));
  marks(root, 'nodes', 'rect', nodes.map(({ key, place, row, right }) => ({
    key, attributes: { x: round(x(place) - half), y: round(y(row) - CHIP / 2), width: round(chipWidth), height: CHIP, rx: 3, fill: `color-mix(in srgb, ${levelColor(data.series.hue, place, data.places.length)} 32%, var(--ground))`, stroke: right ? 'var(--ink)' : 'none', 'stroke-width': 2 },
  })));
  texts(root, 'codes', nodes.map(({ key, place, row, code }) => ({ key, x: x(place), y: y(row) + 4, text: chip(code), anchor: 'middle' as const, fill: 'var(--ink)' })));
  texts(root, 'leaves', ends.flatMap(({ key, row, probability, title, right, note }) => {
    const value = note !== '' ? note : formatShare(probability);
    const end = Math.min(width, frame.leaf + WIDEST_LEAF);
    const room = Math.max(0, end - frame.leaf - textWidth(value, FONT.label) - 14);
    return [
      ...(note === '' ? [{ key: `${key} title`, x: frame.leaf, y: y(row) + 4, text: fitText(title, FONT.label, room, right ? boldWidth : textWidth), fill: 'var(--ink)', ...(right && { weight: 600 }) }] : []),
      { key: `${key} value`, x: end - 1, y: y(row) + 4, text: note === '' ? value : fitText(value, FONT.label, end - frame.leaf), anchor: 'end' as const, ...(right && { fill: 'var(--ink)' }) },
    ];
  }));
}

/** "level 1 · 20" where there is room. */
function columnWords(place: string, kept: number, at: number, frame: Frame, width: number): string {
  const long = `${place} · ${formatCount(kept)} kept`;
  const room = at === 0 ? frame.x(1) - frame.chipWidth / 2 : 2 * Math.min(frame.x(1) - frame.x(0), width - frame.x(at)) - frame.chipWidth;
  const short = place.replace('level ', '');
  return [long, place].find((words) => textWidth(words, FONT.label) <= Math.max(0, room / (at === 0 ? 1 : 2))) ?? short;
}

function captionOf(data: BeamTreeData): string {
  const last = data.places.at(-1)?.codes.length ?? 0;
  return `${outcome(data)} ${last > LEAVES ? `The ${LEAVES} most probable of ${formatCount(last)} IDs are shown. ` : ''}${CAPTION}`;
}

/** "Found at place 3." */
function outcome({ target, path, places, rank }: BeamTreeData): string {
  if (!target) return 'What came next is not known.';
  if (target.codes.every((code) => code < 0)) return 'The right item has no ID, so it cannot be found.';
  if (rank !== null) return `The right item was found at place ${formatCount(rank + 1)}.`;
  const lost = path.findIndex((kept) => kept < 0);
  if (lost < 0) return 'The right item was kept, behind the places of the ranking.';
  return `The right item was lost at ${places[lost]?.place ?? 'the end'}: its code ${chip(target.codes[lost] ?? -1)} was not among the ${prefixWords(places[lost]?.codes.length ?? 0)} kept.`;
}

function prefixWords(count: number): string {
  return `${formatCount(count)} ${count === 1 ? 'prefix' : 'prefixes'}`;
}

function wordsOf({ place, code, probability, items, right, prefix }: BeamNode, { places }: BeamTreeData): string {
  return `${places[place]!.place}, ${[...prefix, code].map(chip).join(' · ')}: ${formatShare(probability)} (log ${formatNumber(Math.log(probability))}), ${formatCount(items)} ${items === 1 ? 'item' : 'items'}${right ? ', right' : ''}`;
}
