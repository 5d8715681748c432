// RQ-Reg beside baselines and scikit-learn on the same rows, columns and parts: ours through npm run execute, the peers' by scripts/valuePeers.py.
import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ALIGNED, notebookOf, PEERS, PREDICTORS, seedsFor, TABLES } from './benchValuesPlan.mjs';
import { valueRows, valuesText } from './benchValuesTable.mjs';

const SEEDS = [1, 2, 3];
/** Fits in one browser; what it has done is lost where the last of them fails. */
const AT_ONCE = 4;
const PYTHON = process.env.PYTHON ?? '/usr/bin/python3';

/**
 * Runs what bench/values.json does not hold yet (remove the file, or lines of it, to run them anew) and gives { rows, text }. Without RESIDUA_SHARED only
 * the bundled sample is run; figures of the other tables stay as they are.
 */
export async function values({ root, log }) {
  const path = join(root, 'bench/values.json');
  const book = readBook(path);
  const keep = () => writeFileSync(path, `${JSON.stringify(book, null, 1)}\n`);
  for (const name of Object.keys(TABLES)) {
    if (TABLES[name].shared && !process.env.RESIDUA_SHARED) {
      log(`${name}: not run, RESIDUA_SHARED names no folder`);
      continue;
    }
    const folder = mkdtempSync(join(tmpdir(), 'residua-values-'));
    try {
      await runTable({ root, name, folder, book, keep, log });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  const rows = valueRows(book.runs, SEEDS);
  return { rows, text: valuesText(rows, book) };
}

async function runTable({ root, name, folder, book, keep, log }) {
  const files = dataFiles(root, name, folder);
  // What is compared comes before what is taken out of RQ-Reg or tried, so that a run cut short leaves a whole table.
  const rounds = [undefined, 'ablation', 'try'].flatMap((role) => SEEDS.map((seed) => ({ role, seed })));
  for (const { role, seed } of rounds) {
    const missing = Object.keys(PREDICTORS).filter((key) => PREDICTORS[key].role === role && seedsFor(name, key, SEEDS).includes(seed) && !isKept(book.runs[`${name}/${key}/${seed}`], key));
    for (let start = 0; start < missing.length; start += AT_ONCE) {
      const { table, fits } = await execute({ root, name, files, keys: missing.slice(start, start + AT_ONCE), seed, split: join(folder, 'split.csv') });
      book.tables[name] = table;
      for (const reference of table.references ?? []) book.runs[`${name}/${reference.name}`] = { test: reference.scores };
      for (const [key, run] of Object.entries(fits)) {
        book.runs[`${name}/${key}/${seed}`] = run;
        log(`${name}/${key}/${seed}  MAE ${run.test.mae.toFixed(3)}  XAUC ${run.test.xauc.toFixed(4)}  validation ${run.validation.mae.toFixed(3)}  ${run.seconds.toFixed(0)} s`);
      }
      keep();
    }
  }
  if (Object.keys(PEERS).every((loss) => book.runs[`${name}/${loss}`])) return;
  const split = join(folder, 'split.csv');
  if (!existsSync(split)) await execute({ root, name, files, keys: ['median'], seed: SEEDS[0], split });
  Object.assign(book.runs, await peers({ root, name, files, folder, split, book, log }));
  keep();
}

/** Of what alignment is worth, its figures are kept too. */
const isKept = (run, key) => Boolean(run) && (!ALIGNED.includes(key) || Boolean(run.alignment));

/** Paths of the table and of what is joined to it; a table that must be prepared lies in `folder`. */
function dataFiles(root, name, folder) {
  const { path, shared, joined, prepare } = TABLES[name];
  const base = shared ? process.env.RESIDUA_SHARED : root;
  const table = prepare ? join(folder, `${name}.csv`) : join(base, path);
  if (prepare) writeFileSync(table, prepare(readFileSync(join(base, path), 'utf8')));
  return { table, ...(joined && { joined: join(base, joined) }) };
}

/** Scores on the test and the validation part by predictor; the parts of all rows go to `split`. */
async function execute({ root, name, files, keys, seed, split }) {
  const folder = mkdtempSync(join(tmpdir(), 'residua-values-run-'));
  try {
    const [notebook, out] = [join(folder, 'notebook.json'), join(folder, 'out')];
    writeFileSync(notebook, JSON.stringify(notebookOf(name, keys)));
    const data = Object.entries(files).flatMap(([key, file]) => ['--data', `${key}=${file}`]);
    await run(process.execPath, ['scripts/execute.mjs', notebook, ...data, '--backend', 'wasm', '--seed', String(seed), '--out', out], root);
    const { cells } = JSON.parse(readFileSync(join(out, 'results.json'), 'utf8'));
    const cell = (id) => cells.find((one) => one.id === id);
    const { rows, splits, features, references } = cell('table');
    copyFileSync(join(out, `${keys[0]}.predictions.csv`), split);
    const fits = keys.map((key) => {
      const { metrics, validation, seconds, epochs, bestEpoch, parameters, alignment } = cell(key);
      return [key, { test: metrics, validation, seconds, epochs, bestEpoch, parameters, ...(alignment && { alignment }) }];
    });
    return { table: { rows, splits, features: features.length, references }, fits: Object.fromEntries(fits) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** { 'TABLE/LOSS': { test, validation, rounds, seconds } }; scored by the engine's own functions. */
async function peers({ root, name, files, folder, split, book, log }) {
  const { target, features, join: column } = TABLES[name];
  const [job, out] = [join(folder, 'job.json'), join(folder, 'peers.csv')];
  writeFileSync(job, JSON.stringify({ table: files.table, joined: files.joined ?? null, join: column ?? null, target, features, split, out, mostRounds: 1600 }));
  const { programs, fits } = JSON.parse(await run(PYTHON, [join(root, 'scripts/valuePeers.py'), job], root));
  book.programs = programs;
  const { runnerImport } = await import('vite');
  const { module: { computeScores } } = await runnerImport(join(root, 'src/engine/metrics/scores.ts'), { root, configFile: false });
  const scores = peerScores(readFileSync(split, 'utf8'), readFileSync(out, 'utf8'), computeScores);
  return Object.fromEntries(
    Object.entries(fits).map(([loss, { rounds, cpuSeconds }]) => {
      log(`${name}/${loss}  MAE ${scores[loss].test.mae.toFixed(3)}  XAUC ${scores[loss].test.xauc.toFixed(4)}  ${rounds} rounds`);
      return [`${name}/${loss}`, { ...scores[loss], rounds, seconds: cpuSeconds }];
    }),
  );
}

/** By column of `predictions`: { test, validation } scores. Rows of both texts are in one order; throws where they are not. */
export function peerScores(split, predictions, computeScores) {
  const parse = (text) => text.trim().split(/\r?\n/).map((line) => line.split(','));
  const [[...header], ...lines] = parse(split);
  const [[, ...losses], ...predicted] = parse(predictions);
  const at = Object.fromEntries(header.map((name, index) => [name, index]));
  if (predicted.length !== lines.length || lines.some((line, i) => line[at.row] !== predicted[i][0])) throw new Error('The peers predicted other rows than the split holds.');
  const scoresOf = (part, column) => {
    const chosen = [...lines.keys()].filter((i) => lines[i][at.split] === part);
    return computeScores(chosen.map((i) => Number(lines[i][at.target])), chosen.map((i) => Number(predicted[i][column])));
  };
  return Object.fromEntries(losses.map((loss, index) => [loss, { test: scoresOf('test', index + 1), validation: scoresOf('validation', index + 1) }]));
}

function readBook(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return { programs: {}, tables: {}, runs: {} };
    throw error;
  }
}

/** The standard output. One thread: several that wait for each other on a busy machine take many times as long. Rejects with the last line said where the program fails. */
function run(program, args, cwd) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'], env: { OMP_NUM_THREADS: '1', ...process.env } });
    let [output, all] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text) => ((output += text), (all += text)));
    child.stderr.setEncoding('utf8').on('data', (text) => (all += text));
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve(output) : reject(new Error(`${args[0]} ended with ${code}: ${all.trim().split('\n').at(-1)}`))));
  });
}
