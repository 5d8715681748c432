import { describe, expect, it } from 'vitest';
import { chooseStages, countTests, failures, groupsOf, stageLine, stages, summaryLine } from './stages.mjs';

describe('stages', () => {
  it('are chosen by key, the build with the end-to-end tests', () => {
    expect(chooseStages(undefined)).toBe(stages);
    expect(chooseStages('e2e').map((stage) => stage.title)).toEqual(['build', 'end-to-end tests']);
    expect(chooseStages('lint,types').map((stage) => stage.title)).toEqual(['types', 'types of src/engine', 'types of src/viz', 'types of src/app', 'lint']);
    expect(chooseStages('everything')).toBeNull();
  });

  it('run in groups: what is single beside what leaves the processor idle, and alone where that is not asked for', () => {
    const titles = (only) => groupsOf(chooseStages(only)).map((lanes) => lanes.map((lane) => lane.map((stage) => stage.key)));
    expect(titles('unit,lint,fuzz,gpu,e2e')).toEqual([[['unit']], [['lint', 'fuzz'], ['gpu']], [['e2e']], [['e2e']]]);
    expect(titles('lint,e2e')).toEqual([[['lint']], [['e2e']], [['e2e']]]);
    expect(titles('gpu')).toEqual([[['gpu']]]);
  });

  it('count the tests of both runners, files that do not load included', () => {
    const vitest = { numPassedTests: 5, numFailedTests: 1, numPendingTests: 2, numTodoTests: 0, testResults: [{ status: 'failed', assertionResults: [] }] };
    expect(countTests(vitest)).toEqual({ passed: 5, failed: 2, skipped: 2 });
    expect(countTests({ stats: { expected: 4, unexpected: 1, flaky: 1, skipped: 3 } })).toEqual({ passed: 5, failed: 1, skipped: 3 });
    expect(countTests(null)).toBeNull();
    expect(countTests({})).toBeNull();
  });

  it('say of each failed test why, of those that passed at the second try too', () => {
    const vitest = { testResults: [{ name: 'a.test.ts', message: 'cannot be read', assertionResults: [] }, { name: 'b.test.ts', assertionResults: [{ status: 'passed', fullName: 'b holds' }, { status: 'failed', fullName: 'b adds', failureMessages: ['\u001b[31m1 is not 2\u001b[39m'] }] }] };
    expect(failures(vitest)).toEqual(['a.test.ts\n    cannot be read', 'b adds\n    1 is not 2']);
    const spec = (title, ok, ...errors) => ({ title, ok, tests: [{ results: errors.map((message) => (message ? { error: { message } } : {})) }] });
    const playwright = { suites: [{ specs: [spec('opens', true, null)], suites: [{ specs: [spec('waits', true, 'late', null), spec('ends', false, 'wrong\nplace')] }] }] };
    expect(failures(playwright)).toEqual(['waits (passed when tried again)\n    late', 'ends\n    wrong\n    place']);
    expect(failures(null)).toEqual([]);
  });

  it('end in one line that can be read by people and scripts', () => {
    const ok = (title, passed) => ({ ok: true, title, seconds: 1, counts: passed === undefined ? null : { passed, failed: 0, skipped: 1 } });
    expect(summaryLine([ok('types'), ok('unit tests', 300), ok('end-to-end tests', 12)])).toBe('312 passed, 0 failed');
    expect(summaryLine([ok('unit tests', 300), { ok: false, title: 'build', seconds: 1, counts: null }])).toBe('Stopped at build: 300 passed, 1 failed');
    const failed = { ok: false, title: 'unit tests', seconds: 61.25, counts: { passed: 7, failed: 2, skipped: 0 } };
    expect(summaryLine([ok('lint'), failed])).toBe('Stopped at unit tests: 7 passed, 2 failed');
    expect(stageLine(failed)).toMatch(/^FAIL {2}unit tests +7 passed, 2 failed +61\.3 s$/);
  });
});
