/** What every predictor's task shares: the place in its epochs, the best weights, and how both are kept and taken up again. */
import type { Identity } from '../../checkpoints/checkpointing';
import type { StateArrays } from '../../checkpoints/format';
import { scoreEntries } from '../../metrics/scores';
import type { RunResult } from '../../records/event';
import type { Tell } from '../../records/run';
import type { Ending, Report, Step, Task } from '../../runs/task';
import { afterEpoch, BEGINNING, bestKept, placeOf, withPlace, type EpochTrained } from './epochs';

/** What of a predictor this concerns. */
export interface TrainedInSteps extends EpochTrained {
  readonly plannedSteps: number;
  trainStep(): Promise<Omit<Step, 'level'>>;
  state(): Promise<StateArrays>;
  restore(state: StateArrays): void;
  dispose(): void;
}

export abstract class EpochTask<Predictor extends TrainedInSteps> implements Task {
  readonly levels = { ready: 0, count: 0 };
  abstract readonly size: number;
  protected place = BEGINNING;

  protected constructor(
    readonly predictor: Predictor,
    readonly identity: Identity,
  ) {}

  get plannedSteps(): number {
    return this.predictor.plannedSteps;
  }

  abstract endEpoch(step: number): Promise<{ metrics: Record<string, number>; over: boolean }>;
  abstract report(at: { readonly step: number }, snapshotWanted: boolean): Promise<Report>;
  abstract end(ending: Ending, tell?: Tell): Promise<RunResult>;

  async step(): Promise<Step> {
    return { level: -1, ...(await this.predictor.trainStep()) };
  }

  direction(key: string): 'up' | 'down' {
    return scoreEntries.find((entry) => entry.key === key)?.direction === 'up' ? 'up' : 'down';
  }

  /** The weights of the best epoch stand whenever it ends. */
  settle(): Promise<void> {
    return Promise.resolve();
  }

  async state(): Promise<StateArrays> {
    return withPlace(await this.predictor.state(), this.place);
  }

  async restore(state: StateArrays): Promise<void> {
    this.predictor.restore(state);
    this.place = placeOf(state);
  }

  async takeUp(state: StateArrays): Promise<void> {
    await this.restore(state);
    this.keepBest();
  }

  dispose(): void {
    this.predictor.dispose();
  }

  /** Takes an epoch's validation score; whether no further epoch is worth it. */
  protected async scored(score: number): Promise<boolean> {
    const { place, over } = await afterEpoch(this.predictor, this.place, score, this.direction(this.predictor.selectBy));
    this.place = place;
    return over;
  }

  /** Puts the weights of the best epoch in place; gives how many epochs there were and which was best, 0 where there are none at all. */
  protected keepBest(): { readonly epochs: number; readonly bestEpoch: number } {
    return { epochs: this.predictor.plannedEpochs === 0 ? 0 : this.place.epochs, bestEpoch: bestKept(this.predictor, this.place) };
  }
}
