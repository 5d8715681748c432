/** The foot of a figure: a caption that says what the signs mean, and a line kept free for the reading under the pointer. */
import { FONT, texts } from './marks';
import { READING } from './pointCursor';
import { brokenTo } from './unitWords';

const LINE = 17;

/** Height in pixels that caption and reading line take. */
export function footHeight(caption: string, width: number): number {
  return linesOf(caption, width).length * LINE + READING;
}

/** Writes the caption below `top`. */
export function drawFoot(root: SVGSVGElement, caption: string, top: number, width: number): void {
  texts(root, 'caption', linesOf(caption, width).map((text, i) => ({ key: String(i), x: 0, y: top + 13 + i * LINE, text })));
}

function linesOf(caption: string, width: number): string[] {
  return caption === '' ? [] : brokenTo(caption, FONT.label, width - 2);
}
