/** The files that a headless run leaves of each cell, and what went wrong with it in one line a problem. */
import { indexJson, predictionsCsv } from '../engine/client';
import type { Repair } from '../engine/records/repair';
import type { Theme } from '../viz/colors';
import type { Drawing } from './components/drawing';
import { drawingSvg } from './cells/exportView';
import { sweepDrawing } from './cells/sweepDrawing';
import { ALL_VIEWS } from './cells/allViews';
import type { MethodRun } from './cells/drawing';
import { retrievalRuns } from './cells/retrievalRuns';
import { clickRows, clickRuns } from './cells/useClickRows';
import { effectiveCell } from './notebook/fair';
import { inputOf, inputsOf } from './notebook/inputs';
import { codedCell, familyOf, predictorCell, quantizerCell, tableCell } from './notebook/spec';
import type { Cell, CodesCell, Notebook, PredictorCell, QuantizerCell, RunCell, SequencesCell, SweepCell, ViewCell } from './notebook/spec';
import { instancesNpy, probabilitiesCsv } from './output/clickCsv';
import { curvesCsv } from './output/csv';
import type { ControlDifference } from './output/fitResults';
import { fitSeedRunsOf } from './output/fitRuns';
import { codebookNpy, codesNpy, identifiersNpy, reconstructionNpy, textFile } from './output/files';
import { furtherSeeds, withSeed } from './output/seedRuns';
import { catalogueOf, catalogueOfCell, rowsBeside, rowsOfCell } from './output/catalogue';
import { itemsCsv, topItemsNpy } from './output/retrievalFiles';
import { pointRuns, pointWords, sweepCsvOf } from './output/sweepRuns';
import { toProblem } from './state/problem';
import type { RunState } from './runs/runState';
import type { Session } from './state/session';
import { fitted, quantized, runOf } from './runs/cellRun';
import { huesOf } from './output/hues';

export interface Leaving {
  readonly session: Session;
  readonly notebook: Notebook;
  readonly state: RunState;
  readonly theme: Theme;
  put(name: string, body: Blob): Promise<void>;
  tell(problem: string): void;
  /** By quantizer cell: what its repair made of its IDs. */
  readonly repairs: Map<string, Repair>;
}

/** Writes everything that one cell leaves. Rejects where a figure cannot be drawn or a file not be written. */
export async function leaveCell(cell: Cell, to: Leaving): Promise<void> {
  const { state } = to;
  switch (cell.mode) {
    case 'dataset':
      if (state.data[cell.id]?.problem) to.tell(line(cell.id, state.data[cell.id]?.problem));
      return;
    case 'table':
      if (state.tables[cell.id]?.problem) to.tell(line(cell.id, state.tables[cell.id]?.problem));
      return;
    case 'log':
      if (state.logs[cell.id]?.problem) to.tell(line(cell.id, state.logs[cell.id]?.problem));
      return;
    case 'sequences':
      if (state.sequences[cell.id]?.problem) to.tell(line(cell.id, state.sequences[cell.id]?.problem));
      return leaveItems(cell, to);
    case 'codes':
      if (state.codes[cell.id]?.problem) to.tell(line(cell.id, state.codes[cell.id]?.problem));
      tellRuns(cell, to, state.codes[cell.id]?.problem == null && state.data[inputOf(cell, 'rows')]?.problem == null);
      return leavePublished(cell, to);
    case 'quantizer':
      tellRuns(cell, to, state.data[inputOf(cell, 'rows')]?.problem == null);
      return leaveQuantizer(cell, to);
    case 'predictor':
      tellRuns(cell, to, (state.tables[inputOf(cell, 'rows')] ?? state.logs[inputOf(cell, 'events')] ?? state.sequences[inputOf(cell, 'sequences')])?.problem == null);
      return leavePredictor(cell, to);
    case 'sweep':
      return leaveSweep(cell, to);
    case 'view':
      // The first look asks for what runs have over each other, and for what models answer.
      drawingOf(cell, to);
      await Promise.all([to.session.differences.idle(), to.session.answers.idle()]);
      return leaveFigure(cell.id, cell, drawingOf(cell, to), to);
  }
}

