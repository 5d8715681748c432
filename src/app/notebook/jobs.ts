/** What there is to run: the seeds of a quantizer or predictor, and every point of a sweep, each as a job with settings of its own. */
import type { Params, ParamValue } from '../../engine/records/params';
import type { QuantizerKind } from '../../engine/records/quantize';
import type { Budget } from '../../engine/records/run';
import type { PredictorKind } from '../../engine/records/predict';
import { effectiveSpec, fairTermsOf, heldOutOf, withLevels } from './fair';
import { inputIds, inputOf, portEntries } from './inputs';
import type { PortName } from './inputs';
import { codesCell, predictorCell, quantizerCell, seedsOf, sweepCell } from './spec';
import type { Notebook, RunCell, SeededCell, SweepCell } from './spec';

/** The most runs a sweep may ask for. */
export const MOST_RUNS = 500;

interface JobBase {
  /** The cell's own id for its first seed; "rqvae@2" for another; "sweep#numCodes=64;numLevels=2@1" for a sweep's point. */
  readonly id: string;
  /** The quantizer, predictor or sweep cell it belongs to. */
  readonly cellId: string;
  /** The cell with its data: vectors, a table, a log, sequences or codes of its own; empty where it reads the result of another job in place of data. */
  readonly dataId: string;
  /** By port the dataset cells that it reads beside its data. */
  readonly besides: Readonly<Partial<Record<PortName, string>>>;
  /** Jobs of other cells whose results it reads, by port: seed s reads seed s. */
  readonly reads: Readonly<Partial<Record<PortName, readonly string[]>>>;
  readonly params: Params;
  readonly seed: number;
  /** Everything for a run that views show or another job reads; of the others only the numbers. */
  readonly keeps: 'all' | 'numbers';
  /** "RQ-VAE", "RQ-VAE, seed 2", "Sweep, 64 codes ..., seed 1". */
  readonly title: string;
  /** A sweep's point; -1 for a cell's own runs. */
  readonly point: number;
  /** 0 for the first seed, 1 for the second: first seeds run before second ones, so that every row and figure fills soon. */
  readonly round: number;
}
/** Trains a quantizer on the vectors of a data cell. */
export interface TrainJob extends JobBase {
  readonly task: 'train';
  readonly kind: QuantizerKind;
  readonly budget?: Budget;
  /** Share of the rows that it is not trained on. */
  readonly holdOut?: number;
}
/** Fits a predictor to a table, a log or sequences. */
export interface FitJob extends JobBase {
  readonly task: 'fit';
  readonly kind: PredictorKind;
  readonly of: 'table' | 'log' | 'sequences';
}
/** One run: its id stands for it in the run store and in the queue. */
export type Job = TrainJob | FitJob;

/** One combination of a sweep's values, in the order of its parameters. */
export type SweepPoint = readonly { readonly name: string; readonly value: ParamValue }[];

/** Every job of a quantizer, predictor or sweep cell; of other cells none. The first of a cell's seeds is the one that the views show. */
export function jobsOf(notebook: Notebook, cellId: string): readonly Job[] {
  const sweep = sweepCell(notebook, cellId);
  if (sweep) return sweepJobs(notebook, sweep);
  const cell = runCell(notebook, cellId);
  return cell ? seedJobs(notebook, cell, seedsOf(cell)) : [];
}

/** Jobs that a cell does not ask for itself: of seeds at which other cells read its results. */
export function readJobs(notebook: Notebook, cellId: string): readonly Job[] {
  const cell = runCell(notebook, cellId);
  // Codes made elsewhere are the same for every seed.
  if (!cell || cell.mode === 'codes') return [];
  const own = seedsOf(cell);
  return seedJobs(notebook, cell, readSeeds(notebook, cellId).filter((seed) => !own.includes(seed)));
}

