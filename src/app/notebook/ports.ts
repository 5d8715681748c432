/** The ports of each kind of cell, as data: what a cell takes on them, how many cells may feed one, and what each cell gives. */
import type { PortName } from './inputs';
import type { Family } from '../../engine/records/run';
import { familyOfView } from './spec';
import type { Cell, CellMode, PredictorCell, ViewKey } from './spec';

/** What crosses from cell to cell. */
export const THINGS = ['vectors', 'table', 'log', 'sequences', 'codes', 'store', 'quantizerRuns', 'predictorRuns', 'sourceRuns'] as const;
export type Thing = (typeof THINGS)[number];

/** How many cells a port takes: exactly one, at most one, one or more, or any number. A cell cannot be without what feeds its port of `one` or `some`. */
export const COUNTS = ['one', 'optional', 'some', 'any'] as const;

export interface Port {
  readonly takes: Thing;
  readonly count: (typeof COUNTS)[number];
}
export type Ports = Readonly<Partial<Record<PortName, Port>>>;

/** As a message says it: "gives vectors", "takes a table". */
export const THING_WORDS: Readonly<Record<Thing, string>> = {
  vectors: 'vectors', table: 'a table', log: 'a log', sequences: 'sequences', codes: 'codes', store: 'a vector for each event', quantizerRuns: 'runs of quantizers', predictorRuns: 'runs of predictors', sourceRuns: 'runs of models of instances',
};

const OF_QUANTIZERS: Ports = { runs: { takes: 'quantizerRuns', count: 'any' } };
const OF_PREDICTORS: Ports = { runs: { takes: 'predictorRuns', count: 'any' } };
const OF_SOURCES: Ports = { runs: { takes: 'sourceRuns', count: 'any' } };
const PORTS: Readonly<Record<Exclude<CellMode, 'view'>, Ports>> = {
  note: {},
  dataset: {},
  table: {},
  log: {},
  sequences: {},
  codes: { rows: { takes: 'vectors', count: 'optional' } },
  quantizer: { rows: { takes: 'vectors', count: 'one' } },
  predictor: { rows: { takes: 'table', count: 'one' } },
  sweep: { method: { takes: 'quantizerRuns', count: 'one' } },
  compare: OF_QUANTIZERS,
  scores: OF_PREDICTORS,
  step: OF_QUANTIZERS,
};

/** What a cell gives to those that read it, what it is known for first. A predictor of a model of instances gives what `SOURCE_GIVES` says. */
const GIVES: Readonly<Record<CellMode, readonly Thing[]>> = {
  note: [], dataset: ['vectors'], table: ['table'], log: ['log'], sequences: ['sequences'], codes: ['codes', 'quantizerRuns'], quantizer: ['codes', 'quantizerRuns', 'store'], predictor: ['predictorRuns'], sweep: [], compare: [], scores: [], view: [], step: [],
};
const SOURCE_GIVES: readonly Thing[] = ['vectors', 'store', 'sourceRuns'];

/** Ports of predictors of labels, beside `events`. */
const LOG_PORTS: Ports = { items: { takes: 'vectors', count: 'optional' }, codes: { takes: 'codes', count: 'optional' }, store: { takes: 'store', count: 'optional' } };

/** Ports of recommenders, beside `sequences`: what a kind reads it cannot be without. */
const SEQUENCE_PORTS: Ports = { items: { takes: 'vectors', count: 'one' }, codes: { takes: 'codes', count: 'one' } };

export type PortsOf = (cell: Cell) => Ports;

export const portsOf: PortsOf = (cell) => (cell.mode === 'view' ? portsOfView(cell.spec.view) : cell.mode === 'predictor' ? portsOfPredictor(cell.spec.log) : portsOfMode(cell.mode));

/** `family`: of a predictor. */
export function givesOf(mode: CellMode, family: Family = 'value'): readonly Thing[] {
  return mode === 'predictor' && family === 'source' ? SOURCE_GIVES : GIVES[mode];
}

export function givesOfCell(cell: Cell): readonly Thing[] {
  return givesOf(cell.mode, cell.mode === 'predictor' ? cell.spec.log?.family : undefined);
}

export function portsOfPredictor(log: PredictorCell['spec']['log']): Ports {
  if (!log) return PORTS.predictor;
  const beside = (ports: Ports): Ports => Object.fromEntries(Object.entries(ports).filter(([port]) => (log.reads as readonly string[]).includes(port)));
  if (log.family === 'retrieval') return { sequences: { takes: 'sequences', count: 'one' }, ...beside(SEQUENCE_PORTS) };
  return { events: { takes: 'log', count: 'one' }, ...beside(LOG_PORTS) };
}

export function portsOfMode(mode: Exclude<CellMode, 'view'>): Ports {
  return PORTS[mode];
}

/** Which runs a view shows is said by its key. */
export function portsOfView(view: ViewKey): Ports {
  const family = familyOfView(view);
  return family === 'quantizer' ? OF_QUANTIZERS : family === 'source' ? OF_SOURCES : OF_PREDICTORS;
}
