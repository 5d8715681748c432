/** What a run trains, quantizer or predictor alike: steps, reports, an end. Everything that depends on the method stands behind this; the loop around it stands in run.ts. */
import type * as tf from '@tensorflow/tfjs-core';
import type { Identity } from '../checkpoints/checkpointing';
import type { StateArrays } from '../checkpoints/format';
import type { RunResult, Snapshot } from '../records/event';
import type { ParamSpec, Params } from '../records/params';
import type { Family, RunSpec, SettleReason, Tell } from '../records/run';

/** One step's outcome. Losses are scalars on the device or plain numbers; the run reads them when it reports and disposes them. */
export interface Step {
  readonly losses: Readonly<Record<string, tf.Scalar | number>>;
  /** Losses that the step knows without waiting for the device: then every step is a point of the curve. */
  readonly known?: Readonly<Record<string, number>>;
  /** 0-based level worked on, -1 for all at once. */
  readonly level: number;
  /** As MetricPoint.stage. */
  readonly stage?: string;
  /** Plain words for the progress line. */
  readonly phase: string;
  /** Rows this step looked at. */
  readonly items: number;
  /** An epoch ended with this step. */
  readonly epochEnded?: boolean;
  /** True when training is complete. */
  readonly done: boolean;
}

/** What a report adds to the losses of its step. */
export interface Report {
  /** Null where none was wanted. */
  readonly snapshot: Snapshot | null;
  readonly losses?: Readonly<Record<string, number>>;
  readonly metrics?: Readonly<Record<string, number>>;
  /** Live value of a metric by its key; null where it is undefined now. */
  value(key: string): number | null;
}

/** How training ended. */
export interface Ending {
  readonly steps: number;
  readonly seconds: number;
  /** By hand, before the method called it complete. */
  readonly stopped: boolean;
  /** What a reader of the numbers should know, before what the method has to say: of the end, and of the run's past and its checkpoints. */
  readonly notes: readonly string[];
  readonly past: readonly string[];
}

export interface Task {
  /** What tells the run and its data from others, in its checkpoints. */
  readonly identity: Identity;
  /** Steps planned at most. */
  readonly plannedSteps: number;
  /** Level by level methods: levels that are fitted, of how many. */
  readonly levels: { readonly ready: number; readonly count: number };
  /** Numbers that it keeps beside its inputs, about. */
  readonly size: number;
  /** One gradient step, or one pass. */
  step(): Promise<Step>;
  /** After a step that ended an epoch, the `step`th: metrics for its point of the curve; `over`: no further epoch is worth it. @throws EngineError where it diverged. */
  endEpoch?(step: number): Promise<{ readonly metrics: Readonly<Record<string, number>>; readonly over: boolean }>;
  /** The views' state after the `step`th step, which worked on `level`. @throws EngineError where it diverged. */
  report(at: { readonly step: number; readonly level: number }, snapshotWanted: boolean): Promise<Report>;
  /** Which values of a metric are better, for the checkpoint `best`. */
  direction(key: string): 'up' | 'down';
  /** Ends training, or the level in the making, before it is complete. */
  settle(why: SettleReason): Promise<void>;
  /** The exact end: everything that the run leaves. `tell`: what of it is done. @throws InputError where nothing was trained. */
  end(ending: Ending, tell?: Tell): Promise<RunResult>;
  /** Everything that training needs to go on where it stands, bit for bit. */
  state(): Promise<StateArrays>;
  restore(state: StateArrays): Promise<void>;
  /** Becomes what it was at the end of a run that left this state; `done`: it was complete. */
  takeUp(state: StateArrays, done: boolean): Promise<void>;
  dispose(): void;
}

/** What the engine holds for a run, by port. */
export type Inputs = Readonly<Record<string, unknown>>;

/** A kind of task, as the registry has it. */
export interface TaskKind {
  readonly family: Family;
  readonly params: readonly ParamSpec[];
  /** @throws InputError where parameters and data do not fit together. */
  create(inputs: Inputs, order: { readonly kind: RunSpec['kind']; readonly params: Params; readonly seed: number; readonly holdOut?: number; readonly places?: boolean }, tell?: Tell): Promise<Task>;
}
