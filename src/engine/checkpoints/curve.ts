/** The points of a run's curves so far, thinned when they become many. */
import type { MetricPoint } from '../records/run';

const MOST_POINTS = 4000;

export class Curve {
  points: readonly MetricPoint[];

  constructor(points: readonly MetricPoint[]) {
    this.points = points;
  }

  /** Every second point of the older half goes when there are too many, so that a long run's curve keeps its shape. */
  add(points: readonly MetricPoint[]): void {
    const all = [...this.points, ...points];
    const half = all.length >> 1;
    this.points = all.length <= MOST_POINTS ? all : [...all.slice(0, half).filter((_, i) => i % 2 === 0), ...all.slice(half)];
  }
}
