/** Draws views without a browser and checks what every figure must keep: no broken attribute, no label outside, no two labels over each other. */
import { JSDOM } from 'jsdom';
import { expect } from 'vitest';
import { svgText } from '../exportSvg';
import { boldWidth, textWidth } from '../format';
import type { Fixture } from './fixture';
import { PALETTE } from './palette';
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
  expect(faults(root), what).toEqual([]);
}

/** In words, what is wrong with a figure. */
export function faults(root: SVGSVGElement): string[] {
  const found: string[] = [];
  const [, , width = 0, height = 0] = (root.getAttribute('viewBox') ?? '').split(' ').map(Number);
  if (!(width > 0 && height > 0)) found.push(`the viewBox is ${root.getAttribute('viewBox')}`);
  for (const node of [root, ...root.querySelectorAll('*')]) {
    for (const { name, value } of node.attributes) {
      if (name !== 'aria-label' && /NaN|undefined|Infinity|null/.test(value)) found.push(`<${node.tagName} ${name}> is ${value.slice(0, 60)}`);
      if (['width', 'height', 'r', 'rx', 'ry'].includes(name) && !value.endsWith('%') && !(Number(value) >= 0)) found.push(`<${node.tagName} ${name}> is ${value}`);
    }
  }
  const labels = [...root.querySelectorAll('text')].map((node) => ({ text: node.textContent ?? '', ...extentOf(node) }));
  labels.forEach((a, i) => {
    if (/NaN|undefined|Infinity/.test(a.text)) found.push(`a label says "${a.text}"`);
    if (a.left < -0.5 || a.right > width + 0.5 || a.top < -1 || a.bottom > height + 0.5) {
      found.push(`"${a.text}" leaves the ${width} x ${height} figure: x ${a.left.toFixed(1)} to ${a.right.toFixed(1)}, y ${a.top.toFixed(1)} to ${a.bottom.toFixed(1)}`);
    }
    for (const b of labels.slice(i + 1)) {
      if (Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 2) found.push(`"${a.text}" lies over "${b.text}"`);
    }
  });
  return found;
}

/** Every fixture at every width: sound, with words and numbers beside the picture. */
export function expectAllSound<Data, Events>(view: ViewModule<Data, Events>, fixtures: readonly Fixture<Data>[]): void {
  for (const { name, data, size } of fixtures) {
    for (const width of size ? [size.width] : WIDTHS) expectSound(drawn(view, data, width), `${name} at ${width}`);
    expect(view.describe(data), name).not.toMatch(/NaN|undefined|Infinity/);
    expect(view.describe(data), name).toMatch(/\.$/);
    const lines = view.toCsv(data).trimEnd().split('\n');
    const columns = (lines[0] ?? '').split(',').length;
    expect(lines.filter((line) => line.split(',').length !== columns), name).toEqual([]);
  }
}

/** The figure as exported, a mark a line: opens in any viewer, and a change reads as a diff. */
export function picture(root: SVGSVGElement, description: string): string {
  return svgText(root, PALETTE.light, { description })
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
  expect([...before].filter(([key, node]) => after.get(key) !== node).map(([key]) => key)).toEqual([]);
  view.draw(root, other, { width: 700, height: view.height(other, 700) });
  const shared = [...nodesByKey(root)].filter(([key]) => before.has(key));
  expect(shared.length).toBeGreaterThan(0);
  expect(shared.filter(([key, node]) => before.get(key) !== node).map(([key]) => key)).toEqual([]);
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
  const width = (Number(node.getAttribute('font-weight') ?? 400) >= 600 ? boldWidth : textWidth)(node.textContent ?? '', size);
  const anchor = node.getAttribute('text-anchor') ?? 'start';
  const left = anchor === 'middle' ? x - width / 2 : anchor === 'end' ? x - width : x;
  return { left, right: left + width, top: y - size * 0.8, bottom: y + size * 0.2 };
}
