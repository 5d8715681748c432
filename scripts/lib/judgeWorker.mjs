// A thread that opens files for its parent, so that one that hangs or eats memory can be ended.
import { openAsBlob } from 'node:fs';
import { basename } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';

const { judgeFile, runCase } = await import(workerData.readers);

parentPort.on('message', async (job) => {
  const start = performance.now();
  let verdict;
  try {
    verdict = 'path' in job ? await judgeFile(new File([await openAsBlob(job.path)], basename(job.path))) : await runCase(job.seed, job.index);
  } catch (error) {
    verdict = { outcome: 'fault', message: String(error?.stack ?? error) };
  }
  parentPort.postMessage({ ...verdict, seconds: (performance.now() - start) / 1000 });
});
parentPort.postMessage('ready');
