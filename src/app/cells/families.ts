/** The families of methods in the page: their words, how a row tells them, and how one is added. */
import { defaultParams } from '../../engine/client';
import type { Catalog } from '../../engine/records/engine';
import type { KindEntry } from '../../engine/records/params';
import type { MetricPoint } from '../../engine/records/run';
import type { Command } from '../components/Menu';
import type { App } from '../components/context';
import { inputOf } from '../notebook/inputs';
import type { Inputs } from '../notebook/inputs';
import { newLogPredictor, newPredictor } from '../notebook/newCells';
import type { FairTerms, Notebook, PredictorCell, QuantizerCell, SeededCell } from '../notebook/spec';
import type { Family } from '../../engine/records/run';
import type { PredictorEntry } from '../../engine/records/predict';
import type { CellRun } from '../runs/cellRun';
import { clickCommands, sourceCommands } from './clickCommands';
import { judgesOfCodes, readersOfStores } from './judges';
import { generativeAdditions, inputsOfFloor } from './retrievalJudges';
import { recommenderCommands } from './retrievalCommands';
import { WITHOUT_ALIGNMENT, predictorCommands, withoutAlignment } from './predictorCommands';
import { quantizerCommands } from './quantizerCommands';
import type { ResumeOffer } from './resume';
import { clickPhaseLine, fitPhaseLine, phaseLine, predictorLine, retrievalPhaseLine, settingsLine } from './summary';

export type Method = QuantizerCell | PredictorCell;

/** What a row is told beside its cell. */
interface RowFacts {
  readonly entry: KindEntry | undefined;
  readonly terms: FairTerms | null;
  readonly run: CellRun | undefined;
  readonly unit: string;
}

/** A method that can be added. */
interface Addition {
  readonly title: string;
  readonly about: string;
  /** One, or several that belong together. */
  cells(): readonly SeededCell[];
}

export interface MethodFamily {
  readonly title: string;
  /** One sentence under the title. */
  readonly how: string;
  /** "a quantizer" */
  readonly one: string;
  readonly longNames: boolean;
  /** The curve in a row. */
  readonly curve: { readonly title: string; readonly sparse: boolean; value(point: MetricPoint): number | undefined };
  /** Checkpoints are kept by a metric that a person chooses. */
  readonly checkpointForm: boolean;
  entries(catalog: Catalog | null): readonly (KindEntry | PredictorEntry)[];
  settings(cell: Method, facts: RowFacts): string;
  phase(facts: RowFacts): string;
  commands(app: App, cell: Method, run: CellRun | undefined, busy: boolean, offers: readonly ResumeOffer[]): readonly (readonly Command[])[];
  /** `inputs`: what the last of the group reads. */
  additions(entry: KindEntry, inputs: Inputs, cells: readonly Method[], notebook: Notebook): readonly Addition[];
}

const quantizer: MethodFamily = {
  title: 'Quantizers', how: 'trained one after another, each on the same rows', one: 'a quantizer', longNames: false, checkpointForm: true,
  curve: { title: 'relative error', sparse: false, value: (point) => point.losses.relativeError },
  entries: (catalog) => catalog?.quantizers ?? [],
  settings: (cell, { entry, terms }) => settingsLine(cell as QuantizerCell, entry, terms),
  phase: ({ run }) => phaseLine(run),
  commands: ({ session }, cell, run, busy, offers) => quantizerCommands(session, cell as QuantizerCell, run, busy, offers),
  additions(entry, inputs, cells) {
    const seed = (cells.filter((cell) => cell.spec.kind === entry.kind).at(-1)?.spec.seed ?? 0) + 1;
    const cell = (): QuantizerCell => ({ id: entry.kind.replace('-', ''), name: entry.title, mode: 'quantizer', inputs: { rows: inputOf({ inputs }, 'rows') }, spec: { kind: entry.kind, params: defaultParams(entry.params), seed } });
    return [{ title: entry.title, about: entry.summary, cells: () => [cell()] }];
  },
};

