import { describe, expect, it } from 'vitest';
import { svgText, svgToPng } from './exportSvg';
import { PALETTE } from './testing/palette';
import { gmmComponents } from './gmmComponents';
import { mixture, seriesAt } from './testing/seeded';
import { ALIGNED, aligned } from './testing/seededValues';
import { utilization } from './utilization';
import { utilizationFixtures } from './utilization.fixture';
import { valueAlignment } from './valueAlignment';

const newRoot = () => document.body.appendChild(document.createElementNS('http://www.w3.org/2000/svg', 'svg'));

describe('figures in a real browser', () => {
  it('become a PNG of the size asked for, with ink on it', async () => {
    const root = newRoot();
    const data = utilizationFixtures[0]!.data;
    utilization.draw(root, data, { width: 400, height: utilization.height(data, 400) });
    const png = await svgToPng(svgText(root, PALETTE.dark), 2);
    const bitmap = await createImageBitmap(png);
    expect([bitmap.width, bitmap.height]).toEqual([800, 2 * utilization.height(data, 400)]);
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')!;
    context.drawImage(bitmap, 0, 0);
    const pixels = context.getImageData(0, 0, bitmap.width, bitmap.height).data;
    const seen = new Set<number>();
    for (let i = 0; i < pixels.length; i += 4) seen.add((pixels[i]! << 16) | (pixels[i + 1]! << 8) | pixels[i + 2]!);
    // The dark ground, the ink of labels, and many colours of bars between.
    expect(seen.has(0x141517)).toBe(true);
    expect(seen.size).toBeGreaterThan(50);
  });

  it('keep every label inside, measured by the browser and not by our estimate', () => {
    const root = newRoot();
    root.style.fontFamily = 'system-ui, sans-serif';
    for (const { name, data } of utilizationFixtures) {
      utilization.draw(root, data, { width: 340, height: utilization.height(data, 340) });
      const frame = root.getBoundingClientRect();
      for (const label of root.querySelectorAll('text')) {
        const box = label.getBoundingClientRect();
        expect(box.left >= frame.left - 1 && box.right <= frame.right + 1, `${name}: "${label.textContent}" from ${box.left} to ${box.right} in ${frame.width}`).toBe(true);
      }
    }
  });

  it('move components to their new place where motion is wanted', async () => {
    const root = newRoot();
    const size = { width: 500, height: 360 };
    const [from, to] = [mixture(1, 5, 50, false), mixture(2, 5, 50, false)];
    const series = seriesAt(3);
    const places = () => [...root.querySelectorAll('.means circle')].map((node) => `${node.getAttribute('cx')} ${node.getAttribute('cy')}`);
    gmmComponents.draw(root, { series, mixture: to }, size);
    const wanted = places();
    gmmComponents.draw(root, { series, mixture: from }, size);
    const start = places();
    gmmComponents.draw(root, { series, mixture: to, animate: true }, size);
    expect(places()).toEqual(start);
    await new Promise((done) => setTimeout(done, 700));
    expect(places()).toEqual(wanted);
  });

  it('move points of the alignment to their new place where motion is wanted', async () => {
    const root = newRoot();
    const size = { width: 500, height: 400 };
    const at = (seed: number, animate = false) => valueAlignment.draw(root, { unit: 's', animate, series: [{ series: ALIGNED, alignment: aligned(seed, 20, [4], 0.2) }] }, size);
    const places = () => [...root.querySelectorAll('.points circle')].map((node) => `${node.getAttribute('cx')} ${node.getAttribute('cy')}`);
    at(2);
    const wanted = places();
    at(1);
    const start = places();
    at(2, true);
    expect(places()).toEqual(start);
    await expect.poll(places).toEqual(wanted);
  });
});
