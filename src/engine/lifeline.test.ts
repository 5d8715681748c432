/** A worker that ends is noticed by its lock, or by pings that stay unanswered; a busy one, a closed one and a page that slept are not. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { holdLife, watchLife } from './lifeline';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** One lock, as a browser has it: `die` is the end of whoever holds it. */
function oneLock() {
  const queue: (() => unknown)[] = [];
  let held = false;
  const next = () => {
    const take = queue.shift();
    held = take !== undefined;
    take?.();
  };
  const request = (_: string, options: unknown, callback?: () => unknown) => {
    const take = (callback ?? options) as () => unknown;
    const { signal } = (callback ? options : {}) as { signal?: AbortSignal };
    queue.push(take);
    signal?.addEventListener('abort', () => queue.includes(take) && queue.splice(queue.indexOf(take), 1));
    if (!held) next();
    return new Promise(() => undefined);
  };
  return { locks: { request } as unknown as LockManager, die: next };
}

const watched = (parts: Partial<Parameters<typeof watchLife>[0]> = {}) => {
  const ping = vi.fn();
  const ended = vi.fn();
  return { ping, ended, life: watchLife({ name: 'worker', locks: undefined, ping, ended, beat: 10, ...parts }) };
};

describe('with locks', () => {
  it('the end of the worker is noticed at once, and silence is not its end', () => {
    const { locks, die } = oneLock();
    const { ended, life } = watched({ locks });
    holdLife('worker', locks, (locked) => life.alive(locked));
    vi.advanceTimersByTime(100_000);
    expect(ended).not.toHaveBeenCalled();
    die();
    expect(ended).toHaveBeenCalledTimes(1);
  });

  it('a worker that the page ended itself is not told', () => {
    const { locks, die } = oneLock();
    const { ended, life } = watched({ locks });
    holdLife('worker', locks, (locked) => life.alive(locked));
    life.close();
    die();
    vi.advanceTimersByTime(100_000);
    expect(ended).not.toHaveBeenCalled();
  });
});

describe('without locks', () => {
  it('pings that stay unanswered are its end, told once', () => {
    const { ping, ended, life } = watched();
    holdLife('worker', undefined, (locked) => life.alive(locked));
    vi.advanceTimersByTime(10 * 12);
    expect([ping.mock.calls.length, ended.mock.calls.length]).toEqual([12, 0]);
    vi.advanceTimersByTime(1000);
    expect(ended).toHaveBeenCalledTimes(1);
  });

  it('a word now and then keeps it alive', () => {
    const { ended, life } = watched();
    for (let i = 0; i < 20; i++) {
      vi.advanceTimersByTime(110);
      life.heard();
    }
    expect(ended).not.toHaveBeenCalled();
  });
});
