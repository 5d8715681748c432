/** Tells what a run is at where that takes long and no step counts it: at each new phase, and ten times a second within one. */
import type { RunEvent } from '../records/event';
import type { Tell } from '../records/run';

const EVERY = 100;

export function doingTeller(emit: (event: RunEvent) => void, now: () => number = () => performance.now()): Tell {
  let last = { phase: '', at: -Infinity };
  return (phase, share) => {
    const at = now();
    if (phase === last.phase && at - last.at < EVERY) return;
    last = { phase, at };
    emit({ type: 'doing', doing: { phase, share: Math.min(1, Math.max(0, share)) } });
  };
}
