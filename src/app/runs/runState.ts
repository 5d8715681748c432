/** All that has been read and run: files, data held by the engine, runs by job, the queue. */
import type { Problem } from '../../engine/records/basics';
import type { LoadedCodes } from '../../engine/records/codes';
import type { LoadedDataset, ReadProgress } from '../../engine/records/data';
import type { LoadedLog } from '../../engine/records/click';
import type { HeldSequences } from '../../engine/records/retrieval';
import type { SequenceInspection } from '../../engine/records/sequences';
import type { LoadedTable } from '../../engine/records/table';
import type { CellRun } from './cellRun';

/** A file bound to a data name. */
export interface BoundFile {
  readonly file: File;
  readonly print: string;
  /** Id of the bundled sample it is, or null for a person's own file. */
  readonly sample: string | null;
}

export interface DataState {
  readonly status: 'empty' | 'loading' | 'ready' | 'failed';
  /** Content hash of what is loaded. */
  readonly key: string | null;
  readonly loaded: LoadedDataset | null;
  /** How far the reading under way is. */
  readonly progress: ReadProgress | null;
  readonly problem: Problem | null;
}

/** What the engine holds for a cell that reads a file. */
export interface HeldFile<Loaded> {
  readonly status: DataState['status'];
  /** Content hash of what is loaded. */
  readonly key: string | null;
  readonly loaded: Loaded | null;
  readonly progress: ReadProgress | null;
  readonly problem: Problem | null;
}

/** Sequences of one file, or of one for training and one for the test: what the engine holds of them, and the names that stay with the page. */
export interface LoadedSequences extends HeldSequences {
  readonly inspection: SequenceInspection;
  /** Of the file of test cases; null: the last item of each user is the test. */
  readonly test: SequenceInspection | null;
  /** By number of the item: its name in the file, and its title, '' where it has none; null: no item has one. */
  readonly itemNames: readonly string[];
  readonly itemTitles: readonly string[] | null;
  /** By number of the user; null: the file names none. */
  readonly userNames: readonly string[] | null;
  /** Users with several rows that do not go on from each other. */
  readonly repeatedUsers: number;
  /** Of the items left out: events, and rows whose next item was one. */
  readonly leftOut: { readonly events: number; readonly rows: number };
}

export type TableState = HeldFile<LoadedTable>;
export type LogState = HeldFile<LoadedLog>;
export type SequencesState = HeldFile<LoadedSequences>;
export type CodesState = HeldFile<LoadedCodes>;

export interface RunState {
  /** By data name. */
  readonly files: Readonly<Record<string, BoundFile>>;
  /** By dataset cell. */
  readonly data: Readonly<Record<string, DataState>>;
  /** By table cell. */
  readonly tables: Readonly<Record<string, TableState>>;
  /** By log cell. */
  readonly logs: Readonly<Record<string, LogState>>;
  /** By sequences cell. */
  readonly sequences: Readonly<Record<string, SequencesState>>;
  /** By codes cell. */
  readonly codes: Readonly<Record<string, CodesState>>;
  /** By job: a quantizer's or predictor's cell id for its first seed, other ids for its further seeds and for the points of sweeps (notebook/jobs.ts). */
  readonly runs: Readonly<Record<string, CellRun>>;
  /** Jobs still to run, the running one first. */
  readonly queue: readonly string[];
  /** Jobs that the queue has held since it was last empty. */
  readonly queued: number;
  readonly paused: boolean;
}

export const NO_DATA: DataState = { status: 'empty', key: null, loaded: null, progress: null, problem: null };

export const NO_TABLE: TableState = { status: 'empty', key: null, loaded: null, progress: null, problem: null };

export const NO_LOG: LogState = { status: 'empty', key: null, loaded: null, progress: null, problem: null };

export const NO_SEQUENCES: SequencesState = { status: 'empty', key: null, loaded: null, progress: null, problem: null };

export const NO_CODES: CodesState = { status: 'empty', key: null, loaded: null, progress: null, problem: null };

/** Hash of each bound file, by data name. */
export function prints(state: Pick<RunState, 'files'>): Record<string, string> {
  return Object.fromEntries(Object.entries(state.files).map(([name, bound]) => [name, bound.print]));
}
