/** Seeds as a person types them and as a document stores them: one number or several, each once. */
import { NotebookError } from './spec';
import { describe, wholeNumber } from './read';

export const DEFAULT_SEED = 1;
export const MOST_SEEDS = 20;
const LARGEST = 2 ** 31 - 1;

/** Seeds of a stored cell: `seeds` where it stands, else `seed`, else the default. @throws NotebookError */
export function storedSeeds(spec: Readonly<Record<string, unknown>>, where: string): readonly number[] {
  if (spec.seeds === undefined) return [wholeNumber(spec.seed ?? DEFAULT_SEED, where, 'seed', 0, Number.MAX_SAFE_INTEGER)];
  return seedList(spec.seeds, where);
}

/** A list of at least one seed. @throws NotebookError */
export function seedList(stored: unknown, where: string): readonly number[] {
  if (!Array.isArray(stored) || stored.length === 0) throw new NotebookError(where, `its seeds are ${describe(stored)}.`, 'Write them as a list of whole numbers, such as [1, 2, 3].');
  const seeds = [...new Set(stored.map((seed) => wholeNumber(seed, where, 'seed', 0, Number.MAX_SAFE_INTEGER)))];
  if (seeds.length > MOST_SEEDS) throw new NotebookError(where, `it has ${seeds.length} seeds.`, `Use at most ${MOST_SEEDS}.`);
  return seeds;
}

/** "1, 2, 3" as seeds; also "1-5". An entry that is no number becomes NaN and is refused by `seedsProblem`. */
export function parseSeeds(typed: string): readonly number[] {
  const words = typed.trim().split(/[\s,;]+/).filter(Boolean);
  return [...new Set(words.flatMap((word) => {
    const span = /^(\d+)[-–](\d+)$/.exec(word);
    if (!span) return [/^\d+$/.test(word) ? Number(word) : NaN];
    const [from, to] = [Number(span[1]), Number(span[2])];
    return to >= from && to - from < 1000 ? Array.from({ length: to - from + 1 }, (_, i) => from + i) : [NaN];
  }))];
}

/** Why these typed seeds are refused; empty where they are not. */
export function seedsProblem(typed: string): string {
  const seeds = parseSeeds(typed);
  if (seeds.length === 0) return `Seed is "${typed}"; it must be a whole number, or several: 1, 2, 3.`;
  const bad = seeds.find((seed) => !Number.isInteger(seed) || seed > LARGEST);
  if (bad !== undefined) return `Seed is ${typed.trim()}; it must be whole numbers from 0 to ${LARGEST}, such as 1, 2, 3.`;
  return seeds.length > MOST_SEEDS ? `${seeds.length} seeds; ${MOST_SEEDS} is the most.` : '';
}
