/** The notebook as a plain document: what is stored (everything may be left out) and what the page works with (nothing is). */
import type { CodesChoices } from '../../engine/records/codes';
import type { DatasetChoices } from '../../engine/records/data';
import type { LogChoices } from '../../engine/records/log';
import type { Params, ParamValue } from '../../engine/records/params';
import type { QuantizerKind } from '../../engine/records/quantize';
import type { Budget, Family } from '../../engine/records/run';
import type { PredictorEntry, PredictorKind } from '../../engine/records/predict';
import type { RepairOptions } from '../../engine/records/repair';
import type { SequenceChoices } from '../../engine/records/sequences';
import type { TableChoices } from '../../engine/records/table';
import type { Chosen } from '../runs/selection';
import type { Inputs } from './inputs';

/** The version that is written; `upgrade.ts` opens the ones before it. */
export const NOTEBOOK_VERSION = 2;

export const CELL_MODES = ['note', 'dataset', 'quantizer', 'compare', 'sweep', 'table', 'log', 'sequences', 'codes', 'predictor', 'scores', 'view', 'step'] as const;
export type CellMode = (typeof CELL_MODES)[number];
/** Steps of the lesson on residual quantization. */
export const LESSON_STEPS = ['points', 'cells', 'left', 'sums', 'bits', 'follow', 'gauss', 'collapse'] as const;
export type LessonStep = (typeof LESSON_STEPS)[number];
/** Views of single items and their IDs. */
export const ITEM_VIEW_KEYS = ['idTree', 'collisions', 'compareRuns', 'timeline'] as const;
export type ItemViewKey = (typeof ITEM_VIEW_KEYS)[number];
/** Views of quantizers. */
export const CODE_VIEW_KEYS = ['utilization', 'heatStrip', 'residualNorms', 'trainingCurves', 'gmmComponents', 'rateDistortion', 'prefixes', 'itemMap', ...ITEM_VIEW_KEYS] as const;
export type CodeViewKey = (typeof CODE_VIEW_KEYS)[number];
/** Views of predictors. */
export const FIT_VIEW_KEYS = ['valueDecoding', 'levelErrors', 'valueAlignment', 'codeOrder', 'targetLevels', 'levelsAndCodes', 'predictedTrue', 'calibration', 'targetErrors', 'fitCurves'] as const;
export type FitViewKey = (typeof FIT_VIEW_KEYS)[number];
/** Views of predictors of labels. */
export const CLICK_VIEW_KEYS = ['reliability', 'historyAuc', 'bitsAuc', 'gainIntervals', 'historyStrip', 'clickCurves'] as const;
export type ClickViewKey = (typeof CLICK_VIEW_KEYS)[number];
/** Views of models of instances. */
export const SOURCE_VIEW_KEYS = ['tokenMap'] as const;
export type SourceViewKey = (typeof SOURCE_VIEW_KEYS)[number];
/** Views of recommenders. */
export const RETRIEVAL_VIEW_KEYS = ['retrievalCurves', 'depthRecall', 'groupRecall', 'beamTree', 'idQuality'] as const;
export type RetrievalViewKey = (typeof RETRIEVAL_VIEW_KEYS)[number];
export const VIEW_KEYS = [...CODE_VIEW_KEYS, ...FIT_VIEW_KEYS, ...CLICK_VIEW_KEYS, ...SOURCE_VIEW_KEYS, ...RETRIEVAL_VIEW_KEYS] as const;
export type ViewKey = (typeof VIEW_KEYS)[number];

/** A cell as stored; what is left out is filled in by toNotebook. */
export interface CellSpec {
  readonly id: string;
  readonly mode: CellMode;
  readonly name?: string;
  /** The cells it reads, by port: {"rows": "data"}, {"runs": ["kmeans", "rqvae"]}. */
  readonly inputs?: Inputs;
  readonly spec?: Readonly<Record<string, unknown>>;
}

/** A notebook as stored in a file. */
export interface NotebookSpec {
  readonly version: typeof NOTEBOOK_VERSION;
  readonly name: string;
  readonly cells: readonly CellSpec[];
  /** Absent: nothing is selected. */
  readonly selection?: StoredSelection;
}

