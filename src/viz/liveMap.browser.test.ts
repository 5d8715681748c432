/** The live map in a real browser: pixels where points are, slides that end at their stop, outlines and keys that select. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { itemMapFixtures } from './itemMap.fixture';
import { itemMap, plotHeight } from './itemMap';
import { SLIDE, liveMap } from './liveMap';
import type { LiveMap, LiveMapEvents } from './liveMap';
import { pixelOf, toPixels, wholeOf } from './mapWindow';
import { PALETTE } from './testing/palette';

const WIDTH = 600;
const data = { ...itemMapFixtures[0]!.data, codes: null };
const size = { width: WIDTH, height: itemMap.height(itemMapFixtures[0]!.data, WIDTH) };
const places = data.items!.places;
const moved = { ...data, items: { ...data.items!, places: places.map((value) => value / 4) } };
let live: LiveMap | null = null;
let host: HTMLElement;

for (const [name, value] of Object.entries(PALETTE.light)) document.documentElement.style.setProperty(name, value);

function show(shown: typeof data, on: Partial<LiveMapEvents> = {}, drag: 'move' | 'lasso' | 'box' = 'move'): void {
  if (!live) {
    host = document.body.appendChild(document.createElement('div'));
    Object.assign(host.style, { position: 'fixed', left: '0', top: '0', width: `${WIDTH}px` });
    live = liveMap(host, { label: 'Map', describedBy: 'none' });
  }
  const nothing = () => undefined;
  live.show(shown, size, drag, { hover: nothing, choose: nothing, outline: nothing, clear: nothing, ...on });
}
const frames = (count = 2) => new Promise<void>((done) => (count === 0 ? done() : requestAnimationFrame(() => void frames(count - 1).then(done))));
const surface = () => host.querySelector<SVGElement>('.hit')!;
const at = (i: number, of = places) => pixelOf(toPixels(data.frame, wholeOf(data.frame), WIDTH, plotHeight(WIDTH)), of[2 * i]!, of[2 * i + 1]!);
function inkAt([x, y]: readonly [number, number]): number {
  const canvas = host.querySelector('canvas')!;
  const sharp = canvas.width / WIDTH;
  const [r, g, b] = canvas.getContext('2d')!.getImageData(Math.floor(x * sharp), Math.floor(y * sharp), 1, 1).data;
  return 3 * 250 - r! - g! - b!;
}
function point(type: string, [x, y]: readonly [number, number], more: PointerEventInit = {}): void {
  const { left, top } = surface().getBoundingClientRect();
  surface().dispatchEvent(new PointerEvent(type, { clientX: left + x, clientY: top + y, pointerId: 1, bubbles: true, ...more }));
}
/** A pointer that no hand holds cannot be captured. */
const letGo = () => vi.spyOn(Element.prototype, 'setPointerCapture').mockImplementation(() => undefined);

afterEach(() => {
  live?.close();
  live = null;
  host.remove();
  vi.restoreAllMocks();
});

