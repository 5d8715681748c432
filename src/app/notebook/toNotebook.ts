/** Turns stored JSON into a complete notebook: the only place where defaults live, and where a document is refused with a reason. */
import { checkParams, defaultParams, withLists } from '../../engine/client';
import type { DatasetChoices } from '../../engine/records/data';
import type { Catalog } from '../../engine/records/engine';
import type { Params, ParamSpec } from '../../engine/records/params';
import type { PredictorEntry } from '../../engine/records/predict';
import { checkGraph } from './graph';
import { inputOf } from './inputs';
import { givesOf, portsOfMode, portsOfPredictor, portsOfView } from './ports';
import { describe, isRecord, isTexts, text } from './read';
import { storedSeeds } from './seeds';
import { CELL_MODES, NOTEBOOK_VERSION, NotebookError, VIEW_KEYS, familyOfView } from './spec';
import type { Cell, CellMode, Notebook, ViewKey, ViewOptions } from './spec';
import { toCodes } from './toCodes';
import { toColumns, toCompare } from './toCompare';
import { toInputs } from './toInputs';
import { toRepair } from './toRepair';
import { toStep } from './toStep';
import { toSelection } from './toSelection';
import { toSweep } from './toSweep';
import { toLogChoices } from './toLog';
import { toSequences } from './toSequences';
import { toTable } from './toTable';
import { upgraded } from './upgrade';

const DEFAULT_NAME = 'Untitled notebook';
const DEFAULT_DATA = 'items';
/** Every cell is drawn: many more than anyone reads, and few enough for the page. */
export const MOST_CELLS = 1000;
const MODE_NAMES: Record<CellMode, string> = { note: 'Note', dataset: 'Data', quantizer: 'Quantizer', compare: 'Compare', sweep: 'Sweep', table: 'Table', log: 'Log', sequences: 'Sequences', codes: 'Published IDs', predictor: 'Predictor', scores: 'Scores', view: 'View', step: 'Step' };
/** What a figure is called where nobody named it. */
export const VIEW_NAMES: Record<ViewKey, string> = {
  utilization: 'Codes in use, level by level',
  heatStrip: 'Every code at a glance',
  residualNorms: 'What each level leaves over',
  trainingCurves: 'Training curves',
  gmmComponents: 'Gaussians of RQ-GMM',
  rateDistortion: 'Error against bits',
  prefixes: 'What a prefix tells',
  idTree: 'Tree of semantic IDs',
  collisions: 'Items that share an ID',
  compareRuns: 'Two runs compared',
  timeline: 'Back in time',
  itemMap: 'Map of the items',
  valueDecoding: 'A value decoded, coarse to fine',
  levelErrors: 'Error after each level',
  valueAlignment: 'Near values, near embeddings',
  codeOrder: 'Code table in order of value',
  targetLevels: 'The target as codes',
  levelsAndCodes: 'Levels and codes',
  predictedTrue: 'Predicted against true',
  calibration: 'Calibration',
  targetErrors: 'Error by size of the value',
  fitCurves: 'Training curves',
  reliability: 'Are probabilities right?',
  historyAuc: 'AUC by length of history',
  bitsAuc: 'AUC against bits',
  gainIntervals: 'Gain over a control',
  historyStrip: 'What a reader attends to',
  clickCurves: 'Training curves',
  tokenMap: 'Map of instance vectors',
  retrievalCurves: 'Training curves',
  depthRecall: 'Found after each code',
  groupRecall: 'Recall by group',
  beamTree: 'How an item is found',
  idQuality: 'Cheap metrics against recall',
};
/** Views of what RQ-Reg alone has. */
const DECODED: readonly ViewKey[] = ['valueDecoding', 'levelErrors', 'valueAlignment', 'codeOrder', 'targetLevels', 'levelsAndCodes'];
const CHOICE_TYPES: Record<keyof DatasetChoices, 'text' | 'texts' | 'count'> = {
  array: 'text', rowLength: 'count', vectorColumn: 'text', columns: 'texts', idColumn: 'text', metadataColumns: 'texts', labelColumn: 'text',
  join: 'text', joinOn: 'text', joinColumns: 'texts', joinId: 'text', sampleRows: 'count', sampleSeed: 'count', preprocessing: 'text', badRows: 'text', outliers: 'text',
};
const CHOICE_VALUES: Partial<Record<keyof DatasetChoices, readonly string[]>> = {
  preprocessing: ['none', 'centre', 'l2'],
  badRows: ['refuse', 'drop', 'replace'],
  outliers: ['keep', 'clip', 'drop'],
};
/** Keys of a dataset cell's choices, for messages that list them. */
export const CHOICE_KEYS = Object.keys(CHOICE_TYPES) as (keyof DatasetChoices)[];

