/** Words for runs that did not end as meant. */
import { expect, it } from 'vitest';
import { NO_RUN } from '../runs/cellRun';
import { endingWords, seedsStopped, stoppedWords } from './endings';

const result = (stopped: boolean, steps: number, plannedSteps?: number) => ({ stopped, steps, ...(plannedSteps !== undefined && { plannedSteps }) });

it('says how far a run came', () => {
  expect(stoppedWords(result(true, 39, 100))).toBe('stopped at 39 %');
  expect(stoppedWords(result(true, 999, 1000))).toBe('stopped at 99 %');
  expect(stoppedWords(result(true, 7))).toBe('stopped at step 7');
  expect(stoppedWords(result(false, 39, 100))).toBe('');
  expect([seedsStopped([result(true, 1, 4)]), seedsStopped([result(true, 1, 4), result(false, 4, 4), result(true, 2, 4)]), seedsStopped([result(false, 4, 4), result(false, 4, 4)])]).toEqual(['stopped at 25 %', '2 of 3 seeds stopped', '']);
});

it('and of a run without a result where it was cut off', () => {
  const progress = { step: 30, steps: 120, phase: '', itemsPerSecond: 0, eta: null, seconds: 1 };
  expect(endingWords({ ...NO_RUN, status: 'interrupted', progress })).toBe('interrupted at 25 %');
  expect(endingWords({ ...NO_RUN, status: 'failed', progress })).toBe('failed at 25 %');
  expect([endingWords(undefined), endingWords(NO_RUN), endingWords({ ...NO_RUN, status: 'running', progress })]).toEqual(['', '', '']);
});
