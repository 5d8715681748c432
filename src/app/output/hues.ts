/** The colours that the kinds of the catalog bring. */
import type { Catalog } from '../../engine/records/engine';
import type { Hues } from '../../viz/colors';

export function huesOf({ quantizers, predictors }: Pick<Catalog, 'quantizers' | 'predictors'>): Hues {
  return Object.fromEntries([...quantizers, ...predictors].map(({ kind, hue }) => [kind, hue]));
}
