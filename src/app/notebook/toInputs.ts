/** A cell's stored inputs by port, checked for their form; what is not stored is read from the cells that stand before it. */
import { noPort } from './graph';
import type { Inputs, PortName } from './inputs';
import type { Port, Ports, Thing } from './ports';
import { describe, isRecord, isTexts } from './read';
import { NotebookError } from './spec';
import type { CellMode } from './spec';

/** What of a stored cell joins cells to each other. */
export interface StoredCell {
  readonly id: string;
  readonly mode: CellMode;
  /** Anything, as stored; undefined: nothing is. */
  readonly inputs: unknown;
}

/** A cell that others may read, and what it gives. */
export interface Giver {
  readonly id: string;
  readonly gives: readonly Thing[];
}

/** `before`: the cells that its ports are joined to where it stores no inputs. Whether they fit is for `checkGraph` to say. @throws NotebookError */
export function toInputs(cell: StoredCell, ports: Ports, before: readonly Giver[]): Inputs {
  const own = Object.entries(ports) as [PortName, Port][];
  if (cell.inputs === undefined) return Object.fromEntries(own.flatMap(([name, port]) => joined(name, port, before)));
  if (!isRecord(cell.inputs)) throw noRecord(cell, own);
  for (const name of Object.keys(cell.inputs)) if (!Object.hasOwn(ports, name)) throw noPort(cell, name, ports);
  const given = cell.inputs;
  return Object.fromEntries(own.flatMap(([name, { count }]): [PortName, string | readonly string[]][] => {
    const ids = given[name] ?? (count === 'any' ? [] : undefined);
    if (ids === undefined) return [];
    if (typeof ids !== 'string' && !isTexts(ids)) {
      throw new NotebookError(`Cell "${cell.id}"`, `its port "${name}" is ${describe(ids)}.`, `Write it as ${count === 'one' || count === 'optional' ? '"id"' : '["id", "id"]'}.`);
    }
    if (count !== 'one' && count !== 'optional') return [[name, typeof ids === 'string' ? [ids] : ids]];
    return [[name, typeof ids !== 'string' && ids.length === 1 ? ids[0]! : ids]];
  }));
}

/** The last cell that gives what a port of one takes; every one for a port that takes several. */
function joined(name: PortName, { takes, count }: Port, before: readonly Giver[]): [PortName, string | readonly string[]][] {
  if (count === 'optional') return [];
  const ids = before.filter(({ gives }) => gives.includes(takes)).map(({ id }) => id);
  if (count !== 'one') return [[name, ids]];
  return ids.length > 0 ? [[name, ids.at(-1)!]] : [];
}

function noRecord({ id, mode, inputs }: StoredCell, [first]: readonly [PortName, Port][]): NotebookError {
  const where = `Cell "${id}"`;
  if (!first) return new NotebookError(where, `a ${mode} cell reads no other cell.`, 'Remove its "inputs".');
  const [name, { count }] = first;
  return new NotebookError(where, `"inputs" is ${describe(inputs)}, not an object of ports.`, `Write it as {"${name}": ${count === 'one' ? '"id"' : '["id", "id"]'}}.`);
}
