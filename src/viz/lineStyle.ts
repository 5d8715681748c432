/** Lines of one colour told apart: two cells of one method in one figure. */
import type { Series } from './view';

/** Of the first, second, ... line of a hue. */
const DASHES = [null, '7 3', '2 3', '10 3 2 3'] as const;

/** `stroke-dasharray` of a series' line among all lines of its figure; null: a whole line. */
export function dashOf(series: Series, all: readonly Series[]): string | null {
  const place = all.filter(({ hue }) => hue === series.hue).findIndex(({ id }) => id === series.id);
  return DASHES[Math.max(0, place) % DASHES.length]!;
}
