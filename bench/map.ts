/** What the map of the items takes: a frame while it is moved and while it slides, the engine's answer before it, UMAP, and the bytes that it holds. */
import { grouped, mapColor } from '../src/app/cells/mapColors';
import type { CodedItems } from '../src/engine/items/codedItems';
import { itemPlaces, itemStages } from '../src/engine/quantizers/training/stages';
import { umapPlaces } from '../src/engine/items/umap';
import { Random } from '../src/engine/math/random';
import { rebuilt } from '../src/engine/quantizers/published/refit';
import { breathe } from '../src/engine/runs/breathe';
import { codeMarks } from '../src/viz/codeMarks';
import { itemMap } from '../src/viz/itemMap';
import type { ItemMapData } from '../src/viz/itemMap';
import { SLIDE, liveMap } from '../src/viz/liveMap';
import { wholeOf } from '../src/viz/mapWindow';
import { pointGrid } from '../src/viz/pointGrid';
import { within } from '../src/viz/lasso';
import { boundsOf, stagePlaces } from '../src/viz/stagePlaces';
import type { ItemStages } from '../src/engine/records/items';

const WIDTH = 1140;
const LEVELS = 3;
const CODES = 256;
const MOVES = 40;

export interface MapFrames {
  readonly points: number;
  /** Milliseconds of work a frame, medians; and the longest. */
  readonly move: number;
  readonly moveLongest: number;
  readonly slide: number;
  /** Frames that a slide of 300 ms had. */
  readonly slideFrames: number;
  /** Milliseconds: colours and crosses, the grid of the first hover, a lasso of 200 corners over half of the points. */
  readonly colors: number;
  readonly grid: number;
  readonly lasso: number;
  /** Bytes of the arrays of the engine's answer, and of those that the page adds. */
  readonly answered: number;
  readonly added: number;
}

/** The live map over made stages of so many items. */
export async function measureMapFrames(points: number): Promise<MapFrames> {
  const { stages, codes } = madeStages(points);
  const began = performance.now();
  const color = mapColor('code 1', stages, { codes, levels: LEVELS }, null, null, points, 0);
  const marks = codeMarks(stages.rebuilt[1]!, stages.rebuilt[0]!, grouped({ codes, levels: LEVELS }, 1, false).group);
  const colors = performance.now() - began;
  const frame = boundsOf(stages.places);
  const [before, after] = [stagePlaces(stages, 'left', 0, null), stagePlaces(stages, 'left', 1, null)];
  const dataAt = (places: Float32Array): Omit<ItemMapData, 'window' | 'points'> => ({
    series: { id: 'made', name: 'Made', hue: 'ink' }, waits: '', stage: 'made', axes: 'Axes: made.', zero: true, frame, color, contours: null,
    items: { places, rows: null, total: points, chosen: null, isolated: false, name: String, id: String, codes: String },
    codes: { level: 0, marks, chosen: null, cells: false, sign: 'cross' },
  });
  const host = document.body.appendChild(document.createElement('div'));
  host.style.width = `${WIDTH}px`;
  const live = liveMap(host, { label: 'Map', describedBy: 'none' });
  const spent: number[] = [];
  const plain = window.requestAnimationFrame.bind(window);
  window.requestAnimationFrame = (work) => plain((now) => {
    const start = performance.now();
    work(now);
    spent.push(performance.now() - start);
  });
  const nothing = () => undefined;
  const show = (places: Float32Array) => live.show(dataAt(places), { width: WIDTH, height: itemMap.height({ ...dataAt(places), window: wholeOf(frame), points: 'under' }, WIDTH) }, 'move', { hover: nothing, choose: nothing, outline: nothing, clear: nothing });
  const next = () => new Promise<void>((done) => plain(() => setTimeout(done)));
  try {
    show(before);
    await next();
    await next();
    const surface = host.querySelector('.hit')!;
    spent.length = 0;
    for (let i = 0; i < MOVES; i++) {
      surface.dispatchEvent(new KeyboardEvent('keydown', { key: i % 2 === 0 ? 'ArrowLeft' : 'ArrowRight' }));
      await next();
    }
    const moves = [...spent];
    spent.length = 0;
    show(after);
    await new Promise((done) => setTimeout(done, SLIDE));
    while (spent.length < 2) await next();
    await next();
    const slides = [...spent];
    const [grid, lasso] = [timed(() => pointGrid(before)), timed(() => within(before, outlineOf(frame)))];
    return {
      points, move: median(moves), moveLongest: Math.max(...moves), slide: median(slides), slideFrames: slides.length, colors, grid, lasso,
      answered: [stages.places, ...stages.rebuilt, ...stages.left].reduce((sum, { byteLength }) => sum + byteLength, 0),
      // Two stops and what is between them, colours, codes, and the pixels.
      added: 3 * before.byteLength + color.of.byteLength + codes.byteLength + 4 * host.querySelector('canvas')!.width * host.querySelector('canvas')!.height,
    };
  } finally {
    window.requestAnimationFrame = plain;
    live.close();
    host.remove();
  }
}