function seedJobs(notebook: Notebook, cell: RunCell, seeds: readonly number[]): readonly Job[] {
  const own = seedsOf(cell);
  const read = readSeeds(notebook, cell.id);
  return seeds.map((seed): Job => {
    const round = own.includes(seed) ? own.indexOf(seed) : own.length;
    const job: Omit<JobBase, 'params'> = {
      id: jobIdOf(cell, seed), cellId: cell.id, dataId: cell.mode === 'codes' ? cell.id : dataIn(notebook, cell, mainPort(cell)), besides: besidesOf(notebook, cell), reads: readsOf(notebook, cell, seed), seed, point: -1, round,
      keeps: round === 0 || read.includes(seed) ? 'all' : 'numbers', title: own.length > 1 || round > 0 ? `${cell.name}, seed ${seed}` : cell.name,
    };
    if (cell.mode === 'predictor') return { ...job, task: 'fit', kind: cell.spec.kind, of: FIT_OF[mainPort(cell)], params: cell.spec.params };
    if (cell.mode === 'codes') return { ...job, task: 'train', kind: cell.spec.kind, params: cell.spec.params };
    const holdOut = heldOutOf(notebook, cell.id);
    return { ...job, ...effectiveSpec(cell, fairTermsOf(notebook, cell.id)), ...(holdOut > 0 && { holdOut }), task: 'train' };
  });
}

/** The job with this id; undefined where the notebook no longer asks for it. */
export function jobOf(notebook: Notebook, id: string): Job | undefined {
  const cellId = ownerOf(id);
  return jobsOf(notebook, cellId).find((job) => job.id === id) ?? readJobs(notebook, cellId).find((job) => job.id === id);
}

/**
 * These jobs, each behind all that it reads, through any depth, otherwise in their order. What one reads and has no result that holds is put in before it: a cell's first seed,
 * or a seed that nothing but the reader asks for. `holds`: true for jobs that need not run.
 */
export function neededJobs(notebook: Notebook, jobs: readonly Job[], holds: (job: Job) => boolean): Job[] {
  const given = new Map(jobs.map((job) => [job.id, job]));
  const placed = new Set<string>();
  const passed = new Set<string>();
  /** `needed`: a job that runs reads it. Behind one that holds, only the given ones are looked for. */
  const visit = (job: Job, needed: boolean): Job[] => {
    const runs = given.has(job.id) || (needed && !holds(job));
    if (placed.has(job.id) || (!runs && passed.has(job.id))) return [];
    (runs ? placed : passed).add(job.id);
    const before = Object.values(job.reads).flat().flatMap((id) => {
      const read = given.get(id) ?? jobOf(notebook, id);
      return read ? visit(read, runs) : [];
    });
    return runs ? [...before, job] : before;
  };
  return jobs.flatMap((job) => visit(job, true));
}

/** Ids of waiting jobs, each behind those of them that it reads; what the notebook no longer asks for keeps its place. */
export function inReadOrder(notebook: Notebook, ids: readonly string[]): readonly string[] {
  const known = ids.flatMap((id) => jobOf(notebook, id) ?? []);
  const ordered = neededJobs(notebook, known, () => true).map(({ id }) => id);
  return ids.map((id) => (ordered.includes(id) ? ordered[known.findIndex((job) => job.id === id)]! : id));
}

/** The port with what a method learns from. */
export function mainPort(cell: SeededCell): 'rows' | 'events' | 'sequences' {
  if (cell.mode !== 'predictor' || !cell.spec.log) return 'rows';
  return cell.spec.log.family === 'retrieval' ? 'sequences' : 'events';
}

const FIT_OF = { rows: 'table', events: 'log', sequences: 'sequences' } as const;

/** The cell with data on a port; empty where another method stands there. */
function dataIn(notebook: Notebook, cell: RunCell, port: PortName): string {
  const id = inputOf(cell, port);
  return runCell(notebook, id) ? '' : id;
}

function besidesOf(notebook: Notebook, cell: RunCell): JobBase['besides'] {
  const main = cell.mode === 'codes' ? null : mainPort(cell);
  return Object.fromEntries(portEntries(cell.inputs).flatMap(([port]) => (port !== main && dataIn(notebook, cell, port) !== '' ? [[port, dataIn(notebook, cell, port)]] : [])));
}

/** Whether a job, or one that it reads, reads this cell's data. */
export function readsData(notebook: Notebook, job: Job, cellId: string): boolean {
  return job.dataId === cellId || Object.values(job.besides).includes(cellId) || Object.values(job.reads).flat().some((id) => {
    const read = jobOf(notebook, id);
    return read !== undefined && readsData(notebook, read, cellId);
  });
}

