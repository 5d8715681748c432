/** The guess which of a file's arrays is the matrix, from names and shapes alone. */

interface Described {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly problem?: string;
}

/** The choice that stands for all arrays of one length. */
export const STACKED = 'every array as one row';

/** So many arrays of one length are items; fewer may be anything. */
const FEWEST_ITEMS = 5;
/** Share of all arrays that must be alike. */
const MOST_ARE_ALIKE = 0.9;
/** A few arrays of many thousand numbers are more likely columns. */
const LONGEST_PER_ITEM = 100;

/** How many numbers an array of this shape has. */
export function arraySize(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** The arrays of one axis (or of one row) and of one length that are most; null where no two are alike. */
export function stackable(arrays: readonly Described[]): { names: string[]; length: number; dtype: string } | null {
  const groups = new Map<number, Described[]>();
  for (const array of arrays) {
    const length = itemLength(array);
    if (length > 1) groups.set(length, [...(groups.get(length) ?? []), array]);
  }
  const [length, items] = [...groups].reduce((best, group) => (group[1].length > best[1].length ? group : best), [0, []] as [number, Described[]]);
  return items.length < 2 ? null : { names: items.map(({ name }) => name), length, dtype: [...new Set(items.map(({ dtype }) => dtype))].join(', ') };
}

/** The name of the array to read: the largest matrix, else all as rows (STACKED), else the only vector; undefined where a person must say. */
export function chooseArray(arrays: readonly Described[]): string | undefined {
  const readable = arrays.filter(({ problem }) => problem === undefined);
  const largest = (some: readonly Described[]): Described | undefined => some.reduce<Described | undefined>((best, array) => (best && arraySize(best.shape) >= arraySize(array.shape) ? best : array), undefined);
  const matrices = readable.filter(({ shape }) => shape.length === 2 && shape[0]! > 1);
  if (matrices.length > 0) return isOneAnItem(matrices, readable.length) ? undefined : largest(matrices)!.name;
  const stack = stackable(readable);
  if (stack === null) return readable.length === 1 ? readable[0]!.name : undefined;
  const many = stack.names.length >= FEWEST_ITEMS && stack.names.length >= MOST_ARE_ALIKE * readable.length;
  return many && stack.length <= LONGEST_PER_ITEM * stack.names.length ? STACKED : undefined;
}

/** Many matrices of one width and none that holds most of the rows: each belongs to an item. */
function isOneAnItem(matrices: readonly Described[], all: number): boolean {
  const rows = matrices.map(({ shape }) => shape[0]!);
  const widths = new Set(matrices.map(({ shape }) => shape[1]));
  const total = rows.reduce((sum, each) => sum + each, 0);
  return matrices.length >= FEWEST_ITEMS && matrices.length >= MOST_ARE_ALIKE * all && widths.size === 1 && Math.max(...rows) < total / 2;
}

function itemLength({ shape, problem }: Described): number {
  if (problem !== undefined) return 0;
  if (shape.length === 1) return shape[0]!;
  return shape.length === 2 && shape[0] === 1 ? shape[1]! : 0;
}
