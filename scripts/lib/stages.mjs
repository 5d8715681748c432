// The stages of npm test as data, and what their reports count.

/** Where runners leave their JSON reports; ignored by git. */
export const reportFolder = 'test-results';

const bin = (path, ...args) => [process.execPath, `node_modules/${path}`, ...args];
const vitest = (project) => bin(
  'vitest/vitest.mjs', 'run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${reportFolder}/${project}.json`,
);

/**
 * In order. `key` is what --only takes; `quiet` output is shown only when the stage fails. `beside`: runs while the stage of that key does, which leaves a part of the processor idle; several of
 * them stand before it and take turns.
 */
export const stages = [
  // The whole, tests too, and then each room with what it may know of its surroundings: the engine has no page, the views no engine.
  ...['.', 'src/engine', 'src/viz', 'src/app'].map((project) => ({ key: 'types', title: project === '.' ? 'types' : `types of ${project}`, command: bin('@typescript/native/bin/tsc', '-p', project), quiet: true })),
  { key: 'unit', title: 'unit tests', command: vitest('unit'), report: `${reportFolder}/unit.json` },
  { key: 'lint', title: 'lint', command: bin('eslint/bin/eslint.js', '.', '--max-warnings', '0'), quiet: true, beside: 'gpu' },
  // Cases that are known to pass, so that a faster machine does not meet new ones in the midst of other work.
  { key: 'fuzz', title: 'damaged files', command: [process.execPath, 'scripts/fuzz.mjs', '--seconds', '30', '--cases', '8000'], quiet: true, beside: 'gpu' },
  { key: 'gpu', title: 'kernel tests on WebGPU', command: vitest('webgpu'), report: `${reportFolder}/webgpu.json`, browser: true },
  { key: 'e2e', title: 'build', command: bin('vite/bin/vite.js', 'build'), quiet: true },
  {
    key: 'e2e',
    title: 'end-to-end tests',
    command: bin('@playwright/test/cli.js', 'test'),
    report: `${reportFolder}/e2e.json`,
    browser: true,
  },
];

/** The stages that `only` (comma-separated keys, or undefined for all) names; null where it names something else. */
export function chooseStages(only) {
  if (only === undefined) return stages;
  const keys = only.split(',');
  const known = new Set(stages.map((stage) => stage.key));
  return keys.every((key) => known.has(key)) ? stages.filter((stage) => keys.includes(stage.key)) : null;
}

/** The stages in the order they run: those of a group at once, each of its lanes one stage after another. */
export function groupsOf(chosen) {
  const groups = [];
  for (const stage of chosen) {
    const waiting = groups.at(-1);
    if (stage.beside && waiting?.beside === stage.beside) waiting.lanes[0].push(stage);
    else if (waiting?.beside === stage.key) waiting.lanes.push([stage]);
    else groups.push({ beside: stage.beside, lanes: [[stage]] });
  }
  return groups.map(({ lanes }) => lanes);
}

/** Tests passed, failed and skipped in a JSON report of vitest or Playwright; null for anything else. */
export function countTests(report) {
  if (typeof report?.numPassedTests === 'number') {
    // A file that cannot even be loaded fails without a test in it.
    const broken = (report.testResults ?? []).filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length;
    const skipped = (report.numPendingTests ?? 0) + (report.numTodoTests ?? 0);
    return { passed: report.numPassedTests, failed: report.numFailedTests + broken, skipped };
  }
  if (typeof report?.stats?.expected === 'number') {
    const { expected, flaky, unexpected, skipped } = report.stats;
    return { passed: expected + flaky, failed: unexpected, skipped };
  }
  return null;
}

/** What each failed test of such a report says, and each that passed only when it was tried again, a few lines each: where a log is kept only in part, its end says why. */
export function failures(report) {
  const shown = (title, message) => `${title}\n${plain(message ?? '').split('\n').slice(0, 12).map((line) => `    ${line}`).join('\n')}`;
  const ofVitest = (report?.testResults ?? []).flatMap(({ name, message, assertionResults }) => [
    ...(assertionResults.length === 0 && message ? [shown(name, message)] : []),
    ...assertionResults.filter(({ status }) => status === 'failed').map(({ fullName, failureMessages }) => shown(fullName, failureMessages?.[0])),
  ]);
  const specs = (suite) => [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(specs)];
  const ofPlaywright = (report?.suites ?? []).flatMap(specs).flatMap(({ ok, title, tests }) => {
    const error = tests.flatMap(({ results }) => results).find((result) => result.error)?.error;
    return error ? [shown(ok ? `${title} (passed when tried again)` : title, error.message)] : ok === false ? [shown(title)] : [];
  });
  return [...ofVitest, ...ofPlaywright];
}

/** Without the colours of a terminal. */
function plain(text) {
  return text.replace(/\u001b\[[0-9;]*m/g, '');
}

/** The last line: "312 passed, 0 failed", preceded by where it stopped. A stage that fails without a failed test counts as one. */
export function summaryLine(results) {
  const total = (name) => results.reduce((sum, result) => sum + (result.counts?.[name] ?? 0), 0);
  const stopped = results.find((result) => !result.ok);
  const failed = total('failed') + (stopped && !stopped.counts?.failed ? 1 : 0);
  return `${stopped ? `Stopped at ${stopped.title}: ` : ''}${total('passed')} passed, ${failed} failed`;
}

/** "ok    unit tests                312 passed, 3 skipped      41.2 s" */
export function stageLine({ ok, title, counts, seconds }) {
  const parts = counts ? [`${counts.passed} passed`, counts.failed && `${counts.failed} failed`, counts.skipped && `${counts.skipped} skipped`] : [];
  return `${ok ? 'ok  ' : 'FAIL'}  ${title.padEnd(24)}${parts.filter(Boolean).join(', ').padEnd(34)}${seconds.toFixed(1).padStart(7)} s`;
}