export interface MapAnswers {
  readonly rows: number;
  readonly dim: number;
  /** Seconds until the engine has answered: the vectors alone, and with all levels. */
  readonly places: number;
  readonly stages: number;
}

/** The engine's two answers over made vectors with codes, 3 levels of 256. */
export async function measureMapAnswers(rows: number, dim: number): Promise<MapAnswers> {
  const items = madeItems(rows, dim);
  const places = timed(() => itemPlaces(items));
  const start = performance.now();
  await itemStages(items, breathe);
  return { rows, dim, places: places / 1000, stages: (performance.now() - start) / 1000 };
}

/** Seconds of UMAP over made vectors in clusters. */
export function measureUmap(rows: number, dim: number): number {
  const { data } = madeItems(rows, dim);
  return timed(() => umapPlaces({ data, rows, dim, seed: 1 }, () => undefined)) / 1000;
}

function madeItems(rows: number, dim: number): CodedItems {
  const random = new Random(1);
  const books = Array.from({ length: LEVELS }, (_, level) => Float32Array.from({ length: CODES * dim }, () => random.normal() / 2 ** level));
  const codes = Int32Array.from({ length: rows * LEVELS }, () => random.integer(CODES));
  const data = rebuilt(codes, books, dim, LEVELS);
  for (let i = 0; i < data.length; i++) data[i]! += 0.2 * random.normal();
  return {
    rows, dim, levels: LEVELS, data, codes, known: null,
    rebuilt: (depth, start, count) => Promise.resolve(depth === 0 ? new Float32Array(count * dim) : rebuilt(codes.subarray(start * LEVELS, (start + count) * LEVELS), books, dim, depth)),
    decoded: (ids) => Promise.resolve(rebuilt(ids, books, dim)),
  };
}

function madeStages(rows: number): { readonly stages: ItemStages; readonly codes: Int32Array } {
  const random = new Random(2);
  const books = Array.from({ length: LEVELS }, (_, level) => Float32Array.from({ length: 2 * CODES }, () => random.normal() / 2 ** level));
  const codes = Int32Array.from({ length: rows * LEVELS }, () => random.integer(CODES));
  const made = Array.from({ length: LEVELS + 1 }, (_, depth) => (depth === 0 ? new Float32Array(2 * rows) : rebuilt(codes, books, 2, depth)));
  const places = made[LEVELS]!.map((value) => value + 0.1 * random.normal());
  const left = made.map((at) => Float32Array.from({ length: rows }, (_, row) => Math.hypot(places[2 * row]! - at[2 * row]!, places[2 * row + 1]! - at[2 * row + 1]!)));
  return { stages: { rows, levels: LEVELS, places, rebuilt: made, left, axisShares: [0.5, 0.3], plain: false }, codes };
}

/** A star of 200 corners over the middle. */
function outlineOf({ left, right, bottom, top }: ReturnType<typeof boundsOf>): [number, number][] {
  return Array.from({ length: 200 }, (_, i) => {
    const [angle, radius] = [(i * Math.PI) / 100, i % 2 === 0 ? 0.35 : 0.25];
    return [(left + right) / 2 + radius * (right - left) * Math.cos(angle), (bottom + top) / 2 + radius * (top - bottom) * Math.sin(angle)];
  });
}

function timed(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}
