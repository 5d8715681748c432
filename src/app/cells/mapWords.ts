/** How a selection came about, in words. */
import type { Chosen } from '../state/selection';

export function chosenWords(chosen: Chosen): string {
  switch (chosen.by) {
    case 'code':
      return `code ${chosen.code} of level ${chosen.level + 1}`;
    case 'prefix':
      return `the prefix ${chosen.codes.join('-')}`;
    case 'lasso':
      return 'by lasso';
    case 'box':
      return 'by box';
    case 'inverse':
      return 'by inverting';
    case 'several':
      return 'in several steps';
    case 'search':
      return `by the search for “${chosen.text}”`;
    case 'list':
      return chosen.words;
  }
}
