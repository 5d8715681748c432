/** `--set CELL.PARAM=VALUE`: settings given as text, typed by the parameter's declaration. */
import { checkParams } from '../engine/client';
import type { Catalog, DatasetChoices, ParamSpec, ParamValue } from '../engine/records';
import { parseSeeds, seedsProblem } from './notebook/seeds';
import { NotebookError, withSeeds } from './notebook/spec';
import type { Cell, Notebook } from './notebook/spec';
import { CHOICE_KEYS, toChoices } from './notebook/toNotebook';
import { toRepair } from './notebook/toRepair';

export interface CellSetting {
  readonly cell: string;
  readonly param: string;
  readonly value: string;
}

const COUNTS = new Set<string>(['sampleRows', 'sampleSeed']);
const LISTS = new Set<string>(['columns', 'metadataColumns']);

/** The notebook with these settings, and with these seeds for all quantizers and sweeps where given. @throws NotebookError naming what is known */
export function applySettings(notebook: Notebook, catalog: Catalog, settings: readonly CellSetting[], seeds?: readonly number[]): Notebook {
  const reseeded = seeds === undefined ? notebook : { ...notebook, cells: notebook.cells.map((cell) => reseed(cell, seeds)) };
  return settings.reduce((current, setting) => {
    const cell = current.cells.find((candidate) => candidate.id === setting.cell);
    if (!cell || (cell.mode !== 'quantizer' && cell.mode !== 'dataset')) {
      const known = current.cells.filter((candidate) => candidate.mode === 'quantizer' || candidate.mode === 'dataset').map((candidate) => candidate.id);
      throw new NotebookError(`--set ${setting.cell}.${setting.param}`, `there is no data or quantizer cell "${setting.cell}".`, `Known: ${known.join(', ')}.`);
    }
    const changed = setOne(cell, catalog, setting);
    return { ...current, cells: current.cells.map((candidate) => (candidate.id === cell.id ? changed : candidate)) };
  }, reseeded);
}

function setOne(cell: Extract<Cell, { mode: 'quantizer' | 'dataset' }>, catalog: Catalog, { param, value }: CellSetting): Cell {
  const where = `--set ${cell.id}.${param}`;
  if (cell.mode === 'dataset') {
    if (!CHOICE_KEYS.includes(param as keyof DatasetChoices)) throw new NotebookError(where, `there is no choice "${param}".`, `Known: ${CHOICE_KEYS.join(', ')}.`);
    const typed = COUNTS.has(param) ? Number(value) : LISTS.has(param) ? value.split(',').map((name) => name.trim()) : value;
    return { ...cell, spec: { ...cell.spec, choices: toChoices({ ...cell.spec.choices, [param]: typed }, where) } };
  }
  if (param === 'seed' || param === 'seeds') {
    const problem = seedsProblem(value);
    if (problem) throw new NotebookError(where, `it is ${JSON.stringify(value)}.`, problem);
    return withSeeds(cell, parseSeeds(value));
  }
  if (param === 'repair') {
    const { repair: _, ...spec } = cell.spec;
    const repair = toRepair(value, where);
    return { ...cell, spec: { ...spec, ...(repair && { repair }) } };
  }
  const specs = catalog.quantizers.find((entry) => entry.kind === cell.spec.kind)?.params ?? [];
  const spec = specs.find((candidate) => candidate.name === param);
  if (!spec) throw new NotebookError(where, `there is no parameter "${param}".`, `Known: seeds, repair, ${specs.map((known) => known.name).join(', ')}.`);
  const params = { ...cell.spec.params, [param]: typed(spec, value) };
  const problem = checkParams(specs, params).find((candidate) => candidate.name === param);
  if (problem) throw new NotebookError(where, problem.message, 'Give another value.');
  return { ...cell, spec: { ...cell.spec, params } };
}

function reseed(cell: Cell, seeds: readonly number[]): Cell {
  if (cell.mode === 'quantizer') return withSeeds(cell, seeds);
  return cell.mode === 'sweep' ? { ...cell, spec: { ...cell.spec, seeds } } : cell;
}

/** The text as the parameter's type; a text that is no such value stays text and is refused with the reason. */
function typed(spec: ParamSpec, text: string): ParamValue {
  switch (spec.type) {
    case 'boolean':
      return text === 'true' || text === 'false' ? text === 'true' : text;
    case 'choice':
      return text;
    case 'integers':
    case 'numbers':
      return text.trim() === '' ? [] : text.split(/[\s,]+/).filter(Boolean).map(Number);
    default:
      return text.trim() === '' || Number.isNaN(Number(text)) ? text : Number(text);
  }
}
