/** What there is to run: the seeds of a quantizer or predictor, and every point of a sweep, each as a job with settings of its own. */
import type { Params, ParamValue } from '../../engine/records/params';
import type { QuantizerKind } from '../../engine/records/quantize';
import type { Budget } from '../../engine/records/run';
import type { PredictorKind } from '../../engine/records/predict';
import { effectiveSpec, fairTermsOf, withLevels } from './fair';
import { inputOf } from './inputs';
import { predictorCell, quantizerCell, seedsOf, sweepCell } from './spec';
import type { Notebook, SeededCell, SweepCell } from './spec';

/** The most runs a sweep may ask for. */
export const MOST_RUNS = 500;

interface JobBase {
  /** The cell's own id for its first seed; "rqvae@2" for another; "sweep#numCodes=64;numLevels=2@1" for a sweep's point. */
  readonly id: string;
  /** The quantizer, predictor or sweep cell it belongs to. */
  readonly cellId: string;
  /** The data or table cell it reads. */
  readonly dataId: string;
  readonly params: Params;
  readonly seed: number;
  /** Everything for the run that views show; of the others only the numbers. */
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
}
/** Fits a predictor to a table. */
export interface FitJob extends JobBase {
  readonly task: 'fit';
  readonly kind: PredictorKind;
}
/** One run: its id stands for it in the run store and in the queue. */
export type Job = TrainJob | FitJob;

/** One combination of a sweep's values, in the order of its parameters. */
export type SweepPoint = readonly { readonly name: string; readonly value: ParamValue }[];

/** Every job of a quantizer, predictor or sweep cell; of other cells none. The first of a cell's seeds is the one that the views show. */
export function jobsOf(notebook: Notebook, cellId: string): readonly Job[] {
  const sweep = sweepCell(notebook, cellId);
  if (sweep) return sweepJobs(notebook, sweep);
  const predictor = predictorCell(notebook, cellId);
  if (predictor) return seedJobs(predictor).map((job): FitJob => ({ ...job, task: 'fit', kind: predictor.spec.kind, params: predictor.spec.params }));
  const quantizer = quantizerCell(notebook, cellId);
  if (!quantizer) return [];
  const spec = effectiveSpec(quantizer, fairTermsOf(notebook, cellId));
  return seedJobs(quantizer).map((job): TrainJob => ({ ...job, ...spec, task: 'train' }));
}

function seedJobs(cell: SeededCell): Omit<JobBase, 'params'>[] {
  const seeds = seedsOf(cell);
  return seeds.map((seed, index) => ({
    seed, cellId: cell.id, dataId: inputOf(cell, 'rows'), point: -1, round: index, id: index === 0 ? cell.id : `${cell.id}@${seed}`, keeps: index === 0 ? 'all' : 'numbers',
    title: seeds.length > 1 ? `${cell.name}, seed ${seed}` : cell.name,
  }));
}

/** The job with this id; undefined where the notebook no longer asks for it. */
export function jobOf(notebook: Notebook, id: string): Job | undefined {
  return jobsOf(notebook, ownerOf(id)).find((job) => job.id === id);
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
      task: 'train', id: `${sweep.id}#${name}@${seed}`, cellId: sweep.id, dataId: inputOf(base, 'rows'), kind: base.spec.kind, params, seed, keeps: 'numbers', point: index, round,
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
