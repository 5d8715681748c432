/** Columns of text: words, numbers written out, or vectors written into the cells. */
import { describeColumn, describeLists, type Candidate } from './columnFacts';
import { textNumber } from './textNumber';
import { bareVector, bracketVector, isAbbreviated } from './vectorText';

/** As `describeColumn`, for cells of text: a list column where 19 in 20 of the cells that are not missing are vectors of two numbers at least. */
export function describeText(name: string, cells: readonly string[]): Candidate {
  const plain = describeColumn(name, cells);
  if (plain.type !== 'text') return plain;
  const filled = cells.filter((cell) => !isMissing(cell));
  const abbreviated = filled.some(isAbbreviated);
  const bracketed = filled.flatMap((cell) => bracketVector(cell) ?? []).length > 0;
  const lists = filled.flatMap((cell) => {
    const list = bracketed ? bracketVector(cell) : bareVector(cell);
    return list ? [list] : [];
  });
  if (20 * lists.length < 19 * filled.length || lists.every(({ length }) => length < 2)) return abbreviated ? { ...plain, abbreviated } : plain;
  const described = describeLists(name, lists);
  // Without brackets "1 5 7" may be anything; lists of one length with fractions are vectors.
  return bracketed || (described.lists!.even && described.lists!.fractions) ? described : plain;
}

function isMissing(cell: string): boolean {
  const value = textNumber(cell);
  return value !== null && value !== value;
}
