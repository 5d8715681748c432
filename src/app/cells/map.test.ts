/** What a map is made of: its stops, colours and crosses, from stages and codes that a person can check by hand. */
import { describe, expect, it } from 'vitest';
import type { ItemStages } from '../../engine/records/items';
import { itemMap } from '../../viz/itemMap';
import { boundsOf, stagePlaces } from '../../viz/stagePlaces';
import { itemsAmong } from '../output/itemRows';
import type { ItemRows } from '../output/itemRows';
import { setOfRows } from '../runs/rowSet';
import type { Selection } from '../state/selection';
import { colorChoices, grouped, mapColor } from './mapColors';
import { chosenAt, chosenCode, codesAt, frameOf, hitWords, idWords, mapData, mapFile } from './mapDrawing';
import { mapFocusOf, mapOptions, stopOf, stopWords, turned } from './mapFocus';
import { chosenWords } from './mapWords';

const stages: ItemStages = {
  rows: 4, levels: 2, axisShares: [0.5, 0.25], plain: false, places: Float32Array.of(4, 1, 4, -1, -4, 1, -4, -1),
  rebuilt: [new Float32Array(8), Float32Array.of(4, 0, 4, 0, -4, 0, -4, 0), Float32Array.of(4, 1, 4, -1, -4, 1, -4, 0)],
  left: [Float32Array.of(4, 4, 4, 4), Float32Array.of(1, 1, 1, 1), Float32Array.of(0, 0, 0, 1)],
};
const coded = { codes: Int32Array.of(1, 0, 1, 2, 0, 0, 0, 1), levels: 2 };
const titles = ['Tape', 'Clamp', 'Valve', ''];
const names: ItemRows = {
  data: 'data', rows: 4, ids: ['a', 'b', 'c', 'd'], rowIndex: null, titles,
  metadata: [{ name: 'title', values: titles }, { name: 'brand', values: ['x', 'y', 'x', 'x'] }],
};
const selection: Selection = { data: 'data', rows: setOfRows(4, [1, 2]), chosen: { by: 'code', run: 'k', level: 0, code: 1 } };

describe('the focus of a map', () => {
  it('is stored without what stands anyway, and read back', () => {
    const focus = { ...mapFocusOf({}), way: 'rebuilt' as const, stop: 2, density: true, seed: 7 };
    expect(mapOptions(mapFocusOf({}))).toEqual({});
    expect(mapFocusOf(mapOptions(focus))).toEqual(focus);
    expect(mapFocusOf({ way: 3, stop: -1, axes: 'x' } as never)).toEqual(mapFocusOf({}));
  });
  it('has stops of each way, and keeps the number of codes where it turns', () => {
    expect([stopOf({ way: 'left', stop: 9 }, 3), stopOf({ way: 'rebuilt', stop: 9 }, 3), stopOf({ way: 'rebuilt', stop: 0 }, 3)]).toEqual([3, 4, 1]);
    expect(turned({ ...mapFocusOf({}), stop: 2 }, 'rebuilt', 3)).toMatchObject({ way: 'rebuilt', stop: 2 });
    expect(turned({ ...mapFocusOf({}), way: 'rebuilt', stop: 4 }, 'left', 3)).toMatchObject({ way: 'left', stop: 3 });
    expect([stopWords('left', 0, 3), stopWords('left', 1, 3), stopWords('rebuilt', 2, 3), stopWords('rebuilt', 4, 3)]).toEqual(['before any codes', 'what is left after 1 of 3 codes', 'rebuilt from 2 of 3 codes', 'the items themselves']);
  });
});

describe('colours of a map', () => {
  const of = (choice: string, rows: Uint32Array | null = null, depth = 0) => mapColor(choice, stages, coded, names, rows, rows?.length ?? 4, depth);
  it('are offered by code, prefix, column and length; titles are no column', () => {
    expect(colorChoices(2, names).map(({ value }) => value)).toEqual(['code 1', 'code 2', 'prefix 2', 'column brand', 'left', 'error', 'one']);
    expect(colorChoices(0, names).map(({ value }) => value)).toEqual(['column brand', 'one']);
  });
  it('are the same for one code and differ between codes', () => {
    const { of: colors, value } = of('code 1');
    expect([colors[0] === colors[1], colors[2] === colors[3], colors[0] === colors[2]]).toEqual([true, true, false]);
    expect([0, 1, 2, 3].map(value)).toEqual([1, 1, 0, 0]);
    expect([0, 1, 2, 3].map(of('prefix 2').value)).toEqual(['1-0', '1-2', '0-0', '0-1']);
    expect(new Set(of('prefix 2').of).size).toBe(4);
    expect([0, 1].map(of('code 2', Uint32Array.of(3, 1)).value)).toEqual([1, 2]);
  });
  it('are of names with their counts, and of lengths on one scale for all stops', () => {
    expect(of('column brand').key).toMatchObject({ names: [{ name: 'x', count: 3 }, { name: 'y', count: 1 }] });
    expect([...of('column brand').of]).toEqual([0, 1, 0, 0]);
    expect([of('left', null, 0).key, of('left', null, 1).key]).toEqual([{ low: 0, high: 4 }, { low: 0, high: 4 }]);
    expect([...of('left', null, 1).of]).toEqual([3, 3, 3, 3]);
    expect([...of('error').of]).toEqual([0, 0, 0, 12]);
  });
  it('pass over rows without codes', () => expect(grouped({ codes: Int32Array.of(-1, -1, 3, 1), levels: 2 }, 2, true)).toEqual({ group: Int32Array.of(-1, 0), groups: 1 }));
});

