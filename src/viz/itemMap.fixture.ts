/** Made-up items in two axes: families, codes, lengths, a selection, and what a map must survive. */
import { randomLcg, randomNormal } from 'd3';
import { codeMarks, spreadColors } from './codeMarks';
import { SCALE_STEPS, categoryColor, scaleColor } from './colors';
import { densityContours } from './density';
import { wholeOf } from './mapWindow';
import { boundsOf } from './stagePlaces';
import { FOUR } from './testing/seeded';
import type { Fixture } from './testing/fixture';
import type { ItemMapData, MapColor } from './itemMap';

const WORDS = ['filament', 'nozzle', 'gloves', 'clamp', 'sensor', 'bearing', 'valve', 'tape'];
const PALETTE = Array.from({ length: 10 }, (_, i) => categoryColor(i));

/** Clusters of unequal size on a sunflower. */
function clusters(seed: number, count: number, groups: number): { readonly places: Float32Array; readonly group: Int32Array } {
  const chance = randomLcg(seed / 100);
  const normal = randomNormal.source(chance)(0, 0.09);
  const places = new Float32Array(2 * count);
  const group = Int32Array.from({ length: count }, () => Math.floor(groups * chance() ** 1.5));
  group.forEach((g, i) => {
    const [radius, angle] = [Math.sqrt((g + 0.5) / groups), g * 2.4];
    places.set([1.6 * radius * Math.cos(angle) + normal(), radius * Math.sin(angle) + normal()], 2 * i);
  });
  return { places, group };
}

function mapOf(seed: number, count: number, groups: number, more: Partial<ItemMapData> = {}, plain = false): ItemMapData {
  const { places, group } = clusters(seed, count, groups);
  const marks = codeMarks(places, null, group);
  const colors = spreadColors(marks, groups);
  const frame = boundsOf(places);
  return {
    series: FOUR[0]!, waits: 'Map of the items: starts with the first result.', stage: 'what is left after 0 of 3 codes', zero: true, frame, window: wholeOf(frame),
    axes: plain ? 'Axes: column 1 and column 2.' : 'Axes: the two principal axes of all items, 11 % and 7 % of the variance.',
    items: { places, rows: null, total: count, chosen: null, isolated: false, name: (i) => `${WORDS[group[i]! % WORDS.length]} ${i}`, id: (i) => `item-${i}`, codes: (i) => `${group[i]}-3-14` },
    color: { by: 'code of level 1', of: Uint8Array.from(group, (g) => colors[g]!), palette: PALETTE, value: (i) => group[i]!, key: null },
    codes: { level: 0, marks, chosen: null, cells: plain, sign: 'cross' }, contours: null, points: 'drawn', ...more,
  };
}

const first = mapOf(1, 400, 12);
const items = first.items!;
const families: MapColor = { ...first.color, by: 'family', value: (i) => WORDS[i % 8]!, of: Uint8Array.from({ length: 400 }, (_, i) => i % 8), key: { names: WORDS.map((name, i) => ({ name, color: categoryColor(i), count: 50 })) } };
const lengths: MapColor = { by: 'length left', of: Uint8Array.from({ length: 400 }, (_, i) => i % SCALE_STEPS), palette: Array.from({ length: SCALE_STEPS }, (_, i) => scaleColor(i)), value: (i) => i / 400, key: { low: 0.02, high: 1.4 } };
const chosen = Uint8Array.from({ length: 400 }, (_, i) => (first.color.value(i) === 2 ? 1 : 0));
const one = mapOf(4, 1, 1);

export const itemMapFixtures: readonly Fixture<ItemMapData>[] = [
  { name: 'by code', data: first },
  { name: 'a code selected', data: { ...first, items: { ...items, chosen }, codes: { ...first.codes!, chosen: 2 } } },
  { name: 'the selected alone', data: { ...first, items: { ...items, chosen, isolated: true } } },
  { name: 'by family, with lines of density', data: { ...first, color: families, contours: densityContours(items.places, first.frame) } },
  { name: 'by length, no codes', data: { ...first, color: lengths, codes: null, stage: 'what is left after 3 of 3 codes' } },
  { name: 'two columns, with cells', data: mapOf(2, 900, 24, {}, true) },
  { name: 'a sample of many, 200 codes', data: { ...mapOf(3, 3000, 200), items: { ...mapOf(3, 3000, 200).items!, total: 12_345_678 } } },
  { name: 'rebuilt from one code', data: { ...first, codes: { ...first.codes!, sign: 'ring' }, stage: 'rebuilt from 1 of 3 codes' } },
  { name: 'near', data: { ...first, window: { x: 0.4, y: 0.1, zoom: 4 } } },
  { name: 'one item', data: one },
  { name: 'without a vector', data: { ...one, items: { ...one.items!, places: Float32Array.of(NaN, NaN) }, codes: null } },
  { name: 'not reached', data: { ...first, items: null } },
];