/**
 * A complete notebook from stored JSON.
 * @throws NotebookError naming the place, what was seen there and the remedy.
 */
export function toNotebook(document: unknown, catalog: Catalog): Notebook {
  if (!isRecord(document)) throw new NotebookError('Notebook', `it is ${describe(document)}, not a JSON object.`, 'Choose a notebook file exported by Residua.');
  const stored = upgraded(document);
  if (stored.version !== NOTEBOOK_VERSION) {
    throw new NotebookError('Notebook', `its version is ${describe(stored.version)}; this page reads versions 1 to ${NOTEBOOK_VERSION}.`, `Set "version": ${NOTEBOOK_VERSION}, or open it with the version of Residua that wrote it.`);
  }
  if (!Array.isArray(stored.cells)) throw new NotebookError('Notebook', `"cells" is ${describe(stored.cells)}, not a list.`, 'Give it a list of cells, which may be empty.');
  if (stored.cells.length > MOST_CELLS) throw new NotebookError('Notebook', `it has ${stored.cells.length} cells; ${MOST_CELLS} is the most.`, 'Split it into several notebooks.');
  const raw = (stored.cells as unknown[]).map(rawCell);
  const seen = new Set<string>();
  for (const cell of raw) {
    if (seen.has(cell.id)) throw new NotebookError(`Cell "${cell.id}"`, 'two cells have this id.', 'Give every cell an id of its own.');
    seen.add(cell.id);
  }
  const cells = raw.map((cell) => complete(cell, raw, catalog));
  const selection = toSelection(stored.selection);
  const notebook: Notebook = { version: NOTEBOOK_VERSION, name: text(stored.name) ?? DEFAULT_NAME, cells, ...(selection && { selection }) };
  checkGraph(notebook);
  return notebook;
}

interface RawCell {
  readonly id: string;
  readonly mode: CellMode;
  readonly name: string | undefined;
  readonly inputs: unknown;
  readonly spec: Readonly<Record<string, unknown>>;
}

function rawCell(cell: unknown, index: number): RawCell {
  const place = `Cell ${index + 1}`;
  if (!isRecord(cell)) throw new NotebookError(place, `it is ${describe(cell)}, not an object.`, 'Write it as {"id": ..., "mode": ...}.');
  const id = text(cell.id);
  if (!id || !/^[A-Za-z][\w-]*$/.test(id)) {
    throw new NotebookError(place, `its id is ${describe(cell.id)}.`, 'An id starts with a letter and holds letters, digits, - and _ only.');
  }
  const where = `Cell "${id}"`;
  if (!CELL_MODES.includes(cell.mode as CellMode)) {
    throw new NotebookError(where, `its mode is ${describe(cell.mode)}.`, `Use one of ${CELL_MODES.join(', ')}.`);
  }
  if (cell.spec !== undefined && !isRecord(cell.spec)) throw new NotebookError(where, `"spec" is ${describe(cell.spec)}, not an object.`, 'Write it as {...}.');
  return { id, mode: cell.mode as CellMode, name: text(cell.name), inputs: cell.inputs, spec: (cell.spec ?? {}) as Record<string, unknown> };
}

