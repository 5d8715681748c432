/** Stored fields held to a rule each: what fits, and the remedy for what does not. */
import { describe } from './read';
import { NotebookError } from './spec';

export type Rule = readonly [fits: (value: unknown) => boolean, remedy: string];

/** Refuses unknown names and values that do not fit. `prefix`: of the names, as in "split.". @throws NotebookError */
export function check(stored: Readonly<Record<string, unknown>>, rules: Readonly<Record<string, Rule>>, where: string, prefix: string): void {
  for (const [key, value] of Object.entries(stored)) {
    const rule = rules[key];
    if (!rule) throw new NotebookError(where, `there is no choice "${prefix}${key}".`, `Known: ${Object.keys(rules).map((known) => prefix + known).join(', ')}.`);
    if (!rule[0](value)) throw new NotebookError(where, `"${prefix}${key}" is ${describe(value)}.`, rule[1]);
  }
}
