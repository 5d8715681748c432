// npm test: everything a change must pass, on a fresh clone too. Stops at the first stage that fails.
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs, runMain, UsageError } from './lib/args.mjs';
import { chooseStages, countTests, failures, groupsOf, reportFolder, stageLine, stages, summaryLine } from './lib/stages.mjs';
import { ensureBrowser, ensureDependencies, projectRoot } from './setup.mjs';

const keys = [...new Set(stages.map((stage) => stage.key))].join('|');
const usage = `Usage: npm test -- [--only ${keys}]

Installs what is missing, then checks ${stages.map((stage) => stage.title).join(', ')}.
  --only KEY[,KEY]   only these stages (e2e builds first)`;

await runMain(async (argv) => {
  const { options, rest } = parseArgs(argv, { only: 'value', help: 'flag' });
  if (options.help) return console.log(usage);
  const chosen = chooseStages(options.only);
  if (!chosen) throw new UsageError(`--only ${options.only}: write one of ${keys}.`);
  if (rest.length > 0) throw new UsageError(`${rest[0]} is no option. To run one test file: npx vitest run --project unit ${rest[0]}`);
  ensureDependencies();
  if (chosen.some((stage) => stage.browser)) console.log(`Browser: ${await ensureBrowser()}`);

  const results = [];
  for (const lanes of groupsOf(chosen)) {
    const found = await Promise.all(lanes.map(runLane));
    results.push(...found.flat());
    if (!results.every((result) => result.ok)) break;
  }
  console.log(`\n${results.map(stageLine).join('\n')}`);
  for (const words of results.flatMap((result) => result.failures)) console.log(`\n${words}`);
  console.log(summaryLine(results));
  return results.every((result) => result.ok) ? 0 : 1;
}, usage);

/** One stage after another, up to the first that fails. */
async function runLane(lane) {
  const results = [];
  for (const stage of lane) {
    console.log(`\n--- ${stage.title}`);
    const result = await runStage(stage);
    results.push(result);
    console.log(stageLine(result));
    if (!result.ok) break;
  }
  return results;
}

async function runStage({ title, command, quiet, report: reportFile }) {
  const reportPath = reportFile && join(projectRoot, reportFile);
  // Made anew, so that a runner that dies early is not counted by the report of the run before.
  mkdirSync(join(projectRoot, reportFolder), { recursive: true });
  if (reportPath) rmSync(reportPath, { force: true });
  const start = performance.now();
  const { code, output } = await runCommand(command, quiet);
  const seconds = (performance.now() - start) / 1000;
  const report = reportPath ? readReport(reportPath) : null;
  const counts = reportPath ? countTests(report) : null;
  if (code !== 0 && quiet) console.log(output);
  return { ok: code === 0 && !counts?.failed, title, counts, seconds, failures: failures(report) };
}

function runCommand([program, ...args], quiet) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: projectRoot, stdio: ['ignore', quiet ? 'pipe' : 'inherit', quiet ? 'pipe' : 'inherit'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text) => (output += text));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output }));
  });
}

function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT' || error instanceof SyntaxError) return null; // the runner died; its exit code says so
    throw error;
  }
}