interface CellBase {
  readonly id: string;
  readonly name: string;
  readonly inputs: Inputs;
}
export interface NoteCell extends CellBase {
  readonly mode: 'note';
  readonly spec: { readonly text: string };
}
export interface DatasetCell extends CellBase {
  readonly mode: 'dataset';
  readonly spec: {
    /** The name a file is bound to: `--data NAME=FILE`. */
    readonly data: string;
    /** The name that the file joined to it is bound to, for ids and metadata; absent: none is joined. */
    readonly joinData?: string;
    /** Bundled sample that stands in until a file is bound. */
    readonly sample?: string;
    readonly choices: DatasetChoices;
  };
}
export interface QuantizerCell extends CellBase {
  readonly mode: 'quantizer';
  readonly spec: {
    readonly kind: QuantizerKind;
    readonly params: Params;
    /** Seed of the run that the views show and whose codes are kept. */
    readonly seed: number;
    /** Further seeds, run after it for mean and standard deviation; only their numbers are kept. Read them with `seedsOf`. */
    readonly moreSeeds?: readonly number[];
    /** How items that share an ID are told apart after each run; null: they are not. Absent: nobody chose, see `repairInUse`. */
    readonly repair?: RepairOptions | null;
  };
}
/** What all methods of a fair comparison share; each cell's own settings are left alone. */
export interface FairTerms {
  readonly on: boolean;
  readonly numLevels: number;
  /** Of every level. */
  readonly numCodes: number;
  readonly budget: Budget;
}
export interface CompareCell extends CellBase {
  readonly mode: 'compare';
  readonly spec: {
    /** Keys of the metrics shown; null: those the catalog shows at first. */
    readonly columns: readonly string[] | null;
    readonly fair: FairTerms;
    /** Share of the rows that no compared method is trained on; 0: none. */
    readonly holdOut: number;
  };
}
/** One parameter of a sweep with the values it takes. */
export interface SweptParam {
  readonly name: string;
  readonly values: readonly ParamValue[];
}
export interface SweepCell extends CellBase {
  readonly mode: 'sweep';
  readonly spec: {
    /** One to three; every combination of their values is a point. */
    readonly parameters: readonly SweptParam[];
    /** Key of the metric drawn; all are kept. */
    readonly metric: string;
    /** Seeds of every point; empty: those of the quantizer. */
    readonly seeds: readonly number[];
  };
}
/** Rows with a value to predict. */
export interface TableCell extends CellBase {
  readonly mode: 'table';
  readonly spec: {
    /** The name a file is bound to: `--data NAME=FILE`. */
    readonly data: string;
    /** The name that the file joined to it is bound to; absent: none is joined. */
    readonly joinData?: string;
    /** Bundled sample that stands in until a file is bound. */
    readonly sample?: string;
    readonly choices: TableChoices;
  };
}
/** Events of users with items. */
export interface LogCell extends CellBase {
  readonly mode: 'log';
  readonly spec: {
    /** The name a file is bound to: `--data NAME=FILE`. */
    readonly data: string;
    /** Bundled sample that stands in until a file is bound. */
    readonly sample?: string;
    readonly choices: LogChoices;
  };
}
/** Items of users in the order they came. */
export interface SequencesCell extends CellBase {
  readonly mode: 'sequences';
  readonly spec: {
    /** The name a file is bound to: `--data NAME=FILE`. */
    readonly data: string;
    /** The name that a file of test cases, read by the same choices, is bound to; absent: the last item of each user is the test. */
    readonly testData?: string;
    /** Bundled sample that stands in until a file is bound. */
    readonly sample?: string;
    readonly choices: SequenceChoices;
    /** Names of items whose events are left out, such as those without a semantic ID. */
    readonly leftOut?: readonly string[];
  };
}
/** Codes of items that were made elsewhere; they are run as a quantizer is, without training. */
export interface CodesCell extends CellBase {
  readonly mode: 'codes';
  readonly spec: {
    /** The name a file is bound to: `--data NAME=FILE`. */
    readonly data: string;
    /** Bundled sample that stands in until a file is bound. */
    readonly sample?: string;
    readonly choices: CodesChoices;
    /** The same for all such cells, and not stored: as a method, nothing of them can be set. */
    readonly kind: QuantizerKind;
    readonly params: Params;
    readonly seed: number;
    readonly moreSeeds?: undefined;
  };
}
/** Predicts the target of the table cell on its port `rows`, the label of the log on its port `events`, or the next item of the sequences on its port `sequences`. */
export interface PredictorCell extends CellBase {
  readonly mode: 'predictor';
  readonly spec: {
    readonly kind: PredictorKind;
    /** Of a kind that reads a log or sequences, from the catalog and not stored: its family, and the ports it has. Absent: it predicts a value of a table. */
    readonly log?: Pick<PredictorEntry, 'family' | 'reads'>;
    readonly params: Params;
    /** As of a quantizer: read them with `seedsOf`. */
    readonly seed: number;
    readonly moreSeeds?: readonly number[];
  };
}
export interface ScoresCell extends CellBase {
  readonly mode: 'scores';
  /** Keys of the scores shown; null: those the catalog shows at first. */
  readonly spec: { readonly columns: readonly string[] | null };
}
export type ViewOptions = Readonly<Record<string, string | number | boolean>>;
export interface ViewCell extends CellBase {
  readonly mode: 'view';
  readonly spec: { readonly view: ViewKey; readonly options: ViewOptions };
}
/** A step of a lesson: one figure, one control, and a check that knows when it is done. Its name is its title. */
export interface StepCell extends CellBase {
  readonly mode: 'step';
  /** `look`: what to look at, one sentence. */
  readonly spec: { readonly step: LessonStep; readonly look: string };
}
export type Cell = NoteCell | DatasetCell | QuantizerCell | CompareCell | SweepCell | TableCell | LogCell | SequencesCell | CodesCell | PredictorCell | ScoresCell | ViewCell | StepCell;
/** Cells that are run once a seed. */
export type SeededCell = QuantizerCell | PredictorCell;
/** Cells whose runs are those of a quantizer. */
export type CodedCell = QuantizerCell | CodesCell;
/** Cells that are run. */
export type RunCell = SeededCell | CodesCell;

