/** Records of what a run may spend and of what it keeps while it trains: they cross the border as those of records.ts do. */

/** What all methods of a fair comparison may spend. A step is one batch, one Lloyd pass or one EM pass. */
export interface Budget {
  readonly unit: 'steps' | 'seconds';
  readonly value: number;
}

export interface CheckpointPlan {
  /** Names the run across reloads: a hash of its settings, seed and data. */
  readonly key: string;
  /** Steps between numbered checkpoints; 0: only `last` and `best`. */
  readonly every: number;
  /** Metric (of the live snapshot) whose best value `best` keeps. */
  readonly best: string;
}

/** A state that can be gone on from. */
export interface CheckpointInfo {
  /** "last", "best" or "step-500". */
  readonly name: string;
  readonly step: number;
  /** Seconds of training until then. */
  readonly seconds: number;
  /** Live value of the metric that `best` goes by; NaN where there is none. */
  readonly value: number;
  readonly bytes: number;
}

export type FindingKind = 'error' | 'codes' | 'uneven';

/** Something wrong with a run, and what to try. */
export interface Finding {
  readonly kind: FindingKind;
  /** `fault`: the numbers are worth nothing; `warning`: they could be better. */
  readonly severity: 'fault' | 'warning';
  readonly text: string;
  readonly remedy: string;
}

/** What to try with a method, by what is wrong. */
export type Remedies = Readonly<Partial<Record<FindingKind, string>>>;
