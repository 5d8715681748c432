/** What a cell reads, by port: the id of one cell, or a list of ids where a port takes several. */

export const PORT_NAMES = ['rows', 'events', 'sequences', 'items', 'codes', 'store', 'runs', 'method'] as const;
export type PortName = (typeof PORT_NAMES)[number];
export type Inputs = Readonly<Partial<Record<PortName, string | readonly string[]>>>;

interface Reader {
  readonly inputs: Inputs;
}

const NONE: readonly string[] = [];

/** Ids of the cells on a port. A list of the document is given as it is, so that what compares by identity sees no change where there is none. */
export function inputsOf({ inputs }: Reader, port: PortName): readonly string[] {
  const given = inputs[port];
  return given === undefined ? NONE : typeof given === 'string' ? [given] : given;
}

/** Id of the one cell on a port; empty where there is none. */
export function inputOf(cell: Reader | undefined, port: PortName): string {
  return (cell && inputsOf(cell, port)[0]) ?? '';
}

/** Ids of all cells that a cell reads, each once. */
export function inputIds(cell: Reader): readonly string[] {
  return [...new Set(portEntries(cell.inputs).flatMap(([, ids]) => ids))];
}

/** The ports that are named, with the ids on each. */
export function portEntries(inputs: Inputs): readonly (readonly [PortName, readonly string[]])[] {
  return PORT_NAMES.filter((port) => inputs[port] !== undefined).map((port) => [port, inputsOf({ inputs }, port)]);
}

/** The inputs without these cells. */
export function withoutInputs(inputs: Inputs, gone: ReadonlySet<string>): Inputs {
  return Object.fromEntries(Object.entries(inputs).flatMap(([port, given]): [string, string | readonly string[]][] => {
    if (typeof given === 'string') return gone.has(given) ? [] : [[port, given]];
    return [[port, given.filter((id) => !gone.has(id))]];
  }));
}
