/** Readings against workers that answer, die, hang and are cancelled: each takes only itself along. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { MOST_IDLE, createReadings, type ReadWorker } from './readings';
import type { FromReader, ToReader } from './readProtocol';
import type { FileInspection } from './records/data';

class Played implements ReadWorker {
  onmessage: ReadWorker['onmessage'] = null;
  onerror: ReadWorker['onerror'] = null;
  readonly told: ToReader[] = [];
  ended = false;
  postMessage(word: ToReader) {
    if (word.type === 'ping') this.say({ type: 'alive', locked: false });
    else this.told.push(word);
  }
  terminate() {
    this.ended = true;
  }
  say(word: FromReader) {
    this.onmessage?.({ data: word } as MessageEvent<FromReader>);
  }
  die(message: string) {
    this.onerror?.({ message, preventDefault: () => undefined } as ErrorEvent);
  }
  answer(name: string) {
    this.say({ type: 'answer', answer: { name } as FileInspection });
  }
}

function played(locks?: Pick<LockManager, 'request'>) {
  const workers: Played[] = [];
  const readings = createReadings({
    createWorker() {
      const worker = new Played();
      workers.push(worker);
      return worker;
    },
    locks,
  });
  return { workers, readings };
}
const file = (name: string) => new File(['1'], name);
const look = (readings: ReturnType<typeof played>['readings'], name: string, reading = {}) => readings.read('inspect', { file: file(name), id: 1 }, reading);

afterEach(() => vi.useRealTimers());

describe('readings', () => {
  it('go one after another through one worker, and beside each other through several', async () => {
    const { workers, readings } = played();
    for (const name of ['a', 'b', 'c']) {
      const seen = look(readings, name);
      workers[0]!.answer(name);
      expect((await seen).name).toBe(name);
    }
    expect(workers).toHaveLength(1);
    const both = [look(readings, 'd'), look(readings, 'e')];
    workers[1]!.answer('e');
    workers[0]!.answer('d');
    expect((await Promise.all(both)).map(({ name }) => name)).toEqual(['d', 'e']);
    // One is kept for the next.
    expect(workers.map(({ ended }) => ended)).toEqual([true, false]);
    readings.close();
    expect(workers.every(({ ended }) => ended)).toBe(true);
  });

  it('tell how far they are and pass a refusal on; the worker goes on', async () => {
    const { workers, readings } = played();
    const told: unknown[] = [];
    const seen = look(readings, 'a', { progress: (progress: unknown) => told.push(progress) });
    workers[0]!.say({ type: 'progress', bytes: 5, size: 10 });
    workers[0]!.say({ type: 'refusal', problem: { name: 'input', message: 'no', hint: '' } });
    await expect(seen).rejects.toMatchObject({ message: 'no' });
    expect(told).toEqual([{ bytes: 5, size: 10 }]);
    expect(workers[0]!.ended).toBe(false);
    readings.close();
  });

  it.each<[string, RegExp, (worker: Played, stop: AbortController) => void]>([
    ['cancelled', /^The reading of a.csv was cancelled/, (_, stop) => stop.abort()],
    ['died', /^a.csv could not be read: out of memory\./, (worker) => worker.die('out of memory')],
    ['hung', /^a.csv was given up: nothing of it was read for 60 seconds/, () => vi.advanceTimersByTime(MOST_IDLE * 1000)],
  ])('end alone when %s: another goes on, and the next gets a fresh worker', async (_, words, ending) => {
    vi.useFakeTimers();
    const { workers, readings } = played();
    const stop = new AbortController();
    const seen = look(readings, 'a.csv', { signal: stop.signal });
    const other = look(readings, 'b.csv');
    // The other one makes its way all the while.
    const way = setInterval(() => workers[1]!.say({ type: 'progress', bytes: 1, size: 2 }), 1000);
    const caught = seen.catch((problem: unknown) => problem);
    ending(workers[0]!, stop);
    expect(await caught).toMatchObject({ message: expect.stringMatching(words) });
    clearInterval(way);
    expect(workers.map(({ ended }) => ended)).toEqual([true, false]);
    const next = look(readings, 'c.csv');
    expect(workers).toHaveLength(3);
    workers[1]!.answer('b.csv');
    workers[2]!.answer('c.csv');
    expect([(await other).name, (await next).name]).toEqual(['b.csv', 'c.csv']);
    // Words that come too late are nobody's.
    workers[0]!.answer('late');
    readings.close();
  });

  it('are told of a worker that ends without a word, by its lock', async () => {
    let free = () => undefined as void;
    const { workers, readings } = played({ request: ((_: string, __: unknown, given: () => void) => new Promise<void>((resolve) => (free = () => resolve(given())))) as LockManager['request'] });
    const seen = look(readings, 'a.csv');
    workers[0]!.say({ type: 'alive', locked: true });
    free();
    await expect(seen).rejects.toMatchObject({ message: expect.stringMatching(/^a.csv could not be read: its worker ended without an error message/) });
    readings.close();
  });

  it('do not begin when cancelled before, and end when the engine is closed', async () => {
    const { workers, readings } = played();
    await expect(look(readings, 'a', { signal: AbortSignal.abort() })).rejects.toMatchObject({ message: expect.stringMatching(/cancelled/) });
    expect(workers).toHaveLength(0);
    const seen = look(readings, 'b');
    readings.close();
    await expect(seen).rejects.toMatchObject({ message: expect.stringMatching(/closed/) });
  });
});
