/** A selection in a few words. */
import { formatCount, formatShare } from '../../viz/format';
import type { Notebook } from '../notebook/spec';
import type { Selection } from '../runs/selection';

/** "24 of 2,000 items, .65 %: code 27 at level 1 of RQ-KMeans". */
export function selectionWords({ rows, chosen }: Selection, notebook: Notebook): string {
  const all = rows.bits.length;
  return `${formatCount(rows.count)} of ${formatCount(all)} items, ${formatShare(rows.count / Math.max(1, all))}: ${chosenWords(chosen, notebook)}`;
}

function chosenWords(chosen: Selection['chosen'], notebook: Notebook): string {
  const name = (id: string) => notebook.cells.find((cell) => cell.id === id)?.name ?? id;
  switch (chosen.by) {
    case 'code':
      return `code ${chosen.code} at level ${chosen.level + 1} of ${name(chosen.run)}`;
    case 'prefix':
      return `ID ${chosen.codes.join(' · ')} of ${name(chosen.run)}`;
    case 'search':
      return `“${chosen.text}”`;
    case 'list':
      return chosen.words;
    case 'lasso':
      return 'drawn on the map';
    case 'box':
      return 'a box on the map';
    case 'inverse':
      return 'all but those selected before';
    case 'several':
      return 'added together';
  }
}
