/** "Judge by retrieval": a generative recommender on the codes of a cell; with the first one, the floors and controls that it is held against, once. */
import type { Catalog } from '../../engine/records/engine';
import type { PredictorEntry } from '../../engine/records/predict';
import type { Command } from '../components/Menu';
import { goTo } from '../components/goTo';
import { inputOf } from '../notebook/inputs';
import type { Inputs } from '../notebook/inputs';
import { newLogPredictor, newScores } from '../notebook/newCells';
import { familyOf } from '../notebook/spec';
import type { Cell, CodedCell, Notebook, PredictorCell } from '../notebook/spec';
import { addCell } from '../state/notebookStore';
import type { Session } from '../state/session';

const JUDGE = 'generative';
const CONTROLS = [['shuffled', 'shuffled IDs'], ['random', 'random IDs']] as const;

/** What a judge of these codes adds, in order: floors and controls that the sequences have none of yet, then the judge. `codes`: a quantizer of a data cell, or codes made elsewhere. */
export function judgesByRetrieval(catalog: Pick<Catalog, 'predictors'>, notebook: Notebook, codes: Pick<CodedCell, 'id' | 'name' | 'mode' | 'inputs'>, sequences: string): readonly PredictorCell[] {
  const entries = catalog.predictors.filter(({ family }) => family === 'retrieval');
  const own = recommendersOf(notebook, sequences);
  const judge = entries.find(({ kind }) => kind === JUDGE);
  if (!judge) return [];
  const vectors = inputOf(codes, 'rows');
  const floors = entries.filter(({ kind, reads }) => kind !== JUDGE && !own.some((cell) => cell.spec.kind === kind) && (!reads.includes('items') || isVectors(notebook, vectors)));
  const controls = CONTROLS.filter(([ids]) => !own.some((cell) => cell.spec.kind === JUDGE && cell.spec.params.ids === ids));
  const ofCodes = (ids: string, name: string): PredictorCell => ({ ...newLogPredictor(judge, { sequences, codes: codes.id }, { ...settingsOf(own), ids }, name), id: `${JUDGE}-${codes.id}${ids === 'joined' ? '' : `-${ids}`}` });
  return [
    ...floors.map((entry) => newLogPredictor(entry, inputsOfFloor(entry, sequences, vectors))),
    ...controls.map(([ids, words]) => ofCodes(ids, `${judge.title}, ${words}`)),
    ofCodes('joined', `${judge.title}, ${codes.name}`),
  ];
}

/** The command in the menu of a quantizer or of codes; none where the notebook has no sequences, or judges these codes already. */
export function retrievalCommands(session: Session, cell: CodedCell): Command[] {
  const { notebook } = session.notebook.getState();
  const sequences = notebook.cells.find(({ mode }) => mode === 'sequences')?.id;
  if (sequences === undefined) return [];
  if (recommendersOf(notebook, sequences).some((other) => inputOf(other, 'codes') === cell.id && other.spec.params.ids === 'joined')) return [];
  if (cell.mode === 'quantizer' && !isVectors(notebook, inputOf(cell, 'rows'))) return [];
  const first = recommendersOf(notebook, sequences).length === 0;
  return [{
    title: 'Judge by retrieval', note: first ? 'with floors and controls' : 'a generative recommender on its IDs',
    run: () => {
      const added = judgesByRetrieval(session.catalog, notebook, cell, sequences).map((judge) => addCell(session.notebook, judge));
      const now = session.notebook.getState().notebook;
      const scored = now.cells.some((other) => other.mode === 'scores' && added.every((id) => [other.inputs.runs].flat().includes(id)));
      const id = scored ? added.at(-1)! : addCell(session.notebook, newScores(recommendersOf(now, sequences).map((other) => other.id)));
      session.queue.run(added);
      goTo(id);
    },
  }];
}

/** One for each quantizer and each cell of codes that nothing judges yet, for the menu of the group. */
export function generativeAdditions(entry: PredictorEntry, inputs: Inputs, notebook: Notebook): readonly { readonly title: string; readonly about: string; cells(): readonly PredictorCell[] }[] {
  const sequences = inputOf({ inputs }, 'sequences');
  const own = recommendersOf(notebook, sequences);
  const coded = notebook.cells.filter((cell): cell is CodedCell => cell.mode === 'codes' || (cell.mode === 'quantizer' && isVectors(notebook, inputOf(cell, 'rows'))));
  return coded.filter(({ id }) => !own.some((cell) => cell.spec.kind === entry.kind && inputOf(cell, 'codes') === id && cell.spec.params.ids === 'joined')).map(({ id, name }) => ({
    title: `${entry.title} on IDs of ${name}`, about: 'Judges these IDs, with the settings of the others.',
    cells: () => [{ ...newLogPredictor(entry, { sequences, codes: id }, { ...settingsOf(own), ids: 'joined' }, `${entry.title}, ${name}`), id: `${JUDGE}-${id}` }],
  }));
}

export function inputsOfFloor(entry: PredictorEntry, sequences: string, vectors: string): Inputs {
  return { sequences, ...(entry.reads.includes('items') && { items: vectors }) };
}

function recommendersOf({ cells }: Notebook, sequences: string): readonly PredictorCell[] {
  return cells.filter((cell): cell is PredictorCell => cell.mode === 'predictor' && familyOf(cell) === 'retrieval' && inputOf(cell, 'sequences') === sequences);
}

/** A comparison is of IDs: every judge trains as the first one does. */
function settingsOf(own: readonly PredictorCell[]): PredictorCell['spec']['params'] {
  return own.find((cell) => cell.spec.kind === JUDGE)?.spec.params ?? {};
}

function isVectors({ cells }: Notebook, id: string): boolean {
  return cells.some((cell: Cell) => cell.id === id && cell.mode === 'dataset');
}
