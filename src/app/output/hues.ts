/** The colours that the kinds of the catalog bring. */
import type { Catalog } from '../../engine/records/engine';
import type { Hues } from '../../viz/colors';

export function huesOf({ quantizers, published, predictors }: Pick<Catalog, 'quantizers' | 'published' | 'predictors'>): Hues {
  return Object.fromEntries([...quantizers, published, ...predictors].map(({ kind, hue }) => [kind, hue]));
}
