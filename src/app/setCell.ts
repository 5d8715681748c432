/** `--set CELL.PARAM=VALUE`: settings given as text, typed by the parameter's declaration. */
import { checkParams } from '../engine/client';
import type { DatasetChoices } from '../engine/records/data';
import type { Catalog } from '../engine/records/engine';
import type { ParamSpec, ParamValue } from '../engine/records/params';
import { inputOf } from './notebook/inputs';
import { parseSeeds, seedsProblem } from './notebook/seeds';
import { NotebookError, logCell, sequencesCell, tableCell, withSeeds } from './notebook/spec';
import type { Cell, Notebook, PredictorCell, QuantizerCell } from './notebook/spec';
import { CHOICE_KEYS, toChoices } from './notebook/toNotebook';
import { toRepair } from './notebook/toRepair';
import { toLogChoices } from './notebook/toLog';
import { toTableChoices } from './notebook/toTable';
import { setCodes } from './setCodes';
import { isSequenceSetting, setSequences } from './setSequences';
import { isLogSetting, setLog } from './setLog';
import { isTableSetting, setTable, TABLE_SETTINGS } from './setTable';

export interface CellSetting {
  readonly cell: string;
  readonly param: string;
  readonly value: string;
}

const COUNTS = new Set<string>(['sampleRows', 'sampleSeed']);
const LISTS = new Set<string>(['columns', 'metadataColumns', 'joinColumns']);

const SETTABLE: readonly Cell['mode'][] = ['quantizer', 'dataset', 'table', 'log', 'sequences', 'codes', 'predictor'];

/**
 * The notebook with these settings, and with these seeds for all quantizers, predictors and sweeps where given. A predictor passes settings of its table,
 * log (target, label, split, ...) or sequences on to the cell that it reads. @throws NotebookError naming what is known
 */
export function applySettings(notebook: Notebook, catalog: Catalog, settings: readonly CellSetting[], seeds?: readonly number[]): Notebook {
  const reseeded = seeds === undefined ? notebook : { ...notebook, cells: notebook.cells.map((cell) => reseed(cell, seeds)) };
  const changed = settings.reduce((current, setting) => {
    const cell = current.cells.find((candidate) => candidate.id === setting.cell);
    if (!cell || !SETTABLE.includes(cell.mode)) {
      const known = current.cells.filter((candidate) => SETTABLE.includes(candidate.mode)).map((candidate) => candidate.id);
      throw new NotebookError(`--set ${setting.cell}.${setting.param}`, `there is no data, table, log, sequences, codes, quantizer or predictor cell "${setting.cell}".`, `Known: ${known.join(', ')}.`);
    }
    const next = setOne(current, cell, catalog, setting);
    return { ...current, cells: current.cells.map((candidate) => (candidate.id === next.id ? next : candidate)) };
  }, reseeded);
  // What must go together is looked at last: settings may come in any order.
  for (const cell of changed.cells) {
    if (cell.mode === 'table') toTableChoices(cell.spec.choices, `--set ${cell.id}`);
    if (cell.mode === 'log') toLogChoices(cell.spec.choices, `--set ${cell.id}`);
  }
  return changed;
}

/** The cell that the setting changes, changed. */
function setOne(notebook: Notebook, cell: Cell, catalog: Catalog, { param, value }: CellSetting): Cell {
  const where = `--set ${cell.id}.${param}`;
  switch (cell.mode) {
    case 'dataset': {
      if (param === 'joinData') return { ...cell, spec: { ...cell.spec, joinData: value } };
      if (!CHOICE_KEYS.includes(param as keyof DatasetChoices)) throw new NotebookError(where, `there is no choice "${param}".`, `Known: ${CHOICE_KEYS.join(', ')}.`);
      const typed = COUNTS.has(param) ? Number(value) : LISTS.has(param) ? value.split(',').map((name) => name.trim()) : value;
      return { ...cell, spec: { ...cell.spec, choices: toChoices({ ...cell.spec.choices, [param]: typed }, where) } };
    }
    case 'table':
      return setTable(cell, param, value, where);
    case 'log':
      return setLog(cell, param, value, where);
    case 'sequences':
      return setSequences(cell, param, value, where);
    case 'codes':
      return setCodes(cell, param, value, where);
    case 'predictor': {
      const table = tableCell(notebook, inputOf(cell, 'rows'));
      const log = logCell(notebook, inputOf(cell, 'events'));
      const own = param in cell.spec.params;
      if (log && isLogSetting(param) && !own) return setLog(log, param, value, where);
      const sequences = sequencesCell(notebook, inputOf(cell, 'sequences'));
      if (sequences && isSequenceSetting(param) && !own) return setSequences(sequences, param, value, where);
      return table && isTableSetting(param) ? setTable(table, param, value, where) : setMethod(cell, catalog, param, value, where);
    }
    case 'quantizer':
      return setMethod(cell, catalog, param, value, where);
    default:
      return cell;
  }
}

/** A parameter, the seeds or the repair of a quantizer or predictor. */
function setMethod(cell: QuantizerCell | PredictorCell, catalog: Catalog, param: string, value: string, where: string): Cell {
  if (param === 'seed' || param === 'seeds') {
    const problem = seedsProblem(value);
    if (problem) throw new NotebookError(where, `it is ${JSON.stringify(value)}.`, problem);
    return withSeeds(cell, parseSeeds(value));
  }
  if (cell.mode === 'quantizer' && param === 'repair') {
    return { ...cell, spec: { ...cell.spec, repair: toRepair(value, where) ?? null } };
  }
  const specs = (cell.mode === 'quantizer' ? catalog.quantizers : catalog.predictors).find((entry) => entry.kind === cell.spec.kind)?.params ?? [];
  const spec = specs.find((candidate) => candidate.name === param);
  const others = cell.mode === 'quantizer' ? ['seeds', 'repair'] : ['seeds', ...TABLE_SETTINGS];
  if (!spec) throw new NotebookError(where, `there is no parameter "${param}".`, `Known: ${[...others, ...specs.map((known) => known.name)].join(', ')}.`);
  const params = { ...cell.spec.params, [param]: typed(spec, value) };
  const problem = checkParams(specs, params).find((candidate) => candidate.name === param);
  if (problem) throw new NotebookError(where, problem.message, 'Give another value.');
  return { ...cell, spec: { ...cell.spec, params } } as Cell;
}

function reseed(cell: Cell, seeds: readonly number[]): Cell {
  if (cell.mode === 'quantizer' || cell.mode === 'predictor') return withSeeds(cell, seeds);
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