function complete(cell: RawCell, all: readonly RawCell[], catalog: Catalog): Cell {
  const where = `Cell "${cell.id}"`;
  const before = all.slice(0, all.indexOf(cell));
  const log = logOf(cell, catalog);
  const givers = before.map((other) => ({ id: other.id, gives: givesOf(other.mode, logOf(other, catalog)?.family) }));
  const inputs = cell.mode === 'view' ? {} : toInputs(cell, cell.mode === 'predictor' ? portsOfPredictor(log) : portsOfMode(cell.mode), givers);
  const base = { id: cell.id, name: cell.name ?? MODE_NAMES[cell.mode], inputs };
  switch (cell.mode) {
    case 'step':
      return { ...base, mode: 'step', spec: toStep(cell.spec, where) };
    case 'note':
      return { ...base, mode: 'note', spec: { text: text(cell.spec.text) ?? '' } };
    case 'dataset': {
      const [sample, joinData] = [text(cell.spec.sample), text(cell.spec.joinData)];
      const choices = toChoices(cell.spec.choices, where);
      return { ...base, mode: 'dataset', spec: { data: text(cell.spec.data) ?? DEFAULT_DATA, ...(joinData && { joinData }), ...(sample && { sample }), choices } };
    }
    case 'quantizer': {
      const entry = entryOf(cell, catalog.quantizers, where);
      const [seed = 0, ...moreSeeds] = storedSeeds(cell.spec, where);
      const params = toParams(cell.spec.params, entry, where);
      const repair = toRepair(cell.spec.repair, where);
      const spec = { kind: entry.kind, params, seed, ...(moreSeeds.length > 0 && { moreSeeds }), ...(repair !== undefined && { repair }) };
      return { ...base, name: cell.name ?? entry.title, mode: 'quantizer', spec };
    }
    case 'log': {
      const sample = text(cell.spec.sample);
      return { ...base, mode: 'log', spec: { data: text(cell.spec.data) ?? 'events', ...(sample && { sample }), choices: toLogChoices(cell.spec.choices, where) } };
    }
    case 'sequences':
      return { ...base, mode: 'sequences', spec: toSequences(cell.spec, where) };
    case 'codes':
      return { ...base, name: cell.name ?? catalog.published.title, mode: 'codes', spec: toCodes(cell.spec, catalog, where) };
    case 'table':
      return { ...base, mode: 'table', spec: toTable(cell.spec, where) };
    case 'predictor': {
      const entry = entryOf(cell, catalog.predictors, where);
      const [seed = 0, ...moreSeeds] = storedSeeds(cell.spec, where);
      const spec = { kind: entry.kind, ...(log && { log }), params: toParams(cell.spec.params, entry, where), seed, ...(moreSeeds.length > 0 && { moreSeeds }) };
      return { ...base, name: cell.name ?? entry.title, mode: 'predictor', spec };
    }
    case 'scores':
      return { ...base, mode: 'scores', spec: { columns: toColumns(cell.spec.columns, catalog.scores, where, ['seconds', 'gain', 'parameters', 'bits']) } };
    case 'compare':
      return { ...base, mode: 'compare', spec: toCompare(cell.spec, catalog, where) };
    case 'sweep': {
      const source = all.find((other) => other.id === inputOf(base, 'method') && other.mode === 'quantizer');
      const published = all.find((other) => other.id === inputOf(base, 'method') && other.mode === 'codes');
      if (published) throw new NotebookError(where, `"${published.id}" on its port "method" holds codes made elsewhere, which have no parameters to sweep.`, 'Join a quantizer.');
      // A sweep that reads no quantizer is refused with all other joins, once the document is read.
      const entry = source && entryOf(source, catalog.quantizers, `Cell "${source.id}"`);
      const params = entry ? toParams(source.spec.params, entry, `Cell "${source.id}"`) : {};
      return { ...base, mode: 'sweep', spec: toSweep(cell.spec, entry?.params ?? [], params, catalog, where) };
    }
    case 'view': {
      const view = cell.spec.view as ViewKey;
      if (!VIEW_KEYS.includes(view)) throw new NotebookError(where, `its view is ${describe(cell.spec.view)}.`, `Use one of ${VIEW_KEYS.join(', ')}.`);
      const options = cell.spec.options ?? {};
      if (!isRecord(options)) throw new NotebookError(where, `"options" is ${describe(options)}, not an object.`, 'Write it as {...}.');
      return { ...base, name: cell.name ?? VIEW_NAMES[view], mode: 'view', inputs: toInputs(cell, portsOfView(view), shownBy(view, before, catalog).map((other) => ({ id: other.id, gives: givesOf(other.mode, logOf(other, catalog)?.family) }))), spec: { view, options: options as ViewOptions } };
    }
  }
}

