/** Records of logs: events of users with items, what was guessed of their columns, and what was counted. */
import type { Histogram, Problem } from './basics';
import type { Column, NumberColumn } from './column';

/** What a column of a log may be. */
export type LogRole = 'user' | 'item' | 'time' | 'label' | 'session';

/** How times are written: since 1970 in s, ms, µs or ns; as dates in words or as yyyymmdd; or as plain numbers that only order the events. */
export type TimeUnit = 's' | 'ms' | 'us' | 'ns' | 'dates' | 'yyyymmdd' | 'order';

/** Which columns are what; every field left out is guessed, '' means none. */
export interface LogChoices {
  readonly user?: string;
  readonly item?: string;
  readonly time?: string;
  readonly timeUnit?: TimeUnit;
  readonly label?: string;
  readonly session?: string;
  /** Columns known before the event, kept with it as fields of a predictor; absent: all others that do not tell the label. */
  readonly context?: readonly string[];
  /** Whether the item's id is a field of a predictor; absent: unless how often an item comes tells the label. Histories and codes are joined by it in any case. */
  readonly itemId?: boolean;
  /** Further labels of 0 and 1, known only after the event: facts of past events, never fields of the event itself. */
  readonly labels?: readonly string[];
  /** Column with the time at which the label is known, written as the event's time is; absent: `delay` after the event. */
  readonly ready?: string;
  /** Seconds from an event to the moment its label is known; absent: 0. */
  readonly delay?: number;
  /** Columns with probabilities made elsewhere (another model's, or a known law's): scored beside the predictors, never fields. */
  readonly references?: readonly string[];
  /** Only events with these values, as they are written, are used. */
  readonly only?: Readonly<Record<string, string>>;
  readonly split?: Partial<LogSplit>;
}

/** How events are parted: the latest are the test part, whatever user they are of. */
export interface LogSplit {
  /** Shares are of the events in their order, or of the time from the first to the last. A border lies between two different times. */
  readonly of: 'events' | 'time';
  /** The earliest share, which models of instances are trained on; frozen, they encode all events. */
  readonly source: number;
  /** Share for the choice of the epoch: `before`: the events right before the test part; `users`: the events before it of so many users, drawn by `seed`. */
  readonly validation: number;
  readonly validationBy: 'before' | 'users';
  readonly test: number;
  readonly seed: number;
}

/** A column as a person chooses among them. */
export interface LogColumn {
  readonly name: string;
  readonly type: Column['type'];
  readonly missing: number;
  /** Different values; counting ends at 10,001. */
  readonly distinct: number;
  /** The first different values, at most 3, each cut at 24 characters. */
  readonly examples: readonly string[];
}

/** Why a column was taken for what it is, in a few plain words; `column` '': none was found. */
export interface RoleReason<Role extends string = LogRole> {
  readonly role: Role;
  readonly column: string;
  readonly chosen: boolean;
  readonly reason: string;
}

/** How counts are spread. */
export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly p90: number;
  readonly max: number;
  readonly mean: number;
  /** Edges are whole numbers; a bin holds its lower edge, the last one both. */
  readonly histogram: Histogram;
}

/** A column that tells the label by a fault of the data: what was seen, and what to do. */
export interface Leak {
  /** `count`: how often an id comes tells the label. `column`: the values alone do. */
  readonly kind: 'count' | 'column';
  readonly column: string;
  /** AUC of the shares of positive rows, each taken from other rows. */
  readonly auc: number;
  readonly text: string;
  readonly remedy: string;
}

export interface LogPreview {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export interface LogSummary {
  /** Rows with a user and an item. */
  readonly events: number;
  readonly users: number;
  readonly items: number;
  readonly eventsPerUser: Spread;
  readonly eventsPerItem: Spread;
  /** Events whose user had the same item before, in the file. */
  readonly repeats: number;
  readonly time?: {
    readonly unit: TimeUnit;
    /** Seconds since 1970, or plain numbers where the unit is `order`. */
    readonly first: number;
    readonly last: number;
    /** Events whose user has another event at the same time. */
    readonly equalWithinUser: number;
    /** Whether times ascend through the file, and whether they do within each user. */
    readonly sorted: boolean;
    readonly sortedWithinUser: boolean;
  };
  readonly label?: {
    /** 0 and 1 alone. */
    readonly binary: boolean;
    /** Of the labels that are there, those above 0. */
    readonly positiveShare: number;
    readonly min: number;
    readonly mean: number;
    readonly max: number;
  };
  readonly sessions?: number;
  /** Empty cells of each role's column, over all rows of the file. */
  readonly missing: Readonly<Partial<Record<LogRole, number>>>;
}

/** What a file holds, read as a log. Never rejects for a bad file: `problem` says what is wrong. */
export interface LogInspection {
  readonly name: string;
  readonly format: string;
  readonly bytes: number;
  readonly fileRows: number;
  readonly columns: readonly LogColumn[];
  /** The choices given, completed by guesses. */
  readonly choices: LogChoices;
  readonly reasons: readonly RoleReason[];
  readonly preview: LogPreview;
  /** Absent where the choices cannot be used; then `problem` says why. */
  readonly summary?: LogSummary;
  /** What a person should know and may leave as it is, in plain sentences. */
  readonly warnings: readonly string[];
  readonly problem?: Problem;
}

/** Events sorted by user, then time, then place in the file; every array has one entry an event. */
export interface Log {
  readonly name: string;
  readonly events: number;
  /** int32 [events]: place in `userNames`, in the order users are met in the file. */
  readonly users: Int32Array;
  readonly items: Int32Array;
  /** float64 [events]: seconds since 1970, or plain numbers where `timeUnit` is `order`; NaN: none, which comes last within a user. */
  readonly time: Float64Array;
  /** Null: the log has no times. */
  readonly timeUnit: TimeUnit | null;
  /** float64 [events], NaN where missing. */
  readonly label: Float64Array | null;
  /** int32 [events]: place in `sessionNames`, -1 where missing. */
  readonly sessions: Int32Array | null;
  /** float64 [events]: when the label is known, in the unit of `time`; null: at the event itself. */
  readonly ready: Float64Array | null;
  readonly context: readonly Column[];
  /** Whether the item's id is a field of a predictor. */
  readonly itemId: boolean;
  /** Further labels, known when the label is. */
  readonly labels: readonly NumberColumn[];
  /** Probabilities made elsewhere. */
  readonly references: readonly NumberColumn[];
  readonly userNames: readonly string[];
  readonly itemNames: readonly string[];
  readonly sessionNames: readonly string[] | null;
  /** 0-based row numbers in the file. */
  readonly rowIndex: Uint32Array;
}