const predictor: MethodFamily = {
  title: 'Predictors', how: 'same rows and features for all; the best epoch is chosen on the validation part', one: 'a predictor', longNames: true, checkpointForm: false,
  curve: { title: 'validation error', sparse: true, value: (point) => point.metrics?.mae },
  entries: (catalog) => predictorsOf(catalog, 'value'),
  settings: (cell, { entry }) => predictorLine(cell as PredictorCell, entry as PredictorEntry | undefined),
  phase: ({ run, unit }) => fitPhaseLine(run, unit),
  commands: (app, cell, run, busy, offers) => predictorCommands(app, cell as PredictorCell, run, busy, offers),
  additions(given, inputs, cells) {
    const entry = given as PredictorEntry;
    const input = inputOf({ inputs }, 'rows');
    const plain = { title: entry.title, about: entry.summary, cells: () => [newPredictor(entry, input)] };
    if (!entry.params.some(({ name }) => name === 'lambdaRepresentation')) return [plain];
    const base = () => (cells.find((cell) => cell.spec.kind === entry.kind) as PredictorCell | undefined) ?? newPredictor(entry, input);
    return [plain, { ...WITHOUT_ALIGNMENT, cells: () => [withoutAlignment(base())] }];
  },
};

const click: MethodFamily = {
  title: 'Predictors of a label', how: 'same events, parts and fields for all; the best epoch is chosen on the validation part', one: 'a predictor', longNames: true, checkpointForm: false,
  curve: { title: 'validation AUC', sparse: true, value: (point) => point.metrics?.auc },
  entries: (catalog) => predictorsOf(catalog, 'click'),
  settings: (cell, { entry }) => predictorLine(cell as PredictorCell, entry as PredictorEntry | undefined),
  phase: ({ run }) => clickPhaseLine(run),
  commands: (app, cell, run, busy, offers) => clickCommands(app, cell as PredictorCell, run, busy, offers),
  additions(given, inputs, cells, notebook) {
    const entry = given as PredictorEntry;
    const own = ofPorts(inputs, entry);
    const plain = { title: entry.title, about: entry.summary, cells: () => [newLogPredictor(entry, own)] };
    return [plain, ...judgesOfCodes(entry, inputs, cells as readonly PredictorCell[], notebook), ...readersOfStores(entry, inputs, cells as readonly PredictorCell[], notebook)];
  },
};

const source: MethodFamily = {
  title: 'Models of instances', how: 'trained on the earliest events, then frozen; they leave a vector for each event', one: 'a model of instances', longNames: true, checkpointForm: false,
  curve: { title: 'validation AUC', sparse: true, value: (point) => point.metrics?.auc },
  entries: (catalog) => predictorsOf(catalog, 'source'),
  settings: (cell, { entry }) => predictorLine(cell as PredictorCell, entry as PredictorEntry | undefined),
  phase: ({ run }) => clickPhaseLine(run),
  commands: (app, cell, run, busy, offers) => sourceCommands(app, cell as PredictorCell, run, busy, offers),
  additions: (given, inputs) => {
    const entry = given as PredictorEntry;
    return [{ title: entry.title, about: entry.summary, cells: () => [newLogPredictor(entry, ofPorts(inputs, entry))] }];
  },
};

const retrieval: MethodFamily = {
  title: 'Recommenders', how: 'same sequences, parts and cases for all; the best epoch is chosen on the validation part', one: 'a recommender', longNames: true, checkpointForm: false,
  curve: { title: 'validation Recall@10', sparse: true, value: (point) => point.metrics?.recall10 },
  entries: (catalog) => predictorsOf(catalog, 'retrieval'),
  settings: (cell, { entry }) => predictorLine(cell as PredictorCell, entry as PredictorEntry | undefined),
  phase: ({ run }) => retrievalPhaseLine(run),
  commands: (app, cell, run, busy, offers) => recommenderCommands(app, cell as PredictorCell, run, busy, offers),
  additions(given, inputs, _, notebook) {
    const entry = given as PredictorEntry;
    if (entry.reads.includes('codes')) return generativeAdditions(entry, inputs, notebook);
    const vectors = notebook.cells.find(({ mode }) => mode === 'dataset')?.id ?? '';
    if (entry.reads.includes('items') && vectors === '') return [];
    return [{ title: entry.title, about: entry.summary, cells: () => [newLogPredictor(entry, inputsOfFloor(entry, inputOf({ inputs }, 'sequences'), vectors))] }];
  },
};

export const FAMILIES: Readonly<Record<Family, MethodFamily>> = { quantizer, value: predictor, click, source, retrieval };

function predictorsOf(catalog: Catalog | null, family: PredictorEntry['family']): readonly PredictorEntry[] {
  return catalog?.predictors.filter((entry) => entry.family === family) ?? [];
}

/** Those of the inputs that this kind has ports for. */
function ofPorts(inputs: Inputs, { reads }: PredictorEntry): Inputs {
  return Object.fromEntries(Object.entries(inputs).filter(([port]) => (reads as readonly string[]).includes(port)));
}
