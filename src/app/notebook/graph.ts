/** What reads what: whether the cells of a notebook fit together, what a change reaches, and what goes with a cell. */
import { inputIds, inputsOf, portEntries, withoutInputs } from './inputs';
import type { PortName } from './inputs';
import { THING_WORDS, givesOfCell, portsOf } from './ports';
import type { Port, Ports, PortsOf } from './ports';
import { NotebookError } from './spec';
import type { Cell, Notebook } from './spec';

/** Refuses cells that do not fit together: ports that are not there, left empty or taken twice, cells unknown or of the wrong kind, and circles. @throws NotebookError */
export function checkGraph(notebook: Notebook, ports: PortsOf = portsOf): void {
  const known = new Map(notebook.cells.map((cell) => [cell.id, cell]));
  for (const cell of notebook.cells) {
    const own = ports(cell);
    for (const [name] of portEntries(cell.inputs)) if (!own[name]) throw noPort(cell, name, own);
    for (const [name, port] of Object.entries(own) as [PortName, Port][]) checkPort(notebook, cell, name, port, known);
  }
  const circle = findCircle(known);
  if (circle) throw new NotebookError(`Cell "${circle[0]!}"`, `it reads itself: ${circle.map((id) => `"${known.get(id)!.name}"`).join(' reads ')}.`, 'Remove one of these cells from a port.');
}

function checkPort(notebook: Notebook, cell: Cell, name: PortName, { takes, count }: Port, known: ReadonlyMap<string, Cell>): void {
  const where = `Cell "${cell.id}"`;
  const ids = inputsOf(cell, name);
  const remedy = (): string => {
    const fitting = notebook.cells.filter((other) => other !== cell && givesOfCell(other).includes(takes)).map((other) => other.id);
    return fitting.length > 0 ? `Cells that give ${THING_WORDS[takes]}: ${fitting.join(', ')}.` : `Add a cell that gives ${THING_WORDS[takes]}.`;
  };
  if (ids.length === 0 && needsOne(count)) throw new NotebookError(where, `nothing is on its port "${name}", which takes ${THING_WORDS[takes]}.`, remedy());
  if (ids.length > 1 && (count === 'one' || count === 'optional')) throw new NotebookError(where, `its port "${name}" takes one cell, and ${ids.length} are on it: ${ids.join(', ')}.`, 'Name one of them.');
  for (const id of ids) {
    const source = known.get(id);
    if (!source) throw new NotebookError(where, `its port "${name}" reads "${id}", which does not exist.`, `Known: ${[...known.keys()].join(', ')}.`);
    const given = givesOfCell(source);
    if (!given.includes(takes)) {
      throw new NotebookError(where, `"${source.name}" gives ${given[0] ? THING_WORDS[given[0]] : 'nothing'}; the port "${name}" of "${cell.name}" takes ${THING_WORDS[takes]}.`, remedy());
    }
  }
}

/** A cell cannot be without what feeds such a port. */
function needsOne(count: Port['count']): boolean {
  return count === 'one' || count === 'some';
}

/** In words: a port that this kind of cell does not have. */
export function noPort({ id, mode }: Pick<Cell, 'id' | 'mode'>, name: string, ports: Ports): NotebookError {
  const own = Object.keys(ports);
  if (own.length === 0) return new NotebookError(`Cell "${id}"`, `a ${mode} cell reads no other cell.`, 'Remove its "inputs".');
  return new NotebookError(`Cell "${id}"`, `a ${mode} cell has no port "${name}".`, `Known: ${own.join(', ')}.`);
}

/** Ids from a cell back to itself; undefined where no cell reads itself, directly or through others. */
function findCircle(known: ReadonlyMap<string, Cell>): readonly string[] | undefined {
  const finished = new Set<string>();
  const visit = (id: string, trail: readonly string[]): readonly string[] | undefined => {
    if (trail.includes(id)) return [...trail.slice(trail.indexOf(id)), id];
    if (finished.has(id)) return undefined;
    for (const input of inputIds(known.get(id)!)) {
      const found = visit(input, [...trail, id]);
      if (found) return found;
    }
    finished.add(id);
    return undefined;
  };
  for (const id of known.keys()) {
    const found = visit(id, []);
    if (found) return found;
  }
  return undefined;
}

/** Ids of every cell that reads this one, directly or through others, in document order. */
export function dependents(notebook: Notebook, id: string): string[] {
  const reached = grown(notebook, id, (cell, so) => inputIds(cell).some((input) => so.has(input)));
  return notebook.cells.filter((cell) => cell.id !== id && reached.has(cell.id)).map((cell) => cell.id);
}

/** The notebook without a cell; cells that cannot be without it go too, others only lose the input. */
export function withoutCell(notebook: Notebook, id: string, ports: PortsOf = portsOf): Notebook {
  const gone = goingWith(notebook, id, ports);
  const cells = notebook.cells
    .filter((cell) => !gone.has(cell.id))
    .map((cell): Cell => (inputIds(cell).some((input) => gone.has(input)) ? { ...cell, inputs: withoutInputs(cell.inputs, gone) } : cell));
  return { ...notebook, cells };
}

/** What else changes where a cell is removed, in words: `"Sweep" goes too, "Compare" and "Curves" no longer read it`; empty where nothing reads it. */
export function removalWords(notebook: Notebook, id: string, ports: PortsOf = portsOf): string {
  const gone = goingWith(notebook, id, ports);
  const going = notebook.cells.filter((cell) => cell.id !== id && gone.has(cell.id));
  const losing = notebook.cells.filter((cell) => !gone.has(cell.id) && inputIds(cell).some((input) => gone.has(input)));
  const parts = [going.length > 0 && `${listed(going)} ${going.length > 1 ? 'go' : 'goes'} too`, losing.length > 0 && `${listed(losing)} no longer ${losing.length > 1 ? 'read' : 'reads'} it`];
  return parts.filter(Boolean).join(', ');
}

/** A cell and all that cannot be without it: those that it leaves with nothing on a port that needs something. */
function goingWith(notebook: Notebook, id: string, ports: PortsOf): ReadonlySet<string> {
  return grown(notebook, id, (cell, gone) =>
    (Object.entries(ports(cell)) as [PortName, Port][]).some(([name, { count }]) => {
      const ids = inputsOf(cell, name);
      return needsOne(count) && ids.length > 0 && ids.every((input) => gone.has(input));
    }));
}

/** A cell, and all that join it by this rule until none does any more: whatever order they stand in, and however deep. */
function grown(notebook: Notebook, id: string, joins: (cell: Cell, so: ReadonlySet<string>) => boolean): ReadonlySet<string> {
  const set = new Set([id]);
  for (let before = 0; before < set.size; ) {
    before = set.size;
    for (const cell of notebook.cells) if (!set.has(cell.id) && joins(cell, set)) set.add(cell.id);
  }
  return set;
}

/** An id that no cell has yet: "rqvae", "rqvae-2", ... */
export function freeId(notebook: Notebook, wish: string): string {
  const taken = new Set(notebook.cells.map((cell) => cell.id));
  if (!taken.has(wish)) return wish;
  let number = 2;
  while (taken.has(`${wish}-${number}`)) number++;
  return `${wish}-${number}`;
}

/** `"A"`, `"A" and "B"`, `"A", "B" and 3 more`. */
function listed(cells: readonly Cell[]): string {
  const names = cells.map(({ name }) => `"${name}"`);
  return names.length > 2 ? `${names.slice(0, 2).join(', ')} and ${names.length - 2} more` : names.join(' and ');
}
