/** What a run may spend: says when a level, or the run, has had its share. */
import type { Budget } from '../records/run';

/** Training so far. */
export interface Spent {
  readonly steps: number;
  readonly seconds: number;
}

/** Where a level by level method stands: the level under way and how many there are in all; index -1 for methods that train all at once. */
export interface LevelPlace {
  readonly index: number;
  readonly count: number;
}

/** `close`: the level under way has had its share; `end`: nothing is left. */
export type Verdict = 'go' | 'close' | 'end';

/**
 * Level by level methods share a budget evenly: a level may take what is left, over the number of levels left; what one leaves over goes to those
 * after it. Every level gets one step at least, so that all are there at the end, whatever the budget.
 */
export class BudgetWatch {
  /** True once something was ended for the budget's sake. */
  used = false;

  constructor(
    private readonly budget: Budget | undefined,
    /** The level under way and what had been spent when it began. */
    private level: { index: number; steps: number; seconds: number } = { index: -1, steps: 0, seconds: 0 },
  ) {}

  /** After a step, and before the first of a run that goes on. */
  check(spent: Spent, place: LevelPlace): Verdict {
    if (place.index >= 0 && place.index !== this.level.index) {
      // The first level began with the run; a later one begins where the one before it was closed.
      const first = this.level.index < 0;
      this.level = first ? { index: place.index, steps: 0, seconds: 0 } : { index: place.index, steps: spent.steps, seconds: spent.seconds };
    }
    if (!this.budget || place.index >= place.count) return 'go';
    const { unit, value } = this.budget;
    const verdict = place.index < 0 ? (spent[unit] >= value ? 'end' : 'go') : this.shareIsSpent(spent, place) ? 'close' : 'go';
    this.used ||= verdict !== 'go';
    return verdict;
  }

  /** For a checkpoint. */
  state(): { readonly index: number; readonly steps: number; readonly seconds: number } {
    return this.level;
  }

  /** Steps of `planned` that the budget leaves room for, as far as can be told. */
  plannedSteps(planned: number, spent: Spent): number {
    if (!this.budget) return planned;
    const room = this.budget.unit === 'steps' ? this.budget.value : spent.seconds > 0 ? Math.ceil((spent.steps * this.budget.value) / spent.seconds) : planned;
    return Math.max(spent.steps, Math.min(planned, room));
  }

  /** "Ended by the budget of 30 seconds after 812 of 2000 planned steps." */
  note(steps: number, planned: number): string {
    const { unit, value } = this.budget!;
    return `Ended by the budget of ${value} ${value === 1 ? unit.slice(0, -1) : unit} after ${steps} of ${planned} planned steps.`;
  }

  private shareIsSpent(spent: Spent, { index, count }: LevelPlace): boolean {
    const { unit, value } = this.budget!;
    if (spent.steps === this.level.steps) return false;
    return spent[unit] - this.level[unit] >= (value - this.level[unit]) / (count - index);
  }
}
