/** Opens notebooks of versions before the present one: in version 1 a cell's inputs were a list of cells; now they are named by port. */
import type { Inputs, PortName } from './inputs';
import { isRecord, isTexts } from './read';
import { NOTEBOOK_VERSION } from './spec';

/** The one thing that each mode of cell read in version 1, as the port it became, and whether it read one cell or several. It stays as it was, whatever ports there are later. */
const READ_IN_VERSION_1: ReadonlyMap<unknown, readonly [PortName, 'one' | 'several']> = new Map([
  ['quantizer', ['rows', 'one']], ['predictor', ['rows', 'one']], ['sweep', ['method', 'one']], ['compare', ['runs', 'several']], ['scores', ['runs', 'several']], ['view', ['runs', 'several']],
]);

/** The stored document in the present version, unchecked; one of the present version or an unknown one as it is. */
export function upgraded(stored: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  if (stored.version !== 1 || !Array.isArray(stored.cells)) return stored;
  return { ...stored, version: NOTEBOOK_VERSION, cells: (stored.cells as unknown[]).map(upgradedCell) };
}

/** What is wrong with a cell, `toNotebook` says; here it stays as it is. */
function upgradedCell(cell: unknown): unknown {
  if (!isRecord(cell) || !isTexts(cell.inputs)) return cell;
  const { inputs, ...rest } = cell;
  const read = READ_IN_VERSION_1.get(cell.mode);
  if (!read) return cell.inputs.length === 0 ? rest : cell;
  const [port, count] = read;
  const [only, ...more] = cell.inputs;
  const ported: Inputs = { [port]: count === 'one' && only !== undefined && more.length === 0 ? only : inputs };
  return { ...cell, inputs: ported };
}
