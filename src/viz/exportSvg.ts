/** A figure as a file of its own: SVG with colours and fonts resolved, and PNG made from it. */
import type { Colors } from './colors';

const FONTS = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';
const SVG = 'http://www.w3.org/2000/svg';
/** What only the live page needs. */
const LIVE_ATTRIBUTES = ['data-key', 'data-cursor', 'data-x', 'tabindex', 'role', 'style', 'aria-label'];
const LIVE_LAYERS = '.hit, .crosshair, .readings, .cursor, .reading, [data-key="cursor"]';

export interface FigureWords {
  readonly title: string;
  readonly description: string;
}

/**
 * The figure as standalone SVG text: CSS variables replaced by these colours, on their ground, without what only the live page needs.
 * Words left out are taken from the figure's aria-label.
 */
export function svgText(root: SVGSVGElement, colors: Colors, words?: Partial<FigureWords>): string {
  const copy = root.cloneNode(true) as SVGSVGElement;
  const description = words?.description ?? root.getAttribute('aria-label') ?? '';
  for (const node of copy.querySelectorAll(LIVE_LAYERS)) node.remove();
  for (const node of [copy, ...copy.querySelectorAll('*')]) {
    for (const name of LIVE_ATTRIBUTES) node.removeAttribute(name);
    for (const attribute of [...node.attributes]) {
      if (attribute.value.includes('var(')) node.setAttribute(attribute.name, resolve(attribute.value, colors));
    }
    if (node !== copy && node.getAttribute('class') !== null) node.removeAttribute('class');
  }
  copy.removeAttribute('class');
  copy.setAttribute('font-family', FONTS);
  const ground = copy.ownerDocument.createElementNS(SVG, 'rect');
  for (const [name, value] of Object.entries({ width: '100%', height: '100%', fill: resolve('var(--ground)', colors) })) ground.setAttribute(name, value);
  copy.prepend(ground);
  for (const [tag, text] of [['desc', description], ['title', words?.title ?? description.split(/[.:]/)[0] ?? '']] as const) {
    if (text === '') continue;
    const node = copy.ownerDocument.createElementNS(SVG, tag);
    node.textContent = text;
    copy.prepend(node);
  }
  const view = root.ownerDocument.defaultView;
  if (view === null) throw new Error('The figure is not on the page, so it cannot be exported. Export it while it is on the page.');
  return new view.XMLSerializer().serializeToString(copy);
}

/** Draws SVG text to a PNG, `scale` pixels to each unit of the figure (2 for print). Browser only. */
export async function svgToPng(text: string, scale: number): Promise<Blob> {
  const image = new Image();
  const url = URL.createObjectURL(new Blob([text], { type: 'image/svg+xml;charset=utf-8' }));
  try {
    image.src = url;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(image.naturalWidth * scale));
    canvas.height = Math.max(1, Math.round(image.naturalHeight * scale));
    const context = canvas.getContext('2d');
    if (context === null) throw new Error('The browser gave no 2D canvas, so no PNG could be drawn. Export SVG instead.');
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((done, fail) => canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error(`No PNG of ${canvas.width} x ${canvas.height} pixels could be made. Try a smaller scale, or export SVG.`))), 'image/png'));
  } finally {
    URL.revokeObjectURL(url);
  }
}

function resolve(value: string, colors: Colors): string {
  return value.replace(/var\((--[\w-]+)\)/g, (_, name: string) => {
    const color = colors[name];
    if (color === undefined) throw new Error(`The figure uses the colour ${name}, which no theme names.`);
    return color;
  });
}
