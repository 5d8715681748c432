/** Gumbel-softmax over a run: a temperature that falls exponentially from start to end, and noise from a seeded stream of its own. */
import type { Random } from '../../math/random';
import { gumbelNoise } from '../../ops/gumbelSoftmax';
import type { GumbelChoice } from './choice';

export class GumbelSchedule {
  constructor(
    private readonly start: number,
    private readonly end: number,
    private readonly random: Random,
  ) {}

  /** `progress`: 0 at the first step with codes, 1 at the last. */
  at(progress: number): GumbelChoice {
    return {
      temperature: this.start * (this.end / this.start) ** Math.min(1, Math.max(0, progress)),
      noise: (rows, numCodes) => gumbelNoise(this.random, rows, numCodes),
    };
  }

  state(): Record<string, Float64Array> {
    return { 'gumbel.random': this.random.state() };
  }

  restore(state: Readonly<Record<string, ArrayLike<number>>>): void {
    this.random.restore(state['gumbel.random']!);
  }
}