function runCell(notebook: Notebook, id: string): RunCell | undefined {
  return quantizerCell(notebook, id) ?? predictorCell(notebook, id) ?? codesCell(notebook, id);
}

function jobIdOf({ id, mode, spec }: RunCell, seed: number): string {
  return mode === 'codes' || seed === spec.seed ? id : `${id}@${seed}`;
}

/** By port the jobs of this seed of all cells that are run themselves; codes made elsewhere, which have no seeds, read the first. */
function readsOf(notebook: Notebook, cell: RunCell, seed: number): JobBase['reads'] {
  const runs = portEntries(cell.inputs).map(([port, ids]) => [port, ids.flatMap((id) => runCell(notebook, id) ?? []).map((read) => jobIdOf(read, cell.mode === 'codes' ? read.spec.seed : seed))] as const);
  return Object.fromEntries(runs.filter(([, ids]) => ids.length > 0));
}

/** Seeds at which other cells read a cell's results, for themselves or for those that read them. */
function readSeeds(notebook: Notebook, id: string): readonly number[] {
  const readers = notebook.cells.filter((cell): cell is SeededCell => (cell.mode === 'quantizer' || cell.mode === 'predictor') && inputIds(cell).includes(id));
  return [...new Set(readers.flatMap((reader) => [...seedsOf(reader), ...readSeeds(notebook, reader.id)]))];
}

/** The cell that a job's id belongs to. */
export function ownerOf(id: string): string {
  return id.split(/[@#]/, 1)[0]!;
}

/** Every combination of the values, the last parameter changing fastest. */
export function sweepPoints(sweep: Pick<SweepCell, 'spec'>): readonly SweepPoint[] {
  return sweep.spec.parameters.reduce<SweepPoint[]>(
    (points, { name, values }) => points.flatMap((point) => values.map((value) => [...point, { name, value }])),
    [[]],
  );
}

/** Runs that a sweep asks for: points times seeds. */
export function runsOfSweep(notebook: Notebook, sweep: SweepCell): number {
  return sweep.spec.parameters.reduce((product, { values }) => product * values.length, 1) * sweepSeeds(notebook, sweep).length;
}

/** A parameter value in words: "512-256" for a list, "on" and "off" for a switch. */
export function valueWords(value: ParamValue): string {
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.join('-');
  return typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value);
}

function sweepSeeds(notebook: Notebook, sweep: SweepCell): readonly number[] {
  const base = quantizerCell(notebook, inputOf(sweep, 'method'));
  return sweep.spec.seeds.length > 0 || !base ? sweep.spec.seeds : seedsOf(base);
}

/** A sweep varies the quantizer's own settings, whatever a comparison lays over them. */
function sweepJobs(notebook: Notebook, sweep: SweepCell): readonly TrainJob[] {
  const base = quantizerCell(notebook, inputOf(sweep, 'method'));
  if (!base || runsOfSweep(notebook, sweep) > MOST_RUNS) return [];
  const seeds = sweepSeeds(notebook, sweep);
  return sweepPoints(sweep).flatMap((point, index) => {
    const params = pointParams(base.spec.params, point);
    const words = point.map(({ name, value }) => `${name} ${valueWords(value)}`).join(' · ');
    const name = point.map(({ name, value }) => `${name}=${valueWords(value)}`).join(';');
    return seeds.map((seed, round): TrainJob => ({
      task: 'train', id: `${sweep.id}#${name}@${seed}`, cellId: sweep.id, dataId: dataIn(notebook, base, 'rows'), besides: {}, reads: {}, kind: base.spec.kind, params, seed, keeps: 'numbers', point: index, round,
      title: `${base.name}, ${words}${seeds.length > 1 ? `, seed ${seed}` : ''}`,
    }));
  });
}

/** The quantizer's parameters with a point's values in place of its own. */
export function pointParams(params: Params, point: SweepPoint): Params {
  const levels = point.find(({ name }) => name === 'numLevels')?.value;
  const fitted = typeof levels === 'number' ? withLevels(params, levels) : params;
  return { ...fitted, ...Object.fromEntries(point.map(({ name, value }) => [name, value])) };
}
