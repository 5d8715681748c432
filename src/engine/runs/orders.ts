/** What the page orders a run to do, and the gate at which a run waits while paused. */
import type { RunEvent } from '../records/event';
import type { TrainingClock } from './clock';

type Order = 'run' | 'pause' | 'step' | 'stop';

/**
 * The state told is the state: "paused" whenever the run waits at the gate, "running" as soon as a paused run is ordered to go on, also while the one step ordered before is
 * still at work (told at the gate alone, that order was lost, and the page showed a training run as paused for good). An order to stop is the last one.
 */
export class RunOrders {
  private order: Order = 'run';
  private told: 'running' | 'paused' = 'running';
  private wake: (() => void) | null = null;

  constructor(private readonly emit: (event: RunEvent) => void) {}

  now(): Order {
    return this.order;
  }

  pause(): void {
    if (this.order === 'run') this.order = 'pause';
  }

  resume(): void {
    this.give('run');
    if (this.order === 'run' && this.told === 'paused') this.tell('running');
  }

  /** One step, then pause: also for a run that is running. */
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
  async gate(clock: TrainingClock): Promise<void> {
    if (this.order !== 'pause') return;
    clock.stop();
    this.tell('paused');
    while (this.now() === 'pause') await new Promise<void>((resolve) => (this.wake = resolve));
    clock.go();
  }

  private give(order: Order): void {
    if (this.order === 'stop') return;
    this.order = order;
    this.wake?.();
    this.wake = null;
  }

  private tell(status: 'running' | 'paused'): void {
    this.told = status;
    this.emit({ type: 'status', status });
  }
}
