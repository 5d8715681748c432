/** Records that every other one is made of. */
import type { Params } from './params';

/** An error as it crosses the border and ends in the cell that caused it. */
export interface Problem {
  /** `input`: the file or setting is at fault; `engine`: the device or our code. */
  readonly name: string;
  /** What was seen and what was wanted. */
  readonly message: string;
  /** What to do. */
  readonly hint: string;
  /** Settings that may mend it, where training ran away. */
  readonly retry?: Params;
}

export interface Histogram {
  /** bins + 1 edges, ascending. */
  readonly edges: Float32Array;
  readonly counts: Uint32Array;
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