/** "kmeans: 40 rows for 256 codes. Take fewer codes per level." */
export function line(cell: string, thrown: unknown): string {
  const { message, hint } = toProblem(thrown);
  return `${cell ? `${cell}: ` : ''}${message} ${hint}`.replace(/\s+/g, ' ').trim();
}

/** Data that cannot be read is told once, by the cell that reads it; a reason that all seeds share is told once too. */
function tellRuns(cell: RunCell, { notebook, state, tell }: Leaving, readable: boolean): void {
  if (!readable) return;
  const problem = state.runs[cell.id]?.problem;
  if (problem) tell(line(cell.id, problem));
  for (const { seed, run } of furtherSeeds(notebook, state.runs, cell.id)) {
    if (run?.problem && run.problem.message !== problem?.message) tell(line(`${cell.id}, seed ${seed}`, run.problem));
  }
}

/** Rows whose IDs are written as text. */
const MOST_TOKENS = 1_000_000;

async function leaveQuantizer({ id, inputs }: QuantizerCell, { session, state, put, repairs }: Leaving): Promise<void> {
  const { points = [] } = state.runs[id] ?? {};
  const result = quantized(state.runs[id]);
  if (!result) return;
  await put(`${id}.codes.npy`, codesNpy(result));
  for (const level of result.codebooks.keys()) await put(`${id}.codebook.${level}.npy`, codebookNpy(result, level));
  await put(`${id}.curves.csv`, textFile(curvesCsv(points)));
  await put(`${id}.reconstruction.npy`, reconstructionNpy(result));
  const repair = await session.identifiers.applied(id);
  const data = state.data[inputOf({ inputs }, 'rows')]?.loaded;
  const named = data?.summary.rows === result.rows ? { ids: data.ids, rowIndex: data.rowIndex } : { ids: null };
  const { codes, levels } = repair ?? result;
  if (result.rows <= MOST_TOKENS) await put(`${id}.index.json`, textFile(indexJson({ ...named, codes, levels }), 'application/json'));
  if (!repair) return;
  repairs.set(id, repair);
  await put(`${id}.ids.npy`, identifiersNpy(repair));
}

/** The codes as an index of tokens, with the letters that they came with, and what was fitted to them. */
async function leavePublished({ id }: CodesCell, { state, put }: Leaving): Promise<void> {
  const result = quantized(state.runs[id]);
  if (!result) return;
  const { ids = null, inspection } = state.codes[id]?.loaded ?? {};
  await put(`${id}.index.json`, textFile(indexJson({ ids, codes: result.codes, levels: result.levels, ...(inspection?.summary && { prefixes: inspection.summary.prefixes }) }), 'application/json'));
  await put(`${id}.codes.npy`, codesNpy(result));
  if (result.dim === 0) return;
  for (const level of result.codebooks.keys()) await put(`${id}.codebook.${level}.npy`, codebookNpy(result, level));
  await put(`${id}.reconstruction.npy`, reconstructionNpy(result));
}

/** The names of the items by their numbers, which rankings go by. */
async function leaveItems({ id }: SequencesCell, { notebook, state, put }: Leaving): Promise<void> {
  const loaded = state.sequences[id]?.loaded;
  if (loaded) await put(`${id}.items.csv`, textFile(itemsCsv(catalogueOf(loaded, rowsOfCell(state, rowsBeside(notebook, id)[0] ?? '')))));
}

