/** Judges of codes and of stores, each with its control: for a quantizer, a predictor with its codes beside one with the same codes shuffled, so that what the codes tell stands apart from what more numbers do. */
import type { PredictorEntry } from '../../engine/records/predict';
import { inputOf } from '../notebook/inputs';
import type { Inputs } from '../notebook/inputs';
import { newLogPredictor } from '../notebook/newCells';
import { familyOf } from '../notebook/spec';
import type { CodedCell, Notebook, PredictorCell } from '../notebook/spec';

interface Judge {
  readonly title: string;
  readonly about: string;
  cells(): readonly PredictorCell[];
}

/** One for each quantizer of vectors, and for codes made elsewhere, that no predictor of the group judges yet; none for kinds that read no codes. */
export function judgesOfCodes(entry: PredictorEntry, inputs: Inputs, cells: readonly PredictorCell[], notebook: Notebook): readonly Judge[] {
  if (!entry.reads.includes('codes') || !entry.params.some(({ name, choices }) => name === 'fields' && choices?.some(({ value }) => value === 'shuffled'))) return [];
  const read = new Set(cells.filter(({ spec }) => spec.kind === entry.kind).map((cell) => inputOf(cell, 'codes')));
  const quantizers = notebook.cells.filter((cell): cell is CodedCell => !read.has(cell.id) && (cell.mode === 'codes' || (cell.mode === 'quantizer' && notebook.cells.some(({ id, mode }) => mode === 'dataset' && id === inputOf(cell, 'rows')))));
  return quantizers.map((quantizer) => ({
    title: `${entry.title} on codes of ${quantizer.name}`, about: 'With these codes, and with the same codes shuffled among the items.',
    cells: () => pair(entry, inputs, quantizer),
  }));
}

/** For a reader of histories: one for each store that none of the group reads yet, with the store of zeros where the group has none. */
export function readersOfStores(entry: PredictorEntry, inputs: Inputs, cells: readonly PredictorCell[], notebook: Notebook): readonly Judge[] {
  if (!entry.reads.includes('store')) return [];
  const own = cells.filter(({ spec }) => spec.kind === entry.kind);
  const read = new Set(own.map((cell) => inputOf(cell, 'store')));
  const events = inputOf({ inputs }, 'events');
  const sources = notebook.cells.filter((cell) => cell.mode === 'predictor' && familyOf(cell) === 'source' && inputOf(cell, 'events') === events);
  const ids = new Set(sources.map(({ id }) => id));
  const stores = [...sources, ...notebook.cells.filter((cell) => cell.mode === 'quantizer' && ids.has(inputOf(cell, 'rows')))].filter(({ id }) => !read.has(id));
  const cell = (history: string, name: string, more: Inputs = {}): PredictorCell => ({ ...newLogPredictor(entry, { events, ...more }, { history }, name), id: `${entry.kind}-${history}` });
  const zero = own.some(({ spec }) => spec.params.history === 'zero') ? [] : [cell('zero', 'Store of zeros')];
  return stores.map((store) => ({
    title: `${entry.title} of ${store.name}`, about: 'Reads these vectors of past events. The store of zeros is its control.',
    cells: () => [...zero, cell('store', `Reads ${store.name}`, { store: store.id })],
  }));
}

/** With the codes of a quantizer, and with them shuffled. */
export function pair(entry: PredictorEntry, inputs: Inputs, quantizer: Pick<CodedCell, 'id' | 'name'>): readonly PredictorCell[] {
  const own: Inputs = { events: inputOf({ inputs }, 'events'), codes: quantizer.id };
  const cell = (fields: string, name: string): PredictorCell => ({ ...newLogPredictor(entry, own, { fields }, name), id: `${entry.kind}-${quantizer.id}-${fields}` });
  return [cell('codes', `${entry.title}, ${quantizer.name}`), cell('shuffled', `${entry.title}, ${quantizer.name} shuffled`)];
}
