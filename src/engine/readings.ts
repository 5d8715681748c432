/** Has files read in workers of their own, one reading a worker: each can be ended by hand, or because it makes no way, and takes nothing else along. */
import type { FromReader, Read, Reads, ToReader } from './readProtocol';
import type { Problem } from './records/basics';
import type { Reading } from './records/data';
import { watchLife, type Lifeline } from './lifeline';

/** Seconds without a byte read or an answer after which a reading is ended. */
export const MOST_IDLE = 60;

/** What of a worker is used here. */
export interface ReadWorker {
  onmessage: ((message: MessageEvent<FromReader>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  postMessage(word: ToReader): void;
  terminate(): void;
}

export interface ReadingsParts {
  createWorker(name: string): ReadWorker;
  readonly locks: Pick<LockManager, 'request'> | undefined;
  /** Milliseconds of what is called a second here. */
  readonly second?: number;
}

export interface Readings {
  /** Rejects with a Problem: the file's, or why the reading ended. */
  read<R extends Read>(type: R, ask: Reads[R]['ask'], reading?: Reading): Promise<Reads[R]['answer']>;
  close(): void;
}

/** A worker, and what is done with the words of the reading it is at. */
interface Reader {
  readonly worker: ReadWorker;
  readonly life: Lifeline;
  hear: ((word: FromReader) => void) | null;
  fail: ((problem: Problem) => void) | null;
}

export function createReadings({ createWorker, locks, second = 1000 }: ReadingsParts): Readings {
  const all = new Set<Reader>();
  /** The one kept for the next reading. */
  let spare: Reader | null = null;
  let made = 0;

  function create(): Reader {
    const name = `residua-reader-${performance.timeOrigin}-${performance.now()}-${++made}`;
    const worker = createWorker(name);
    const life = watchLife({ name, locks, ping: () => worker.postMessage({ type: 'ping' }), ended: () => lose('its worker ended without an error message, and the browser may have been short of memory') });
    const reader: Reader = { worker, life, hear: null, fail: null };
    const lose = (why: string) => {
      const { fail } = reader;
      end(reader);
      fail?.({ name: 'engine', message: why, hint: 'Take a row sample or a smaller file, close other tabs, or write the file anew.' });
    };
    worker.onmessage = ({ data: word }) => {
      life.heard();
      if (word.type === 'alive') life.alive(word.locked);
      else reader.hear?.(word);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      lose(event.message || 'the worker that reads files could not be loaded');
    };
    all.add(reader);
    return reader;
  }

  function end(reader: Reader): void {
    if (spare === reader) spare = null;
    all.delete(reader);
    reader.hear = null;
    reader.fail = null;
    reader.life.close();
    reader.worker.terminate();
  }

  function rest(reader: Reader): void {
    reader.hear = null;
    reader.fail = null;
    if (spare === null) spare = reader;
    else end(reader);
  }

  return {
    read(type, ask, { signal, progress } = {}) {
      const { name } = ask.file;
      if (signal?.aborted) return Promise.reject(cancelled(name));
      const reader = spare ?? create();
      spare = null;
      return new Promise((resolve, reject) => {
        let idle = 0;
        const cleared = () => {
          clearInterval(timer);
          signal?.removeEventListener('abort', abort);
        };
        const fail = (problem: Problem) => {
          cleared();
          end(reader);
          reject(problem);
        };
        const abort = () => fail(cancelled(name));
        // Turns are counted, not the clock: a machine that slept has not waited.
        const timer = setInterval(() => {
          if (++idle >= MOST_IDLE) fail(stuck(name));
        }, second);
        signal?.addEventListener('abort', abort);
        reader.fail = (problem) => fail({ ...problem, message: `${name} could not be read: ${problem.message}.` });
        reader.hear = (word) => {
          idle = 0;
          if (word.type === 'progress') return progress?.({ bytes: word.bytes, size: word.size });
          cleared();
          rest(reader);
          if (word.type === 'answer') resolve(word.answer as Reads[typeof type]['answer']);
          else if (word.type === 'refusal') reject(word.problem);
        };
        reader.worker.postMessage({ type, ask } as ToReader);
      });
    },
    close() {
      for (const reader of all) {
        const { fail } = reader;
        if (fail) fail({ name: 'engine', message: 'the engine was closed', hint: 'Choose the file again.' });
        else end(reader);
      }
    },
  };
}

const cancelled = (name: string): Problem => ({ name: 'input', message: `The reading of ${name} was cancelled.`, hint: 'Choose the file again to read it.' });

const stuck = (name: string): Problem => ({
  name: 'input',
  message: `${name} was given up: nothing of it was read for ${MOST_IDLE} seconds.`,
  hint: 'The file may be damaged: copy or download it again, or write it anew. If it is sound, take fewer rows or columns.',
});
