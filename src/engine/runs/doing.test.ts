/** What a run is at, told at each new phase and ten times a second within one. */
import { expect, it } from 'vitest';
import { doingTeller } from './doing';
import type { RunEvent } from '../records/event';

it('tells a new phase at once, the share of one phase ten times a second, and no share beyond the whole', () => {
  const told: RunEvent[] = [];
  let now = 0;
  const tell = doingTeller((event) => told.push(event), () => now);
  for (const [at, phase, share] of [[0, 'a', 0], [50, 'a', 0.1], [99, 'a', 0.2], [100, 'a', 0.3], [150, 'b', 0], [160, 'b', 0.5], [250, 'b', 1.01]] as const) {
    now = at;
    tell(phase, share);
  }
  const doing = (phase: string, share: number) => ({ type: 'doing', doing: { phase, share } });
  expect(told).toEqual([doing('a', 0), doing('a', 0.3), doing('b', 0), doing('b', 1)]);
});
