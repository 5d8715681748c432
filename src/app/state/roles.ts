/** What a file given to the notebook may be for: the vectors, the table, the log, the sequences or the codes of a cell, joined to that table, or nothing. */
import type { Catalog } from '../../engine/records/engine';
import type { KindGuess } from '../../engine/records/data';
import type { Notebook } from '../notebook/spec';
import { extension } from './drafting';

export interface Role {
  readonly as: 'vectors' | 'table' | 'log' | 'sequences' | 'codes' | 'joined' | 'none';
  /** Empty for 'none'. */
  readonly cellId: string;
}

export const NOT_USED: Role = { as: 'none', cellId: '' };

/** All that a file may be for by its ending and by what it seems to hold (null: not known), the most likely first; 'none' is not among them. */
export function rolesOf(file: File, { cells }: Notebook, { extensions, tableExtensions }: Pick<Catalog, 'extensions' | 'tableExtensions'>, guess: KindGuess | null = null): Role[] {
  const ending = extension(file);
  const ids = (mode: 'dataset' | 'table' | 'log' | 'sequences' | 'codes') => cells.filter((cell) => cell.mode === mode).map((cell) => cell.id);
  const tables = tableExtensions.includes(ending) ? ids('table') : [];
  const logs = tableExtensions.includes(ending) ? ids('log') : [];
  const sequences = tableExtensions.includes(ending) ? ids('sequences') : [];
  const vectors = extensions.includes(ending) ? ids('dataset') : [];
  const of = (as: Role['as']) => (cellId: string): Role => ({ as, cellId });
  const isCodes = guess?.kind === 'codes';
  const codes = isCodes || guess?.also?.includes('codes') ? ids('codes').map(of('codes')) : [];
  if (isCodes && !guess.also && codes.length > 0) return codes;
  return [...(isCodes ? codes : []), ...tables.map(of('table')), ...logs.map(of('log')), ...sequences.map(of('sequences')), ...vectors.map(of('vectors')), ...(isCodes ? [] : codes), ...tables.map(of('joined'))];
}

/** A role for each file, none of them twice; files of one kind alone choose first. */
export function guessRoles(choices: readonly (readonly Role[])[]): Role[] {
  const taken = new Set<string>();
  const found = choices.map(() => NOT_USED);
  const order = [...choices.keys()].sort((a, b) => kinds(choices[a]!) - kinds(choices[b]!) || a - b);
  for (const at of order) {
    const free = choices[at]!.find((role) => !taken.has(keyOf(role)) && (role.as !== 'joined' || taken.has(`table ${role.cellId}`)));
    if (!free) continue;
    taken.add(keyOf(free));
    found[at] = free;
  }
  return found;
}

/** Why these cannot be taken together; empty where they can. */
export function roleConflict(roles: readonly Role[]): string {
  const used = roles.filter(({ as }) => as !== 'none');
  const keys = used.map(keyOf);
  if (used.length === 0) return 'No file is used.';
  if (new Set(keys).size < keys.length) return 'Two files have the same purpose. Choose another for one of them.';
  if (used.some(({ as, cellId }) => as === 'joined' && !keys.includes(`table ${cellId}`))) return 'A file is joined to a table. Choose which file is the table.';
  return '';
}

export function keyOf({ as, cellId }: Role): string {
  return `${as} ${cellId}`;
}

function kinds(roles: readonly Role[]): number {
  return new Set(roles.filter(({ as }) => as !== 'joined').map(keyOf)).size;
}