describe('the live map', () => {
  it('paints every point at its place, and the ground elsewhere', async () => {
    show(data);
    await frames();
    for (let i = 0; i < 400; i++) expect(inkAt(at(i)), `point ${i}`).toBeGreaterThan(60);
    expect(inkAt([2, 2])).toBeLessThan(10);
  });

  it('slides to another stop, and jumps where motion is not wanted', async () => {
    show(data);
    await frames();
    show(moved);
    await frames(1);
    const far = places.reduce((best, _, at) => (at % 2 === 0 && Math.abs(places[at]!) > Math.abs(places[2 * best]!) ? at / 2 : best), 0);
    expect(inkAt(at(far)) > 60 || inkAt(at(far, moved.items.places)) < 60).toBe(true);
    await new Promise((done) => setTimeout(done, SLIDE + 100));
    await frames();
    expect([inkAt(at(far)) < 10, inkAt(at(far, moved.items.places)) > 60]).toEqual([true, true]);

    live!.close();
    live = null;
    host.remove();
    vi.spyOn(window, 'matchMedia').mockReturnValue({ matches: true } as MediaQueryList);
    show(data);
    await frames();
    show(moved);
    await frames(1);
    expect([inkAt(at(far)) < 10, inkAt(at(far, moved.items.places)) > 60]).toEqual([true, true]);
  });

  it('says what lies under the pointer, and chooses it by a click', async () => {
    letGo();
    const told: unknown[] = [];
    show(data, { hover: (found) => told.push(found), choose: (found, add) => told.push([found, add]) });
    await frames();
    point('pointermove', at(7));
    const found = told.at(-1) as { readonly index: number };
    const [x, y] = at(found.index);
    expect(Math.hypot(x - at(7)[0], y - at(7)[1])).toBeLessThan(1);
    point('pointerdown', at(7));
    point('pointerup', at(7), { shiftKey: true });
    expect(told.at(-1)).toEqual([found, true]);
    point('pointermove', [1, 1]);
    expect(told.at(-1)).toBe(null);
  });

  it('selects what a box holds', async () => {
    letGo();
    const told: { readonly inside: Uint8Array; readonly by: string }[] = [];
    show(data, { outline: (inside, by) => told.push({ inside, by }) }, 'box');
    await frames();
    point('pointerdown', [100, 40]);
    point('pointermove', [300, 200]);
    point('pointermove', [350, 250]);
    point('pointerup', [350, 250]);
    expect(told.map(({ by }) => by)).toEqual(['box']);
    expect([...told[0]!.inside]).toEqual(Array.from({ length: 400 }, (_, i) => Number(at(i)[0] >= 100 && at(i)[0] <= 350 && at(i)[1] >= 40 && at(i)[1] <= 250)));
  });

  it('tells where a person has looked, and looks where it is told without telling', async () => {
    const told: unknown[] = [];
    show(data, { looked: (window) => told.push(window) });
    await frames();
    surface().dispatchEvent(new KeyboardEvent('keydown', { key: '+', bubbles: true }));
    expect(told).toEqual([live!.window()]);
    // The first point in the middle.
    const there = { x: places[0]!, y: places[1]!, zoom: 3 };
    live!.look(there);
    await frames();
    expect([live!.window(), told.length]).toEqual([there, 1]);
    expect(inkAt([WIDTH / 2, plotHeight(WIDTH) / 2])).toBeGreaterThan(60);
  });

  it('moves, zooms, selects and clears by keys', async () => {
    const told: string[] = [];
    show(data, { outline: (inside, by) => told.push(`${by} ${inside.reduce((sum, bit) => sum + bit, 0)}`), clear: () => told.push('clear') });
    await frames();
    const press = (key: string) => surface().dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
    const before = live!.window();
    press('ArrowRight');
    expect(live!.window().x).toBeGreaterThan(before.x);
    press('+');
    expect(live!.window().zoom).toBeCloseTo(1.3);
    press('0');
    expect(live!.window()).toEqual(before);
    const radius = 0.16 * plotHeight(WIDTH);
    press(' ');
    press('Escape');
    const within = Array.from({ length: 400 }, (_, i) => at(i)).filter(([x, y]) => Math.hypot(x - WIDTH / 2, y - plotHeight(WIDTH) / 2) < radius * 0.995).length;
    expect(told[1]).toBe('clear');
    expect(Math.abs(Number(told[0]!.replace('lasso ', '')) - within)).toBeLessThanOrEqual(3);
  });

  it('paints a selection the same whether the dots behind it are kept or new', async () => {
    const chosen = (every: number) => ({ ...data.items!, chosen: Uint8Array.from({ length: 400 }, (_, i) => Number(i % every === 0)) });
    const other = { ...data.color, of: data.color.of.map((entry) => (entry + 1) % data.color.palette.length) };
    const picture = async (shown: typeof data, zoom = 1) => {
      show(shown);
      live!.look({ ...wholeOf(data.frame), zoom });
      await frames();
      const canvas = host.querySelector('canvas')!;
      return [...canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height).data].join();
    };
    const steps: readonly (readonly [typeof data, number?])[] = [
      [{ ...data, items: chosen(3) }], [{ ...data, items: chosen(5) }], [{ ...data, items: chosen(5), color: other }], [{ ...data, items: chosen(3), color: other }, 2],
      [{ ...data, items: { ...chosen(5), isolated: true } }], [{ ...data, items: chosen(5) }], [data],
    ];
    const after: string[] = [];
    for (const [shown, zoom] of steps) after.push(await picture(shown, zoom));
    const fresh: string[] = [];
    for (const [shown, zoom] of steps) {
      live!.close();
      live = null;
      host.remove();
      fresh.push(await picture(shown, zoom));
    }
    expect(after.map((one, i) => one === fresh[i])).toEqual(steps.map(() => true));
    // The second and the sixth are the same; all others differ.
    expect(new Set(fresh).size).toBe(steps.length - 1);
  });

  it('leaves nothing behind', async () => {
    show(data);
    await frames();
    live!.close();
    expect(host.childElementCount).toBe(0);
    await frames();
  });
});
