/** Records of sequences: items in the order they came, one sequence a user or a row, and what was counted of them. */
import type { Problem } from './basics';
import type { LogChoices, LogColumn, LogInspection, LogPreview, RoleReason, Spread } from './log';

export type SequenceRole = 'history' | 'user' | 'target' | 'titles' | 'targetTitle';

/** How a file holds sequences: a line each, a list in a cell each, or events that are sorted by time. */
export type SequenceForm = 'lines' | 'lists' | 'log';

/** How a file becomes sequences; every field left out is guessed, '' means none. */
export interface SequenceChoices {
  readonly form?: SequenceForm;
  /** Lines: the first entry of each names its user. */
  readonly userFirst?: boolean;
  /** Lists: the column of lists of items, and columns beside it. */
  readonly history?: string;
  readonly user?: string;
  /** The item that follows the history. */
  readonly target?: string;
  /** Lists of titles, one for each item of the history, and the target's title. */
  readonly titles?: string;
  readonly targetTitle?: string;
  /** Log: which columns are what. */
  readonly log?: LogChoices;
}

export interface SequenceSummary {
  readonly sequences: number;
  /** Different users; absent: the file names none. */
  readonly users?: number;
  /** Different items, of histories and targets. */
  readonly items: number;
  /** Entries of all sequences, without the targets. */
  readonly events: number;
  /** Entries a sequence. */
  readonly lengths: Spread;
  /** Entries whose item came before in the same sequence, and those of them that follow it at once. */
  readonly repeats: number;
  readonly adjacentRepeats: number;
  /** Sequences without an entry, and those with one alone. */
  readonly empty: number;
  readonly short: number;
  readonly targets?: {
    readonly missing: number;
    /** Sequences whose target is in their own history, and whose target is in no history. */
    readonly repeated: number;
    readonly unseen: number;
  };
  /** Items with a title. */
  readonly titles?: number;
  /** Rows that go on from an earlier row of their user: its history and target, or the end of both. Absent: users or targets are not known. */
  readonly continued?: number;
}

/** What a file holds, read as sequences. Never rejects for a bad file: `problem` says what is wrong. */
export interface SequenceInspection {
  readonly name: string;
  readonly format: string;
  readonly bytes: number;
  readonly fileRows: number;
  readonly columns: readonly LogColumn[];
  /** The choices given, completed by guesses. */
  readonly choices: SequenceChoices;
  /** Why they are read in this form. */
  readonly formReason: string;
  readonly reasons: readonly RoleReason<SequenceRole>[];
  /** Where they are made from a log. */
  readonly log?: LogInspection;
  readonly preview: LogPreview;
  /** Absent where the choices cannot be used; then `problem` says why. */
  readonly summary?: SequenceSummary;
  readonly warnings: readonly string[];
  readonly problem?: Problem;
}

/** Sequences as compressed sparse rows: those of row i are items[offsets[i] .. offsets[i + 1] - 1]. */
export interface Sequences {
  readonly name: string;
  readonly sequences: number;
  /** uint32 [sequences + 1] */
  readonly offsets: Uint32Array;
  /** int32 [events]: place in `itemNames`. */
  readonly items: Int32Array;
  /** In the order items are met in the file. */
  readonly itemNames: readonly string[];
  /** One a sequence, '' where missing; they may repeat. */
  readonly userNames: readonly string[] | null;
  /** int32 [sequences], -1 where missing. */
  readonly targets: Int32Array | null;
  /** One an item, '' where there is none. */
  readonly itemTitles: readonly string[] | null;
  /** 0-based row numbers in the file; of a log the row of each user's first event. */
  readonly rowIndex: Uint32Array;
}