/** The cells that a view is joined to where it names none. */
function shownBy(view: ViewKey, before: readonly RawCell[], catalog: Catalog): readonly RawCell[] {
  const { predictors } = catalog;
  const family = familyOfView(view);
  if (family !== 'quantizer') return before.filter((cell) => cell.mode !== 'predictor' || (logOf(cell, catalog)?.family ?? 'value') === family).filter((cell) => !DECODED.includes(view) || isCoded(cell, predictors));
  return before;
}

/** Of a kind that reads a log or sequences: its family and its ports. */
function logOf(cell: RawCell, catalog: Catalog): Pick<PredictorEntry, 'family' | 'reads'> | undefined {
  const entry = cell.mode === 'predictor' ? catalog.predictors.find(({ kind }) => kind === cell.spec.kind) : undefined;
  return entry && entry.family !== 'value' ? { family: entry.family, reads: entry.reads } : undefined;
}

function isCoded(cell: RawCell, predictors: Catalog['predictors']): boolean {
  const withCodes = predictors.filter(({ params }) => params.some(({ name }) => name === 'numCodes')).map(({ kind }) => kind);
  return withCodes.includes(String(cell.spec.kind));
}

function entryOf<Entry extends { readonly kind: string }>(cell: RawCell, entries: readonly Entry[], where: string): Entry {
  const entry = entries.find((candidate) => candidate.kind === cell.spec.kind);
  if (entry) return entry;
  throw new NotebookError(where, `its kind is ${describe(cell.spec.kind)}.`, `Use one of ${entries.map((known) => known.kind).join(', ')}.`);
}

function toParams(stored: unknown, entry: { readonly params: readonly ParamSpec[] }, where: string): Params {
  if (stored !== undefined && !isRecord(stored)) throw new NotebookError(where, `"params" is ${describe(stored)}, not an object.`, `Write it as {"${entry.params[0]?.name ?? 'name'}": ${JSON.stringify(entry.params[0]?.default ?? 1)}, ...}.`);
  const params = { ...defaultParams(entry.params), ...withLists(entry.params, (stored ?? {}) as Params) };
  const problem = checkParams(entry.params, params)[0];
  if (problem) throw new NotebookError(where, problem.message, `Correct "params.${problem.name}" in this cell.`);
  return params;
}

/** A dataset's choices, checked; unknown names and wrong types are refused. */
export function toChoices(stored: unknown, where: string): DatasetChoices {
  if (stored === undefined) return {};
  if (!isRecord(stored)) throw new NotebookError(where, `"choices" is ${describe(stored)}, not an object.`, 'Write it as {"preprocessing": "centre", ...}.');
  for (const [key, value] of Object.entries(stored)) {
    const type = CHOICE_TYPES[key as keyof DatasetChoices];
    if (!type) throw new NotebookError(where, `there is no choice "${key}".`, `Known: ${CHOICE_KEYS.join(', ')}.`);
    const fits = type === 'text' ? typeof value === 'string' : type === 'texts' ? isTexts(value) : Number.isInteger(value) && (value as number) >= 0;
    const wanted = CHOICE_VALUES[key as keyof DatasetChoices];
    if (!fits || (wanted && !wanted.includes(value as string))) {
      const remedy = wanted ? `Use one of ${wanted.join(', ')}.` : { text: 'Use a name.', texts: 'Use a list of names.', count: 'Use a whole number of at least 0.' }[type];
      throw new NotebookError(where, `"${key}" is ${describe(value)}.`, remedy);
    }
  }
  return stored as DatasetChoices;
}
