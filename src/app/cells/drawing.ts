/** What a cell shows in a figure: its runs, the options of the view, and names and colours of series. */
import type { ClickDifference, ClickResult } from '../../engine/records/click';
import type { MetricPoint } from '../../engine/records/run';
import { endingWords } from '../output/endings';
import type { EndedRun } from '../output/endings';
import type { ClickRun, QuantizerRun, RetrievalRun, SourceRun, ValueRun } from '../runs/cellRun';
import { inputOf } from '../notebook/inputs';
import type { CodedCell, PredictorCell, RunCell, ViewOptions } from '../notebook/spec';
import type { ItemRows } from '../output/itemRows';
import type { RowSet } from '../runs/rowSet';
import type { Chosen, Inspected, Selection } from '../state/selection';
import type { Series } from '../../viz/view';
import type { Drawing } from '../components/drawing';
import type { QuantizerResult } from '../../engine/records/quantize';
import type { RetrievalResult } from '../../engine/records/retrieval';
import type { Catalogue } from '../output/catalogue';
import type { Answer, Question } from '../state/answers';

/** What views of items are given beside their runs. */
export interface ItemsSeen {
  /** Names of the rows that a cell's codes are of; null while they are not loaded. */
  rowsOf(cellId: string): ItemRows | null;
  readonly selection: Selection | null;
  /** The selected rows among those of a cell's codes; null: none. */
  selectedOf(cellId: string): RowSet | null;
  readonly isolated: boolean;
  readonly inspected: Inspected | null;
  /** Selects the rows of a code or prefix (`add`: beside those selected) and shows a code in the inspector. */
  chooseCode(chosen: Extract<Chosen, { by: 'code' | 'prefix' }>, add?: boolean): void;
  /** A code is pointed at: the inspector may be asked for it. */
  expectCode(run: string, level: number, code: number): void;
  chooseRows(selection: Selection, add?: boolean): void;
  /** Shows one item in the inspector. */
  inspectItem(data: string, row: number): void;
}

/** One cell of a quantizer, or of codes made elsewhere, that a view reads, with what it has to show so far. */
export interface RunOfCell {
  readonly cell: CodedCell;
  readonly run: QuantizerRun | undefined;
}

/** One predictor cell that a view reads, with what it has to show so far. */
export interface RunOfPredictor {
  readonly cell: PredictorCell;
  readonly run: ValueRun | undefined;
}

/** One predictor of labels, as above, with its results over all seeds, what it has over its control, and the method whose codes or store it reads. */
export interface RunOfClick {
  readonly cell: PredictorCell;
  readonly run: ClickRun | undefined;
  readonly seeds: readonly ClickResult[];
  readonly control: { readonly name: string; readonly difference: ClickDifference | null } | null;
  readonly of: { readonly id: string; readonly name: string; readonly kind: string } | null;
}

/** One model of instances. */
export interface RunOfSource {
  readonly cell: PredictorCell;
  readonly run: SourceRun | undefined;
}

/** One recommender with its results over all seeds, what made the IDs that it reads with its results over seeds, and the items that it may return. */
export interface RunOfRetrieval {
  readonly cell: PredictorCell;
  readonly run: RetrievalRun | undefined;
  readonly seeds: readonly RetrievalResult[];
  readonly of: { readonly id: string; readonly name: string; readonly kind: string } | null;
  readonly codes: readonly QuantizerResult[];
  /** Null while its sequences are not read. */
  readonly catalogue: Catalogue | null;
  /** By number of the user; null: not told. */
  readonly userNames: readonly string[] | null;
  /** What its trained model answers; asked for where that is not known. */
  ask(question: Question): Answer;
}

/** A method that a view reads, of any family. */
export type MethodRun = RunOfCell | RunOfPredictor | RunOfClick | RunOfSource | RunOfRetrieval;

/** An option of a view, as a control above the figure. */
export interface ViewOption<Item = RunOfCell> {
  readonly name: string;
  readonly title: string;
  readonly default: string | number | boolean;
  /** What stands while nothing is chosen, where that is not always the default. */
  otherwise?(runs: readonly Item[]): string | number;
  /** True where a choice may be stored before it is offered: the names come with the runs. */
  readonly open?: boolean;
  /** Absent: on or off. */
  choices?(runs: readonly Item[]): readonly { readonly value: string | number; readonly title: string }[];
}

export interface ViewEntry<Item = RunOfCell> {
  /** One sentence: how to read it. */
  readonly how: string;
  readonly options: readonly ViewOption<Item>[];
  /** What of a run it draws; nothing else makes it draw again. */
  readonly shows: 'points' | 'snapshot' | 'result';
  /** It shows items or lets them be selected: it is drawn again when the selection changes. */
  readonly items?: boolean;
  /** Takes the whole width of the column. */
  readonly wide?: boolean;
  /** `unit`: of the value that predictors predict. */
  drawing(runs: readonly Item[], options: ViewOptions, unit?: string, items?: ItemsSeen): Drawing;
}

/** What an option stands at: as stored, where that is a choice there is; otherwise what is drawn while nothing is chosen. The control shows it and the drawing takes it. */
export function optionValue<Item>(option: ViewOption<Item>, options: ViewOptions, runs: readonly Item[]): string | number | boolean {
  const stored = options[option.name];
  const otherwise = option.otherwise?.(runs) ?? option.default;
  if (!option.choices) return typeof stored === 'boolean' ? stored : otherwise;
  const known = option.open ? typeof stored === typeof option.default : option.choices(runs).some(({ value }) => value === stored);
  return known ? stored! : otherwise;
}

/** What the points tell of a value, in order. Points that do not know it are passed over, so that the line goes on from one that does to the next; NaN breaks it. */
export function curveValues(points: readonly MetricPoint[], value: (point: MetricPoint) => number | undefined): number[] {
  return points.flatMap((point) => value(point) ?? []);
}

/** A run that did not end as meant carries that behind its name, in every figure. */
export function seriesOf({ cell, run }: { readonly cell: RunCell; readonly run?: EndedRun | undefined }): Series {
  const ending = endingWords(run);
  // "RQ-VAE to 39 %": figures have little room for names, and the row says the rest.
  return { id: cell.id, name: ending === '' ? cell.name : `${cell.name} ${ending.replace(/^.* at /, 'to ')}`, hue: cell.spec.kind };
}

/** Of a view whose run is not there yet: an empty figure still has a method's name and colour. */
export function seriesOr(item: { readonly cell: RunCell; readonly run?: EndedRun | undefined } | undefined, name: string, hue: Series['hue']): Series {
  return item ? seriesOf(item) : { id: 'none', name, hue };
}

/** The cell whose rows the codes of this one are of. */
export function dataCellOf(cell: CodedCell): string {
  return cell.mode === 'codes' ? cell.id : inputOf(cell, 'rows');
}

/** Codes of each level that will be trained, from the settings; of codes made elsewhere as their run found them. */
export function numCodesOf({ cell, run }: RunOfCell): number[] {
  if (cell.mode === 'codes') return run?.snapshot?.usage.map(({ length }) => length) ?? [];
  return codesOf(cell);
}

export function codesOf(cell: RunCell): number[] {
  const levels = Math.max(1, Number(cell.spec.params.numLevels ?? 3));
  const codes = cell.spec.params.numCodes;
  const list = Array.isArray(codes) ? (codes as readonly number[]) : [Number(codes ?? 0)];
  return Array.from({ length: levels }, (_, level) => list[level] ?? list.at(-1) ?? 0);
}