async function leavePredictor(cell: PredictorCell, { notebook, state, put }: Leaving): Promise<void> {
  const { id } = cell;
  const { points = [] } = state.runs[id] ?? {};
  const result = fitted(state.runs[id]);
  if (!result) return;
  if (result.family === 'value') await put(`${id}.predictions.csv`, new Blob([predictionsCsv(withSeed(cell, result))], { type: 'text/csv' }));
  if (result.family === 'click') await put(`${id}.predictions.csv`, textFile(probabilitiesCsv(withSeed(cell, result))));
  if (result.family === 'source') await put(`${id}.vectors.npy`, instancesNpy(result));
  const catalogue = result.family === 'retrieval' ? catalogueOfCell(notebook, state, cell) : null;
  if (result.family === 'retrieval' && catalogue) await put(`${id}.topk.npy`, topItemsNpy(result, catalogue));
  await put(`${id}.curves.csv`, textFile(curvesCsv(points, 'validation_')));
}

async function leaveSweep(cell: SweepCell, to: Leaving): Promise<void> {
  const { session, notebook, state, put, tell } = to;
  const points = pointRuns(notebook, state, cell);
  const data = inputOf(quantizerCell(notebook, inputOf(cell, 'method')), 'rows');
  for (const { point, runs } of state.data[data]?.problem ? [] : points) {
    for (const { seed, run } of runs) if (run?.problem) tell(line(`${cell.id}, ${pointWords(point)}, seed ${seed}`, run.problem));
  }
  await put(`${cell.id}.sweep.csv`, textFile(sweepCsvOf(cell, session.catalog.metrics, points)));
  await leaveFigure(cell.id, cell, sweepDrawing(notebook, cell, session.catalog, points), to);
}

/** What each predictor of labels has over its control, by cell. */
export async function differencesOf({ differences }: Session, notebook: Notebook, state: RunState): Promise<ReadonlyMap<string, ControlDifference>> {
  const cells = notebook.cells.filter((cell): cell is PredictorCell => cell.mode === 'predictor' && familyOf(cell) === 'click');
  const finished = new Map(cells.map(({ id }) => [id, fitSeedRunsOf(notebook, state.runs, id)]));
  clickRows(cells, finished, differences);
  await differences.idle();
  return new Map(clickRows(cells, finished, differences).flatMap(({ id, control }) => (control?.difference ? [[id, { control: control.id, ...control.difference }]] : [])));
}

/** With their seeds and their differences to controls, which are counted before figures are drawn. */
function clickRunsOf(shown: ViewCell, runs: readonly MethodRun[], session: Session, notebook: Notebook, state: RunState): MethodRun[] {
  const cells = runs.map(({ cell }) => cell as PredictorCell);
  const finished = new Map(inputsOf(shown, 'runs').map((id) => [id, fitSeedRunsOf(notebook, state.runs, id)]));
  return clickRuns(runs, cells, clickRows(cells, finished, session.differences), notebook);
}

function drawingOf(shown: ViewCell, { session, notebook, state }: Leaving): Drawing {
  const { view, options } = shown.spec;
  const entry = ALL_VIEWS[view];
  const runs = inputsOf(shown, 'runs').flatMap((id): MethodRun[] => {
    const [coded, predictor] = [codedCell(notebook, id), predictorCell(notebook, id)];
    if (entry.family === 'quantizer') return coded ? [{ cell: effectiveCell(notebook, coded), run: runOf('quantizer', state.runs[id]) }] : [];
    return predictor && familyOf(predictor) === entry.family ? [{ cell: predictor, run: runOf(entry.family, state.runs[id]) } as MethodRun] : [];
  });
  if (entry.family === 'click') return entry.drawing(clickRunsOf(shown, runs, session, notebook, state), options);
  if (entry.family === 'retrieval') return entry.drawing(retrievalRuns(runs, notebook, state, session.answers), options);
  const unit = tableCell(notebook, inputOf(runs[0]?.cell, 'rows'))?.spec.choices.unit ?? '';
  return entry.drawing(runs, options, unit);
}

function leaveFigure(id: string, cell: Pick<Cell, 'name'>, drawing: Drawing, { session, put, theme }: Leaving): Promise<void> {
  return put(`${id}.svg`, textFile(drawingSvg(drawing, cell, huesOf(session.catalog), theme), 'image/svg+xml'));
}
