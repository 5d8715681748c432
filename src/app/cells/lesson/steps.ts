/** What each step of a lesson asks for, and how it is known to be done. Checks look at results and at what the reader did on the step, never at the clock. */
import type { LessonStep } from '../../notebook/spec';
import type { RunOfCell } from '../drawing';

/** What the reader did on a step: names to numbers, none at first. */
export type Played = Readonly<Record<string, number>>;

export interface StepFacts {
  readonly played: Played;
  /** The runs that the step reads, in the order of its port. */
  readonly runs: readonly RunOfCell[];
}

export interface StepRule {
  /** What to do, one sentence. */
  readonly task: string;
  done(facts: StepFacts): boolean;
}

/** Squared error left at the first level, as a share. */
const firstLeft = ({ runs }: StepFacts) => runs[0]?.run?.result?.metrics.residualEnergy[0] ?? NaN;
const bitsOf = (item: RunOfCell | undefined) => item?.run?.result?.metrics.nominalBits.at(-1) ?? NaN;
const inUse = (item: RunOfCell | undefined) => item?.run?.result?.metrics.utilization[0] ?? NaN;

export const STEP_RULES: Readonly<Record<LessonStep, StepRule>> = {
  points: { task: 'Choose a point: click it, or reach it with the arrow keys and press Enter.', done: ({ played }) => played.row !== undefined },
  cells: {
    task: 'Change the number of codes until a tenth of the squared error, or less, is left.',
    done: (facts) => facts.played.codes !== undefined && firstLeft(facts) <= 0.1,
  },
  left: { task: 'Move every arrow to one place: what is left after level 1.', done: ({ played }) => played.after === 1 },
  sums: { task: 'Look at the second codebook, then add the codes one by one until both are in the sum.', done: ({ played, runs }) => played.second === 1 && played.stop === 3 && (runs[0]?.run?.result?.levels ?? 0) >= 2 },
  bits: {
    task: 'Spend 6 bits in both ways: a level more on the left, more codes on the right.',
    done: ({ runs }) => bitsOf(runs[0]) === 6 && bitsOf(runs[1]) === 6,
  },
  follow: { task: 'Follow a point to its last code, with the buttons or with [ and ].', done: ({ played, runs }) => played.depth === (runs[0]?.run?.result?.levels ?? Infinity) },
  gauss: { task: 'Make three EM passes with the button, or with the key “.”.', done: ({ played }) => (played.passes ?? 0) >= 3 },
  collapse: {
    task: 'Collapse it, then cure it, and compare how many codes are in use.',
    done: ({ played, runs }) => played.collapse === 1 && played.cure === 1 && inUse(runs[0]) < inUse(runs[1]),
  },
};
