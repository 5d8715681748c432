/** The families of methods in the page: their words, how a row tells them, and how one is added. */
import { defaultParams } from '../../engine/client';
import type { Catalog } from '../../engine/records/engine';
import type { KindEntry } from '../../engine/records/params';
import type { MetricPoint } from '../../engine/records/run';
import type { Command } from '../components/Menu';
import type { App } from '../components/context';
import { newPredictor } from '../notebook/newCells';
import type { FairTerms, PredictorCell, QuantizerCell, SeededCell } from '../notebook/spec';
import type { CellRun } from '../runs/cellRun';
import { WITHOUT_ALIGNMENT, predictorCommands, withoutAlignment } from './predictorCommands';
import { quantizerCommands } from './quantizerCommands';
import type { ResumeOffer } from './resume';
import { fitPhaseLine, phaseLine, predictorLine, settingsLine } from './summary';

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
  cell(): SeededCell;
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
  entries(catalog: Catalog | null): readonly KindEntry[];
  settings(cell: Method, facts: RowFacts): string;
  phase(facts: RowFacts): string;
  commands(app: App, cell: Method, run: CellRun | undefined, busy: boolean, offers: readonly ResumeOffer[]): readonly (readonly Command[])[];
  /** `input`: what the others of the group read. */
  additions(entry: KindEntry, input: string, cells: readonly Method[]): readonly Addition[];
}

const quantizer: MethodFamily = {
  title: 'Quantizers', how: 'trained one after another, each on the same rows', one: 'a quantizer', longNames: false, checkpointForm: true,
  curve: { title: 'relative error', sparse: false, value: (point) => point.losses.relativeError },
  entries: (catalog) => catalog?.quantizers ?? [],
  settings: (cell, { entry, terms }) => settingsLine(cell as QuantizerCell, entry, terms),
  phase: ({ run }) => phaseLine(run),
  commands: ({ session }, cell, run, busy, offers) => quantizerCommands(session, cell as QuantizerCell, run, busy, offers),
  additions(entry, input, cells) {
    const seed = (cells.filter((cell) => cell.spec.kind === entry.kind).at(-1)?.spec.seed ?? 0) + 1;
    const cell = (): QuantizerCell => ({ id: entry.kind.replace('-', ''), name: entry.title, mode: 'quantizer', inputs: { rows: input }, spec: { kind: entry.kind, params: defaultParams(entry.params), seed } });
    return [{ title: entry.title, about: entry.summary, cell }];
  },
};

const predictor: MethodFamily = {
  title: 'Predictors', how: 'same rows and features for all; the best epoch is chosen on the validation part', one: 'a predictor', longNames: true, checkpointForm: false,
  curve: { title: 'validation error', sparse: true, value: (point) => point.metrics?.mae },
  entries: (catalog) => catalog?.predictors ?? [],
  settings: (cell, { entry }) => predictorLine(cell as PredictorCell, entry),
  phase: ({ run, unit }) => fitPhaseLine(run, unit),
  commands: (app, cell, run, busy, offers) => predictorCommands(app, cell as PredictorCell, run, busy, offers),
  additions(entry, input, cells) {
    const plain = { title: entry.title, about: entry.summary, cell: () => newPredictor(entry, input) };
    if (!entry.params.some(({ name }) => name === 'lambdaRepresentation')) return [plain];
    const base = () => (cells.find((cell) => cell.spec.kind === entry.kind) as PredictorCell | undefined) ?? newPredictor(entry, input);
    return [plain, { ...WITHOUT_ALIGNMENT, cell: () => withoutAlignment(base()) }];
  },
};

export const FAMILIES = { quantizer, predictor } as const;
