/** Draws views without a browser and checks what every figure must keep: no broken attribute, no label outside, no two labels over each other. */
import { JSDOM } from 'jsdom';
import { expect } from 'vitest';
import { svgText } from '../exportSvg';
import { textWidth } from '../format';
import type { Fixture } from './fixture';
import type { ViewModule } from '../view';

/** From a phone to a wide page. */
export const WIDTHS = [340, 700, 1000];

export function newRoot(): SVGSVGElement {
  const { document } = new JSDOM('<!doctype html><body></body>').window;
  const root = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  document.body.appendChild(root);
  return root;
}

export function drawn<Data, Events>(view: ViewModule<Data, Events>, data: Data, width: number, on?: Partial<Events>): SVGSVGElement {
  const root = newRoot();
  view.draw(root, data, { width, height: view.height(data, width) }, on);
  return root;
}

/** What every figure must keep, whatever its data. */
export function expectSound(root: SVGSVGElement, what: string): void {
  const [, , width = 0, height = 0] = (root.getAttribute('viewBox') ?? '').split(' ').map(Number);
  expect(width, `${what}: width`).toBeGreaterThan(0);
  expect(height, `${what}: height`).toBeGreaterThan(0);
  for (const node of [root, ...root.querySelectorAll('*')]) {
    for (const { name, value } of node.attributes) {
      if (name !== 'aria-label') expect(value, `${what}: <${node.tagName} ${name}>`).not.toMatch(/NaN|undefined|Infinity|null/);
      if (['width', 'height', 'r', 'rx', 'ry'].includes(name) && !value.endsWith('%')) expect(Number(value), `${what}: <${node.tagName} ${name}>`).toBeGreaterThanOrEqual(0);
    }
  }
  const labels = [...root.querySelectorAll('text')].map((node) => ({ text: node.textContent ?? '', ...extentOf(node) }));
  for (const label of labels) {
    expect(label.text, `${what}: a label`).not.toMatch(/NaN|undefined|Infinity/);
    expect(label.left, `${what}: "${label.text}" at the left edge`).toBeGreaterThanOrEqual(-0.5);
    expect(label.right, `${what}: "${label.text}" at the right edge, ${width} wide`).toBeLessThanOrEqual(width + 0.5);
    expect(label.top, `${what}: "${label.text}" at the top edge`).toBeGreaterThanOrEqual(-1);
    expect(label.bottom, `${what}: "${label.text}" at the bottom edge, ${height} high`).toBeLessThanOrEqual(height + 0.5);
  }
  labels.forEach((a, i) => labels.slice(i + 1).forEach((b) => {
    const over = Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 2;
    expect(over, `${what}: "${a.text}" lies over "${b.text}"`).toBe(false);
  }));
}

/** Every fixture at every width: sound, with words and numbers beside the picture. */
export function expectAllSound<Data, Events>(view: ViewModule<Data, Events>, fixtures: readonly Fixture<Data>[]): void {
  for (const { name, data, size } of fixtures) {
    for (const width of size ? [size.width] : WIDTHS) expectSound(drawn(view, data, width), `${name} at ${width}`);
    expect(view.describe(data), name).not.toMatch(/NaN|undefined|Infinity/);
    expect(view.describe(data), name).toMatch(/\.$/);
    const lines = view.toCsv(data).trimEnd().split('\n');
    const columns = (lines[0] ?? '').split(',').length;
    for (const line of lines) expect(line.split(',').length, `${name}: ${line}`).toBe(columns);
  }
}

/** The figure as exported, a mark a line: opens in any viewer, and a change reads as a diff. */
export function picture(root: SVGSVGElement, description: string): string {
  return svgText(root, 'light', { description })
    .replaceAll(/-?\d+\.\d+/g, (digits) => String(Math.round(Number(digits) * 10) / 10))
    .replaceAll(/(?<!^)<(?!\/text|\/title|\/desc)/g, '\n<') + '\n';
}

/** Keys of the nodes, for the test that a second call moves nodes instead of making new ones. */
export function nodesByKey(root: SVGSVGElement): Map<string, Element> {
  const path = (node: Element): string => (node === root || node.parentElement === null ? '' : `${path(node.parentElement)}/${node.tagName}:${node.getAttribute('class') ?? ''}:${node.getAttribute('data-key') ?? ''}`);
  return new Map([...root.querySelectorAll('*')].map((node) => [path(node), node]));
}

/** A second call with the same data keeps every node and writes the same picture; one after other data does too. */
export function expectInPlace<Data, Events>(view: ViewModule<Data, Events>, data: Data, other: Data): void {
  const size = { width: 700, height: view.height(data, 700) };
  const root = newRoot();
  view.draw(root, data, size);
  const before = nodesByKey(root);
  const written = root.outerHTML;
  view.draw(root, data, size);
  expect(root.outerHTML).toBe(written);
  const after = nodesByKey(root);
  expect(after.size).toBe(before.size);
  for (const [key, node] of before) expect(after.get(key), key).toBe(node);
  view.draw(root, other, { width: 700, height: view.height(other, 700) });
  const shared = [...nodesByKey(root)].filter(([key]) => before.has(key));
  expect(shared.length).toBeGreaterThan(0);
  for (const [key, node] of shared) expect(before.get(key), key).toBe(node);
  view.draw(root, data, size);
  expect(picture(root, 'x')).toBe(picture(drawn(view, data, 700), 'x'));
}

function extentOf(node: Element): { left: number; right: number; top: number; bottom: number } {
  let [x, y] = [Number(node.getAttribute('x') ?? 0), Number(node.getAttribute('y') ?? 0)];
  for (let parent = node.parentElement; parent !== null; parent = parent.parentElement) {
    const moved = /translate\(([-\d.]+)[ ,]([-\d.]+)\)/.exec(parent.getAttribute('transform') ?? '');
    x += Number(moved?.[1] ?? 0);
    y += Number(moved?.[2] ?? 0);
  }
  const size = Number(node.getAttribute('font-size') ?? 12);
  const width = textWidth(node.textContent ?? '', size);
  const anchor = node.getAttribute('text-anchor') ?? 'start';
  const left = anchor === 'middle' ? x - width / 2 : anchor === 'end' ? x - width : x;
  return { left, right: left + width, top: y - size * 0.8, bottom: y + size * 0.2 };
}
