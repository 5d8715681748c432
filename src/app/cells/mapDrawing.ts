/** From a run's stages, its codes and the names of its rows to the data of a map. */
import type { ItemPlaces, ItemStages } from '../../engine/records/items';
import { codeMarks } from '../../viz/codeMarks';
import type { Contours } from '../../viz/density';
import { itemMap } from '../../viz/itemMap';
import { formatCount, formatNumber } from '../../viz/format';
import { formatPercent } from '../../viz/unitWords';
import type { ItemMapData, MapColor } from '../../viz/itemMap';
import type { MapHit } from '../../viz/liveMap';
import { wholeOf } from '../../viz/mapWindow';
import type { MapWindow } from '../../viz/mapWindow';
import { boundsOf, stagePlaces } from '../../viz/stagePlaces';
import type { Bounds, Way } from '../../viz/stagePlaces';
import type { Drawing } from '../components/drawing';
import { itemId, itemName } from '../output/itemRows';
import type { ItemRows } from '../output/itemRows';
import { setOfRows } from '../runs/rowSet';
import type { Selection } from '../state/selection';
import { grouped } from './mapColors';
import type { Codes } from './mapColors';
import type { Series } from '../../viz/view';

export type StillMap = Omit<ItemMapData, 'window' | 'points'>;

/** What is known of where items lie: level by level, or of the vectors alone. */
export type Places = ItemStages | ItemPlaces;

export function stagesOf(places: Places | null): ItemStages | null {
  return places && 'levels' in places ? places : null;
}

/** One frame for every stop, so that lengths can be compared between stops. */
export function frameOf(places: Places): Bounds {
  return boundsOf(places.places, stagePlaces(places, 'left', 0, null));
}

/** Crosses of the codes that come next at a stop of what is left, or of the first code where it alone is rebuilt; of the rows drawn. */
export function codesAt(stages: ItemStages | null, coded: Codes | null, way: Way, stop: number): Pick<NonNullable<ItemMapData['codes']>, 'level' | 'marks'> | null {
  if (!stages || !coded) return null;
  const level = way === 'left' ? stop : 0;
  if (level >= stages.levels || (way === 'rebuilt' && stop !== 1)) return null;
  const { group } = grouped(coded, level + 1, false);
  return { level, marks: codeMarks(stages.rebuilt[level + 1]!, way === 'left' ? stages.rebuilt[level]! : null, group) };
}

/** [n] 1: the i-th drawn row is selected; null: none of these data is. */
export function chosenAt(selection: Selection | null, data: string, total: number, rows: Uint32Array | null): Uint8Array | null {
  if (selection?.data !== data || selection.rows.bits.length !== total) return null;
  const { bits } = selection.rows;
  return rows ? Uint8Array.from(rows, (row) => bits[row]!) : bits;
}

/** The items within an outline on the map. `rows`: those drawn, of `total`; null: all. */
export function selectionWithin(inside: Uint8Array, by: 'lasso' | 'box', { data, rows, total }: { readonly data: string; readonly rows: Uint32Array | null; readonly total: number }): Selection {
  const members: number[] = [];
  inside.forEach((bit, i) => bit === 1 && members.push(rows?.[i] ?? i));
  return { data, rows: setOfRows(total, members), chosen: { by } };
}

/** The code that is selected, where it is one of this run at this level. */
export function chosenCode(selection: Selection | null, run: string, level: number): number | null {
  const chosen = selection?.chosen;
  return chosen?.by === 'code' && chosen.run === run && chosen.level === level ? chosen.code : null;
}

export interface MapParts {
  readonly series: Series;
  readonly places: Places | null;
  readonly waits: string;
  readonly frame: Bounds;
  readonly at: Float32Array;
  /** Of the drawn items their numbers in `coded` and `names`; null: in order. */
  readonly rows: Uint32Array | null;
  /** And their rows in the data, of `total`; null: all of them. */
  readonly told: Uint32Array | null;
  readonly total: number;
  readonly coded: Codes | null;
  readonly names: ItemRows | null;
  readonly color: MapColor;
  readonly codes: ItemMapData['codes'];
  readonly chosen: Uint8Array | null;
  readonly isolated: boolean;
  readonly contours: Contours | null;
  readonly stage: string;
  /** Its seed; null: not placed by UMAP. */
  readonly umap: number | null;
  readonly zero: string;
}

export function mapData({ places, at, rows, told, total, names, coded, zero, umap, chosen, isolated, ...rest }: MapParts): StillMap {
  const row = (i: number) => (rows ? rows[i]! : i);
  return {
    ...rest, axes: places ? axesWords(places, umap, zero) : '', zero: umap === null,
    items: places && {
      places: at, rows: told, total, chosen, isolated: isolated && chosen !== null,
      name: (i) => (names ? itemName(names, row(i)) : `row ${row(i)}`), id: (i) => (names ? itemId(names, row(i)) : `row ${row(i)}`), codes: (i) => idWords(coded, row(i)),
    },
  };
}

/** "27-3-14"; empty where the row has no codes. */
export function idWords(coded: Codes | null, row: number): string {
  if (!coded || coded.codes[row * coded.levels]! < 0) return '';
  return coded.codes.subarray(row * coded.levels, (row + 1) * coded.levels).join('-');
}

function axesWords({ axisShares: [first, second], plain }: Places, umap: number | null, zero: string): string {
  if (umap !== null) return `Axes of UMAP, seed ${umap}: near points were near; distances and the axes themselves mean nothing.`;
  const cross = ` The dotted lines cross at ${zero}.`;
  return `${plain ? 'Axes: the first column of the data and the second,' : 'Axes: the two principal axes of all items,'} ${formatPercent(first)} and ${formatPercent(second)} of the variance.${cross}`;
}

/** What lies under the pointer, in words. `counted`: codes are counted on the drawn items alone. */
export function hitWords(found: MapHit | null, { items, color, codes }: StillMap, counted = false): string | null {
  if (!found || !items) return null;
  if (found.what === 'code') return `code ${found.mark.code} of level ${(codes?.level ?? 0) + 1}: ${formatCount(found.mark.items)} ${found.mark.items === 1 ? 'item' : 'items'}${counted ? ` of the ${formatCount(items.places.length / 2)} drawn` : ''}`;
  const { index } = found;
  const [name, id, codesOf] = [items.name(index), items.id(index), items.codes(index)];
  const value = color.value(index);
  const by = color.key === null || value === '' ? '' : `${color.by} ${typeof value === 'number' ? formatNumber(value) : value}`;
  return [name, ...(id === name ? [] : [id]), codesOf, by].filter((part) => part !== '').join(' · ');
}

/** The map as files hold it: what is seen, with its points in it. */
export function mapFile(data: StillMap, window: () => MapWindow | undefined): Drawing {
  const whole = (): ItemMapData => ({ ...data, window: window() ?? wholeOf(data.frame), points: 'drawn' });
  return {
    draw: (root, size) => itemMap.draw(root, whole(), size), height: (width) => itemMap.height(whole(), width),
    describe: () => itemMap.describe(whole()), toCsv: () => itemMap.toCsv(whole()),
  };
}