/** Rows that were selected when the notebook was kept. */
export interface StoredSelection {
  readonly data: string;
  readonly rows: number;
  /** As `packed` writes them. */
  readonly bits: string;
  readonly chosen: Chosen;
}

/** A notebook with every default filled in. */
export interface Notebook {
  readonly version: typeof NOTEBOOK_VERSION;
  readonly name: string;
  readonly cells: readonly Cell[];
  readonly selection?: StoredSelection;
}

/** A document that cannot be used: what was seen (message), where, and the remedy (hint). */
export class NotebookError extends Error {
  override readonly name = 'input';
  constructor(
    readonly where: string,
    what: string,
    readonly hint: string,
  ) {
    super(`${where}: ${what}`);
  }
}

/** The cell with this id, where it is a quantizer. */
export function quantizerCell(notebook: Notebook, id: string): QuantizerCell | undefined {
  return cellOf(notebook, id, 'quantizer');
}

/** The cell with this id, where it is a dataset. */
export function datasetCell(notebook: Notebook, id: string | undefined): DatasetCell | undefined {
  return cellOf(notebook, id, 'dataset');
}

/** The cell with this id, where it is a sweep. */
export function sweepCell(notebook: Notebook, id: string): SweepCell | undefined {
  return cellOf(notebook, id, 'sweep');
}

/** The cell with this id, where it is a table. */
export function tableCell(notebook: Notebook, id: string | undefined): TableCell | undefined {
  return cellOf(notebook, id, 'table');
}

/** The cell with this id, where it is a log. */
export function logCell(notebook: Notebook, id: string | undefined): LogCell | undefined {
  return cellOf(notebook, id, 'log');
}

/** The cell with this id, where it holds sequences. */
export function sequencesCell(notebook: Notebook, id: string | undefined): SequencesCell | undefined {
  return cellOf(notebook, id, 'sequences');
}

/** The cell with this id, where it is one of codes made elsewhere. */
export function codesCell(notebook: Notebook, id: string | undefined): CodesCell | undefined {
  return cellOf(notebook, id, 'codes');
}

/** The cell with this id, where its runs are those of a quantizer. */
export function codedCell(notebook: Notebook, id: string): CodedCell | undefined {
  return quantizerCell(notebook, id) ?? codesCell(notebook, id);
}

/** The cell with this id, where it is a predictor. */
export function predictorCell(notebook: Notebook, id: string | undefined): PredictorCell | undefined {
  return cellOf(notebook, id, 'predictor');
}

/** Whose runs a view shows. */
export function familyOfView(view: ViewKey): Family {
  const has = (keys: readonly ViewKey[]) => keys.includes(view);
  return has(FIT_VIEW_KEYS) ? 'value' : has(CLICK_VIEW_KEYS) ? 'click' : has(SOURCE_VIEW_KEYS) ? 'source' : has(RETRIEVAL_VIEW_KEYS) ? 'retrieval' : 'quantizer';
}

/** What a method's runs are. */
export function familyOf(cell: RunCell): Family {
  return cell.mode === 'predictor' ? (cell.spec.log?.family ?? 'value') : 'quantizer';
}

/** Every seed of a quantizer or predictor cell, each once; the first is the one that the views show. */
export function seedsOf({ spec }: Pick<RunCell, 'spec'>): readonly number[] {
  return [...new Set([spec.seed, ...(spec.moreSeeds ?? [])])];
}

/** The cell with these seeds in place of its own. */
export function withSeeds<Seeded extends SeededCell>(cell: Seeded, seeds: readonly number[]): Seeded {
  const { moreSeeds: _, ...rest } = cell.spec;
  const [first = rest.seed, ...more] = new Set(seeds);
  return { ...cell, spec: { ...rest, seed: first, ...(more.length > 0 && { moreSeeds: more }) } };
}

/** As many seeds as the cell has, all of them new. */
export function nextSeeds(cell: SeededCell): readonly number[] {
  const seeds = seedsOf(cell);
  return seeds.map((_, index) => Math.max(...seeds) + 1 + index);
}

function cellOf<Mode extends CellMode>(notebook: Notebook, id: string | undefined, mode: Mode): Extract<Cell, { mode: Mode }> | undefined {
  return notebook.cells.find((cell): cell is Extract<Cell, { mode: Mode }> => cell.id === id && cell.mode === mode);
}

/** Predictions of the cell are sums of codes, so that there is something to decode. */
export function hasCodes({ spec }: PredictorCell): boolean {
  return 'numCodes' in spec.params;
}
