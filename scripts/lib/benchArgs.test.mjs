import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { benchJob, onlyNamed, sections } from './benchArgs.mjs';
import { attempts, leftOut, sectionEnd } from './benchAttempts.mjs';

describe('benchJob', () => {
  it('runs all but what must be named unless told', () => {
    expect(benchJob([])).toEqual({ scale: 'full', only: sections.filter((section) => !onlyNamed.includes(section)), hardware: false, file: undefined });
    expect(benchJob(['a.npy', '--quick', '--only', 'proof,kernels', '--hardware'])).toEqual({ scale: 'quick', only: ['kernels', 'proof'], hardware: true, file: 'a.npy' });
    expect(benchJob(['--help'])).toBeNull();
  });

  it.each([[['--quick', '--smoke'], 'exclude'], [['--only', 'kernels,x'], '--only x'], [['a', 'b'], '2 are given'], [['--fast'], 'no option --fast']])('refuses %j', (argv, words) => {
    expect(() => benchJob(argv)).toThrow(words);
  });
});

it('every section has its place in the document', () => {
  const text = readFileSync(new URL('../../docs/benchmarks.md', import.meta.url), 'utf8');
  for (const section of sections) expect(text).toMatch(new RegExp(`<!-- bench ${section} -->[^]*<!-- /bench ${section} -->`));
});

describe('attempts', () => {
  it('notes a failure in one line and goes on', async () => {
    const problems = [];
    const attempt = attempts(Infinity, problems);
    expect(await attempt('a', async () => Promise.reject(new Error('broken\nstack')))).toBeUndefined();
    expect(await attempt('b', async () => 2)).toBe(2);
    expect(problems).toEqual(['a: broken']);
    expect(leftOut(problems[0])).toBe(false);
  });

  it('leaves out what is not done in time, and begins nothing after that', async () => {
    const problems = [];
    const attempt = attempts(performance.now() + 20, problems);
    expect(await attempt('a', () => new Promise(() => {}))).toBeUndefined();
    let begun = false;
    await attempt('b', async () => (begun = true));
    expect(begun).toBe(false);
    expect(problems).toHaveLength(2);
    expect(problems.every(leftOut)).toBe(true);
  });
});

it('gives the last section of a quick run the whole time, and the ones before what is not reserved', () => {
  const chosen = sections.filter((section) => !onlyNamed.includes(section));
  const ends = chosen.map((section) => sectionEnd(section, chosen, 'quick'));
  expect(ends.at(-1)).toBeLessThan(118);
  expect(ends).toEqual([...ends].sort((a, b) => a - b));
  expect(ends[0]).toBeGreaterThan(20);
  expect(sectionEnd('kernels', ['kernels'], 'quick')).toBe(ends.at(-1));
  expect(sectionEnd('kernels', chosen, 'full')).toBe(Infinity);
});
