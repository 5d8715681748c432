/** Points of a few categories by colour and shape, and which of many categories have a sign of their own. */
import { symbol, symbolCircle, symbolCross, symbolDiamond, symbolSquare, symbolTriangle } from 'd3';
import { CATEGORY_COLORS, categoryColor } from './colors';

const ORDER = [symbolCircle, symbolSquare, symbolTriangle, symbolDiamond, symbolCross];

/** Shapes of categories: the sixth has the first again, in a colour far from the first's. */
export const SHAPES = ORDER.length;

export interface Category {
  readonly key: string;
  readonly name: string;
  /** Points of it. */
  readonly count: number;
  readonly color: string;
  /** null: a hollow ring, of what has no sign of its own. */
  readonly shape: number | null;
}

/** Keys of what has no sign of its own. */
export const OTHER = 'other';
export const UNKNOWN = 'unknown';

/** Path data of a category's sign around (0, 0) with an area in square pixels. */
export function categoryPath({ shape }: Pick<Category, 'shape'>, area: number): string {
  return symbol(shape === null ? symbolCircle : ORDER[shape % SHAPES]!, area).digits(2)() ?? '';
}

/**
 * The categories of these values, the most frequent first, equal ones by name; those beyond the colours are one, "other", and empty names another. `order`:
 * names that keep this order and their sign whatever their number.
 */
export function categoriesOf(values: Iterable<string>, order?: readonly string[]): Category[] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const unknown = counts.get('') ?? 0;
  counts.delete('');
  const names = order ?? [...counts.keys()].sort((a, b) => counts.get(b)! - counts.get(a)! || (a < b ? -1 : 1));
  const own = names.slice(0, CATEGORY_COLORS);
  const rest = names.slice(CATEGORY_COLORS);
  return [
    ...own.map((name, i): Category => ({ key: `name ${name}`, name, count: counts.get(name) ?? 0, color: categoryColor(i), shape: i })),
    ...(rest.length > 0 ? [{ key: OTHER, name: `${rest.length} others`, count: rest.reduce((sum, name) => sum + (counts.get(name) ?? 0), 0), color: 'var(--axis)', shape: null }] : []),
    ...(unknown > 0 ? [{ key: UNKNOWN, name: 'not known', count: unknown, color: 'var(--ink-muted)', shape: null }] : []),
  ];
}

/** The category of a value among those of `categoriesOf`. */
export function categoryOf(value: string, categories: readonly Category[]): Category | undefined {
  const key = value === '' ? UNKNOWN : `name ${value}`;
  return categories.find((category) => category.key === key) ?? categories.find((category) => category.key === OTHER);
}