describe('the data of a map', () => {
  it('has crosses of the codes that come next, and none after the last', () => {
    expect(codesAt(stages, coded, 'left', 0)).toEqual({ level: 0, marks: [{ code: 0, x: -4, y: 0, items: 2 }, { code: 1, x: 4, y: 0, items: 2 }] });
    expect(codesAt(stages, coded, 'left', 1)!.marks).toEqual([{ code: 0, x: 0, y: 1, items: 2 }, { code: 1, x: 0, y: 0, items: 1 }, { code: 2, x: 0, y: -1, items: 1 }]);
    expect([codesAt(stages, coded, 'left', 2), codesAt(stages, coded, 'rebuilt', 2), codesAt(null, coded, 'left', 0)]).toEqual([null, null, null]);
    expect(codesAt(stages, coded, 'rebuilt', 1)!.marks).toEqual(codesAt(stages, coded, 'left', 0)!.marks);
  });
  it('knows what is selected of its rows', () => {
    expect([...chosenAt(selection, 'data', 4, null)!]).toEqual([0, 1, 1, 0]);
    expect([...chosenAt(selection, 'data', 4, Uint32Array.of(3, 1))!]).toEqual([0, 1]);
    expect([chosenAt(selection, 'other', 4, null), chosenAt(null, 'data', 4, null)]).toEqual([null, null]);
    expect([chosenCode(selection, 'k', 0), chosenCode(selection, 'k', 1), chosenCode(selection, 'm', 0)]).toEqual([1, null, null]);
    expect([chosenWords(selection.chosen), chosenWords({ by: 'prefix', run: 'k', codes: [1, 2] }), chosenWords({ by: 'lasso' })]).toEqual(['code 1 of level 1', 'the prefix 1-2', 'by lasso']);
  });
  it('says what is pointed at, and gives its numbers', () => {
    const data = mapData({
      series: { id: 'k', name: 'K', hue: 'ink' }, places: stages, at: stagePlaces(stages, 'left', 1, null), rows: null, told: null, total: 4, coded, names, frame: frameOf(stages), contours: null, waits: '', stage: 's', zero: 'zero',
      chosen: null, isolated: true, umap: null, color: mapColor('column brand', stages, coded, names, null, 4, 1), codes: { ...codesAt(stages, coded, 'left', 1)!, chosen: null, cells: false, sign: 'cross' },
    });
    expect(hitWords({ what: 'item', index: 1 }, data)).toBe('Clamp · b · 1-2 · brand y');
    expect(hitWords({ what: 'item', index: 3 }, data)).toBe('d · 0-1 · brand x');
    expect(hitWords({ what: 'code', mark: data.codes!.marks[1]! }, data)).toBe('code 1 of level 2: 1 item');
    expect([hitWords(null, data), idWords({ codes: Int32Array.of(-1, -1), levels: 2 }, 0), data.items!.isolated]).toEqual([null, '', false]);
    expect(mapFile(data, () => undefined).toCsv().split('\n').slice(0, 3)).toEqual(['row,id,title,semantic id,x,y,brand', '0,a,Tape,1-0,0,1,x', '1,b,Clamp,1-2,0,-1,y']);
    expect(frameOf(stages)).toEqual(boundsOf(stages.places));
    expect(itemMap.describe({ ...data, window: { x: 0, y: 0, zoom: 1 }, points: 'drawn' })).toBe('Map of 4 items of K, s, by brand. 3 codes of level 2 are marked.');
  });
  it('tells the rows of a snapshot by their numbers among all', () => {
    const two: ItemStages = { ...stages, rows: 2, places: Float32Array.of(4, -1, -4, -1), rebuilt: stages.rebuilt.map((made) => Float32Array.of(made[2]!, made[3]!, made[6]!, made[7]!)), left: stages.left.map((left) => Float32Array.of(left[1]!, left[3]!)) };
    const [of, own] = [Uint32Array.of(1, 3), { codes: Int32Array.of(1, 2, 0, 1), levels: 2 }];
    const among = itemsAmong(names, of);
    const data = mapData({
      series: { id: 'k', name: 'K', hue: 'ink' }, places: two, at: stagePlaces(two, 'rebuilt', 1, null), rows: null, told: of, total: 4, coded: own, names: among, frame: frameOf(stages), contours: null, waits: '', stage: 's', zero: 'zero',
      chosen: chosenAt(selection, 'data', 4, of), isolated: false, umap: null, color: mapColor('column brand', two, own, among, null, 2, 1), codes: { ...codesAt(two, own, 'rebuilt', 1)!, chosen: null, cells: false, sign: 'ring' },
    });
    expect(mapFile(data, () => undefined).toCsv().trimEnd().split(/\r?\n/)).toEqual(['row,id,title,semantic id,x,y,brand', '1,b,Clamp,1-2,4,0,y', '3,d,d,0-1,-4,0,x']);
    expect([...data.items!.chosen!]).toEqual([1, 0]);
    expect(hitWords({ what: 'code', mark: data.codes!.marks[1]! }, data, true)).toBe('code 1 of level 1: 1 item of the 2 drawn');
  });
});
