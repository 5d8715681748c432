// npm run bench: kernels, training step, growth, readers, quantizers and page times in a headless browser, as JSON and as tables.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { runMain } from './lib/args.mjs';
import { benchJob, usage } from './lib/benchArgs.mjs';
import { attempts, leftOut, sectionEnd } from './lib/benchAttempts.mjs';
import { faults, sectionText } from './lib/benchReport.mjs';
import { replaceSection } from './lib/benchTables.mjs';
import { ensureDependencies, projectRoot } from './setup.mjs';

const resultsPath = join(projectRoot, 'bench/results.json');
const documentPath = join(projectRoot, 'docs/benchmarks.md');

await runMain(async (argv) => {
  const job = benchJob(argv);
  if (!job) return console.log(usage);
  ensureDependencies();
  const { measurements } = await import('./lib/benchSections.mjs');
  const { benchSession } = await import('./lib/benchSession.mjs');
  const needsSession = job.only.some((section) => section in measurements);
  const session = needsSession ? await benchSession(projectRoot, { hardware: job.hardware }) : null;
  const problems = [];
  try {
    for (const section of job.only) {
      console.log(`\n--- ${section}`);
      const seen = [];
      // performance.now() counts from the start of the process.
      const attempt = attempts(1000 * sectionEnd(section, job.only, job.scale), seen);
      const measured = await measure(section, { job, session, attempt, own: measurements[section] });
      const empty = !measured || [measured.rows, measured.entries].some((list) => list?.length === 0);
      problems.push(...seen, ...(empty ? [`${section}: nothing was measured`] : faults(section, measured)));
      if (!empty) keep(section, { ...surroundings(session, job.scale), ...measured, problems: seen });
    }
  } finally {
    await session?.close();
  }
  if (problems.length > 0) console.error(`\n${problems.map((problem) => `- ${problem}`).join('\n')}`);
  return problems.some((problem) => !leftOut(problem)) ? 1 : 0;
}, usage);
process.exit();

async function measure(section, { job, session, attempt, own }) {
  const log = (line) => console.log(line);
  if (section === 'page') {
    const { pageTimes } = await import('./lib/benchPage.mjs');
    return attempt('page times', () => pageTimes({ root: projectRoot, file: job.file, short: job.scale !== 'full', log }));
  }
  if (section === 'proof') {
    const { proof } = await import('./lib/benchProof.mjs');
    return attempt('proof', () => proof({ root: projectRoot, log }));
  }
  if (section === 'values') {
    const { values } = await import('./lib/benchValues.mjs');
    return attempt('values', () => values({ root: projectRoot, log }));
  }
  return own({ session, scale: job.scale, attempt, log });
}

/** Written after every section, so that a run that is broken off has lost nothing; sections not run stay as they were. */
function keep(section, measured) {
  mkdirSync(join(projectRoot, 'bench'), { recursive: true });
  writeFileSync(resultsPath, `${JSON.stringify({ ...readResults(), [section]: measured }, null, 2)}\n`);
  const text = sectionText(section, measured);
  if (measured.scale !== 'full') return;
  writeFileSync(documentPath, replaceSection(readFileSync(documentPath, 'utf8'), section, text));
}

function readResults() {
  try {
    return JSON.parse(readFileSync(resultsPath, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT' || error instanceof SyntaxError) return {};
    throw error;
  }
}

/** What the figures were measured on; the load tells whether other programs were running. */
function surroundings(session, scale) {
  return {
    scale,
    measured: new Date().toISOString(),
    machine: `${cpus().length} cores (${cpus()[0].model.trim()}), ${Math.round(totalmem() / 1e9)} GB`,
    load: Math.round(loadavg()[0] * 10) / 10,
    ...(session && { browser: session.browserVersion(), adapters: session.adapters() }),
  };
}
