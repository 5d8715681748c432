import { expect, it } from 'vitest';
import { comeTo, keepAnswers } from './keptAnswers';

it('asks once while what a question is of stands, and gives an answer that has come at once', async () => {
  const once = keepAnswers(4);
  let asked = 0;
  const ask = (of: object) => once('how many', of, async () => Promise.resolve(++asked));
  const run = {};
  const answer = ask(run);
  expect(comeTo(answer)).toBeNull();
  expect(await answer).toBe(1);
  expect(comeTo(ask(run))).toEqual({ value: 1 });
  expect(await ask({})).toBe(2);
});

it('asks again after a failure', async () => {
  const once = keepAnswers(4);
  const run = {};
  await expect(once('q', run, () => Promise.reject(new Error('gone')))).rejects.toThrow('gone');
  expect(await once('q', run, () => Promise.resolve('here'))).toBe('here');
});

it('forgets the answers read longest ago where there are too many', async () => {
  const once = keepAnswers(2);
  const asked: string[] = [];
  const ask = (question: string) => once(question, null, () => (asked.push(question), Promise.resolve(question)));
  for (const question of ['a', 'b', 'a', 'c', 'a', 'b']) await ask(question);
  expect(asked).toEqual(['a', 'b', 'c', 'b']);
});
