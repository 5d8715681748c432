/** Cells as a person adds them from the page, before `addCell` gives them an id of their own. */
import { defaultParams } from '../../engine/client';
import type { KindEntry, Params } from '../../engine/records/params';
import type { PredictorEntry } from '../../engine/records/predict';
import { FAIR_DEFAULTS } from './fair';
import type { Inputs } from './inputs';
import { DEFAULT_SEED } from './seeds';
import type { CodesCell, CompareCell, Notebook, PredictorCell, QuantizerCell, ScoresCell, SequencesCell, SweepCell, ViewCell, ViewKey } from './spec';
import { SWEEP_METRIC } from './toSweep';
import { VIEW_NAMES } from './toNotebook';

/** A sweep of a quantizer, over nothing yet. */
export function newSweep(base: QuantizerCell): SweepCell {
  return { id: `${base.id}-sweep`, name: `Sweep of ${base.name}`, mode: 'sweep', inputs: { method: base.id }, spec: { parameters: [], metric: SWEEP_METRIC, seeds: [] } };
}

/** Codes made elsewhere, with the first vectors of the notebook. `entry`: of the catalog; `data`: the name that its file is bound to. */
export function newCodes({ cells }: Notebook, { kind, title }: KindEntry): CodesCell {
  const taken = new Set(cells.flatMap(({ spec }) => ('data' in spec ? [spec.data] : [])));
  const data = ['ids', ...cells.map((_, at) => `ids-${at + 2}`)].find((name) => !taken.has(name))!;
  const vectors = cells.find(({ mode }) => mode === 'dataset')?.id;
  return { id: 'ids', name: title, mode: 'codes', inputs: vectors === undefined ? {} : { rows: vectors }, spec: { data, choices: {}, kind, params: {}, seed: DEFAULT_SEED } };
}

/** Sequences, with names for their files that no cell binds yet. */
export function newSequences({ cells }: Notebook): SequencesCell {
  const taken = new Set(cells.flatMap(({ spec }) => ('data' in spec ? [spec.data] : [])));
  const data = ['sequences', ...cells.map((_, at) => `sequences-${at + 2}`)].find((name) => !taken.has(name))!;
  return { id: 'sequences', name: 'Sequences', mode: 'sequences', inputs: {}, spec: { data, choices: {} } };
}

export function newComparison(quantizers: readonly string[]): CompareCell {
  return { id: 'compare', name: 'Compare', mode: 'compare', inputs: { runs: quantizers }, spec: { columns: null, fair: FAIR_DEFAULTS, holdOut: 0 } };
}

/** `entry`: of the catalog's predictors. */
export function newPredictor(entry: PredictorEntry, tableId: string): PredictorCell {
  return { id: entry.kind.replace('-', ''), name: entry.title, mode: 'predictor', inputs: { rows: tableId }, spec: { kind: entry.kind, params: defaultParams(entry.params), seed: DEFAULT_SEED } };
}

/** `entry`: of the catalog's predictors of labels or recommenders; `inputs`: the log or the sequences, and what it reads beside it. */
export function newLogPredictor(entry: PredictorEntry, inputs: Inputs, params: Params = {}, name = entry.title): PredictorCell {
  const { kind, family, reads } = entry;
  return { id: kind.replace('-', ''), name, mode: 'predictor', inputs, spec: { kind, log: { family, reads }, params: { ...defaultParams(entry.params), ...params }, seed: DEFAULT_SEED } };
}

export function newScores(predictors: readonly string[]): ScoresCell {
  return { id: 'scores', name: 'Scores', mode: 'scores', inputs: { runs: predictors }, spec: { columns: null } };
}

/** `runs`: quantizers or predictors, as the view shows. */
export function newView(view: ViewKey, runs: readonly string[]): ViewCell {
  return { id: view.toLowerCase(), name: VIEW_NAMES[view], mode: 'view', inputs: { runs }, spec: { view, options: {} } };
}
