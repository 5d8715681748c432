/** Whether the worker is still there: it holds a lock for as long as it lives, and answers pings where there are no locks. */

/** Milliseconds between pings. */
const BEAT = 5000;
/** Pings without an answer after which a worker without a lock is taken as gone: long work answers late. */
const MOST_MISSED = 12;

export interface Lifeline {
  /** Any word of the worker. */
  heard(): void;
  /** The worker says whether it holds the lock. */
  alive(locked: boolean): void;
  close(): void;
}

export interface LifelineParts {
  /** Of the lock. */
  readonly name: string;
  readonly locks: Pick<LockManager, 'request'> | undefined;
  ping(): void;
  /** The worker is gone. Called once. */
  ended(): void;
  readonly beat?: number;
}

/** The page's end. A page that slept misses no beat: pings without answer are counted, not seconds. */
export function watchLife({ name, locks, ping, ended, beat = BEAT }: LifelineParts): Lifeline {
  const stop = new AbortController();
  let missed = 0;
  let held = false;
  const end = () => {
    if (stop.signal.aborted) return;
    close();
    ended();
  };
  const timer = setInterval(() => {
    if (held) return;
    if (missed >= MOST_MISSED) return end();
    missed++;
    ping();
  }, beat);
  const close = () => {
    clearInterval(timer);
    stop.abort();
  };
  return {
    heard: () => void (missed = 0),
    alive(locked) {
      missed = 0;
      if (!locked || !locks || held) return;
      held = true;
      // Given only once the worker no longer holds it: the browser takes it from a worker that ended, however it ended.
      locks.request(name, { signal: stop.signal }, end).catch((thrown: unknown) => {
        if (!stop.signal.aborted) throw thrown;
      });
    },
    close,
  };
}

/** The worker's end: takes the lock of its name for life, then says so. */
export function holdLife(name: string, locks: Pick<LockManager, 'request'> | undefined, say: (locked: boolean) => void): void {
  if (!locks || name === '') return say(false);
  locks.request(name, () => {
    say(true);
    return new Promise<never>(() => undefined);
  }).catch(() => say(false));
}
