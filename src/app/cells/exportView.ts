/** A view cell as files: drawn anew at a fixed width, so that a figure does not depend on the window it was seen in. */
import { svgText, svgToPng } from '../../viz/exportSvg';
import { themes } from '../../viz/colors';
import type { Hues, Theme } from '../../viz/colors';
import type { ViewCell } from '../notebook/spec';
import { download, textFile } from '../output/files';
import type { Drawing } from '../components/drawing';

/** Pixels. */
export const EXPORT_WIDTH = 900;
const PNG_SCALE = 2;

/** The figure as standalone SVG text, 900 pixels wide. */
export function drawingSvg(drawing: Drawing, cell: Pick<ViewCell, 'name'>, hues: Hues, theme: Theme): string {
  const root = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  drawing.draw(root, { width: EXPORT_WIDTH, height: drawing.height(EXPORT_WIDTH) });
  return svgText(root, themes(hues)[theme], { title: cell.name, description: drawing.describe() });
}

export function exportSvg(drawing: Drawing, cell: Pick<ViewCell, 'id' | 'name'>, hues: Hues): void {
  download(textFile(drawingSvg(drawing, cell, hues, currentTheme()), 'image/svg+xml'), `${cell.id}.svg`);
}

export async function exportPng(drawing: Drawing, cell: Pick<ViewCell, 'id' | 'name'>, hues: Hues): Promise<void> {
  download(await svgToPng(drawingSvg(drawing, cell, hues, currentTheme()), PNG_SCALE), `${cell.id}.png`);
}

export function exportCsv(drawing: Drawing, cell: ViewCell): void {
  download(textFile(drawing.toCsv()), `${cell.id}.csv`);
}

function currentTheme(): Theme {
  return document.documentElement.dataset.theme === 'dark' ? 'dark' : 'light';
}
