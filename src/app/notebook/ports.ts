/** The ports of each kind of cell, as data: what a cell takes on them, how many cells may feed one, and what each cell gives. */
import type { PortName } from './inputs';
import { isFitView } from './spec';
import type { Cell, CellMode, ViewKey } from './spec';

/** What crosses from cell to cell. */
export const THINGS = ['vectors', 'table', 'codes', 'quantizerRuns', 'predictorRuns'] as const;
export type Thing = (typeof THINGS)[number];

/** How many cells a port takes: exactly one, one or more, or any number. A cell cannot be without what feeds its port of `one` or `some`. */
export const COUNTS = ['one', 'some', 'any'] as const;

export interface Port {
  readonly takes: Thing;
  readonly count: (typeof COUNTS)[number];
}
export type Ports = Readonly<Partial<Record<PortName, Port>>>;

/** As a message says it: "gives vectors", "takes a table". */
export const THING_WORDS: Readonly<Record<Thing, string>> = {
  vectors: 'vectors', table: 'a table', codes: 'codes', quantizerRuns: 'runs of quantizers', predictorRuns: 'runs of predictors',
};

const OF_QUANTIZERS: Ports = { runs: { takes: 'quantizerRuns', count: 'any' } };
const OF_PREDICTORS: Ports = { runs: { takes: 'predictorRuns', count: 'any' } };
const PORTS: Readonly<Record<Exclude<CellMode, 'view'>, Ports>> = {
  note: {},
  dataset: {},
  table: {},
  quantizer: { rows: { takes: 'vectors', count: 'one' } },
  predictor: { rows: { takes: 'table', count: 'one' } },
  sweep: { method: { takes: 'quantizerRuns', count: 'one' } },
  compare: OF_QUANTIZERS,
  scores: OF_PREDICTORS,
};

/** What a cell gives to those that read it, what it is known for first. */
export const GIVES: Readonly<Record<CellMode, readonly Thing[]>> = {
  note: [], dataset: ['vectors'], table: ['table'], quantizer: ['codes', 'quantizerRuns'], predictor: ['predictorRuns'], sweep: [], compare: [], scores: [], view: [],
};

export type PortsOf = (cell: Cell) => Ports;

export const portsOf: PortsOf = (cell) => (cell.mode === 'view' ? portsOfView(cell.spec.view) : portsOfMode(cell.mode));

export function portsOfMode(mode: Exclude<CellMode, 'view'>): Ports {
  return PORTS[mode];
}

/** Which runs a view shows is said by its key. */
export function portsOfView(view: ViewKey): Ports {
  return isFitView(view) ? OF_PREDICTORS : OF_QUANTIZERS;
}
