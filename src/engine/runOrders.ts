/** What the page orders a run to do, and the gate at which a run waits while paused. */
import type { RunEvent } from './records';
import type { TrainingClock } from './trainingClock';

type Order = 'run' | 'pause' | 'step' | 'stop';

export class RunOrders {
  private order: Order = 'run';
  private wake: (() => void) | null = null;

  now(): Order {
    return this.order;
  }

  pause(): void {
    if (this.order === 'run') this.order = 'pause';
  }

  resume(): void {
    this.give('run');
  }

  step(): void {
    this.give('step');
  }

  stop(): void {
    this.give('stop');
  }

  /** After the one step that was ordered. */
  stepped(): void {
    if (this.order === 'step') this.order = 'pause';
  }

  /** Waits while paused; the clock stands. */
  async gate(clock: TrainingClock, emit: (event: RunEvent) => void): Promise<void> {
    if (this.order !== 'pause') return;
    clock.stop();
    emit({ type: 'status', status: 'paused' });
    while (this.now() === 'pause') await new Promise<void>((resolve) => (this.wake = resolve));
    if (this.now() === 'run') emit({ type: 'status', status: 'running' });
    clock.go();
  }

  private give(order: Order): void {
    this.order = order;
    this.wake?.();
    this.wake = null;
  }
}
