/** The words between the page and the workers that read files. Only readings.ts and readWorker.ts read this file. */
import type { Table } from './data/column';
import type { Prepared } from './data/preprocess';
import type { FreshRows, TableShape } from './data/table';
import type { HeldRows } from './protocol';
import type { Problem } from './records/basics';
import type { CodesChoices, CodesInspection, PublishedCodes } from './records/codes';
import type { DatasetChoices, FileInspection, KindGuess, LoadedDataset, ReadProgress } from './records/data';
import type { Log, LogChoices, LogInspection } from './records/log';
import type { SequenceChoices, SequenceInspection, Sequences } from './records/sequences';
import type { TableChoices, TableInspection } from './records/table';

/** A table file, the file joined to it where there is one, and how they are read. */
export interface TableAsk {
  readonly file: File;
  readonly joined?: File;
  readonly choices: TableChoices;
}

/** A file read as a log or as sequences, known by its number. */
export interface FileAsk<Choices> {
  readonly file: File;
  readonly choices: Choices;
  readonly id: number;
}

/** A file joined to vectors, known by its number. */
export interface JoinedAsk {
  readonly joined?: { readonly file: File; readonly id: number };
}

/** The same number for the same file, another for every other: what was read of a file is known by it. */
export interface FileIds {
  readonly file: number;
  readonly joined?: number | undefined;
}

/** What is read, by name: what is asked, what is answered. */
export interface Reads {
  guessKind: { readonly ask: { readonly file: File }; readonly answer: KindGuess | null };
  inspect: { readonly ask: { readonly file: File; readonly choices?: DatasetChoices; readonly id: number } & JoinedAsk; readonly answer: FileInspection };
  /** `like`: the rows are prepared as others were. */
  load: { readonly ask: { readonly file: File; readonly choices: DatasetChoices; readonly like?: Prepared; readonly id: number } & JoinedAsk; readonly answer: ReadRows };
  inspectTable: { readonly ask: TableAsk & { readonly ids: FileIds }; readonly answer: TableInspection };
  loadTable: { readonly ask: TableAsk & { readonly ids: FileIds }; readonly answer: { readonly table: Table; readonly inspection: TableInspection } };
  inspectLog: { readonly ask: FileAsk<LogChoices>; readonly answer: LogInspection };
  loadLog: { readonly ask: FileAsk<LogChoices>; readonly answer: { readonly log: Log; readonly inspection: LogInspection } };
  inspectSequences: { readonly ask: FileAsk<SequenceChoices>; readonly answer: SequenceInspection };
  loadSequences: { readonly ask: FileAsk<SequenceChoices>; readonly answer: { readonly sequences: Sequences; readonly inspection: SequenceInspection } };
  inspectCodes: { readonly ask: { readonly file: File; readonly choices: CodesChoices }; readonly answer: CodesInspection };
  loadCodes: { readonly ask: { readonly file: File; readonly choices: CodesChoices }; readonly answer: { readonly published: PublishedCodes; readonly inspection: CodesInspection } };
  /** New rows, read as those of a table were. */
  readLike: { readonly ask: TableAsk & { readonly like: TableShape }; readonly answer: FreshRows };
}
export type Read = keyof Reads;

/** A matrix ready to train on: what the engine keeps, what the page keeps, and what was done to the rows. */
export interface ReadRows {
  readonly held: HeldRows;
  readonly kept: Omit<LoadedDataset, 'dataId'>;
  readonly prepared: Prepared;
}

/** `ping`: is the worker there? It says `alive`. */
export type ToReader = { readonly type: 'ping' } | { [R in Read]: { readonly type: R; readonly ask: Reads[R]['ask'] } }[Read];

export type FromReader =
  /** The worker is there; `locked`: it holds the lock of its name for as long as it lives. */
  | { readonly type: 'alive'; readonly locked: boolean }
  | ({ readonly type: 'progress' } & ReadProgress)
  | { readonly type: 'answer'; readonly answer: Reads[Read]['answer'] }
  | { readonly type: 'refusal'; readonly problem: Problem };
