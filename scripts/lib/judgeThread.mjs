// Opens one file after the other in a thread of its own, with a limit of time and memory for each.
import { Worker } from 'node:worker_threads';

const HEAP_MEGABYTES = 2048;
const WATCH_MS = 50;

/** `ask(job)` gives a verdict always: past a limit the thread is ended, the verdict is a fault, and the next job gets a new thread. */
export function judgeThread({ readers, seconds, megabytes }) {
  let worker = null;

  async function start() {
    const url = new URL('./judgeWorker.mjs', import.meta.url);
    worker = new Worker(url, { workerData: { readers }, resourceLimits: { maxOldGenerationSizeMb: HEAP_MEGABYTES } });
    await new Promise((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
    });
  }

  async function end() {
    const ended = worker;
    worker = null;
    await ended?.terminate();
  }

  async function ask(job) {
    if (!worker) await start();
    const from = process.memoryUsage().rss;
    const begin = performance.now();
    const verdict = await new Promise((resolve) => {
      const watch = setInterval(() => {
        const grown = (process.memoryUsage().rss - from) / 2 ** 20;
        const spent = (performance.now() - begin) / 1000;
        if (spent > seconds) done({ outcome: 'fault', message: `hangs: not opened after ${seconds} s`, ended: true });
        else if (grown > megabytes) done({ outcome: 'fault', message: `eats memory: ${Math.round(grown)} MB more than before`, ended: true });
      }, WATCH_MS);
      const onError = (error) => done({ outcome: 'fault', message: `ends the thread: ${error.message}`, ended: true });
      const onExit = (code) => done({ outcome: 'fault', message: `ends the thread with ${code}`, ended: true });
      const done = (result) => {
        clearInterval(watch);
        worker.off('message', done);
        worker.off('error', onError);
        worker.off('exit', onExit);
        resolve({ seconds: (performance.now() - begin) / 1000, ...result });
      };
      worker.once('message', done);
      worker.once('error', onError);
      worker.once('exit', onExit);
      worker.postMessage(job);
    });
    if (verdict.ended) await end();
    return verdict;
  }

  return { ask, end };
}
