// Predictors of labels on codes of items beside logistic regression and programs of others: ours through npm run execute, the peers' by scripts/labelPeers.py.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LEAK, LOGS, notebookOf, PEERS, predictorsOf } from './benchLabelsPlan.mjs';
import { compared, judge, logUsers, picked, testRows } from './benchLabelsJudge.mjs';
import { instanceRuns } from './benchInstances.mjs';
import { executeNotebook, inFolder, runPython } from './benchRun.mjs';

export const SEEDS = [1, 2, 3];
/** Fits whose probabilities are only read for the parts. */
const PARTS_FROM = 'rate-all';

/**
 * Runs what bench/labels.json does not hold yet (remove the file, or lines of it, to run them anew) and gives what it holds: { programs, logs, runs }, runs by "LOG/SEED" and key. Without
 * RESIDUA_SHARED the planted clicks alone are run; figures of the other log stay as they are.
 */
export async function labelRuns({ root, log }) {
  const path = join(root, 'bench/labels.json');
  const book = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : { programs: {}, logs: {}, runs: {} };
  const keep = () => writeFileSync(path, bookText(book));
  await clickRuns({ root, log, book, keep });
  await instanceRuns({ root, log, book, keep, seeds: SEEDS });
  return book;
}

async function clickRuns({ root, log, book, keep }) {
  for (const name of Object.keys(LOGS)) {
    const missing = SEEDS.filter((seed) => !book.runs[`${name}/${seed}`]);
    if (missing.length === 0) continue;
    if (LOGS[name].shared && !process.env.RESIDUA_SHARED) {
      log(`${name}: not run, RESIDUA_SHARED names no folder`);
      continue;
    }
    await inFolder(async (folder) => {
      const files = await dataFiles({ root, name, folder, book });
      for (const seed of missing) {
        book.runs[`${name}/${seed}`] = await runSeed({ root, name, folder, files, seed, book, log });
        keep();
      }
      if (LEAK.of === name) book.leak = await runLeak({ root, name, folder, files });
      keep();
    });
  }
}

/** Paths by the names that the notebook binds; vectors that must be made of the training rows lie in `folder`. */
async function dataFiles({ root, name, folder, book }) {
  const { log, shared, vectors, columns } = LOGS[name];
  const events = join(shared ? process.env.RESIDUA_SHARED : root, log);
  if (typeof vectors === 'string') return { events, items: join(root, vectors) };
  const out = join(folder, 'parts');
  await executeNotebook({ root, notebook: notebookOf(name, [PARTS_FROM]), files: { events }, seed: 1, out });
  const [items, ids] = [join(folder, 'items.npy'), join(folder, 'ids.csv')];
  const { programs, ...facts } = await runPython({
    root, script: 'scripts/labelVectors.py', job: { log: events, split: join(out, `${PARTS_FROM}.predictions.csv`), user: columns.user, item: columns.item, dim: vectors.dim, vectors: items, ids },
  });
  Object.assign(book.programs, programs);
  book.vectors = { ...book.vectors, [name]: facts };
  return { events, items, ids };
}

/** By key: scores of the test part, what the run says of itself, and what it has over what it is compared with. */
async function runSeed({ root, name, folder, files, seed, book, log }) {
  const predictors = predictorsOf(name);
  const out = join(folder, `out${seed}`);
  const { cells } = await executeNotebook({ root, notebook: notebookOf(name, Object.keys(predictors)), files, seed, out });
  const cell = (id) => cells.find((one) => one.id === id);
  const { parts, coldTest, positiveShare, fields, references, warnings, events, users, items, choices } = cell('events');
  book.logs[name] = { events, users, items, parts, coldTest, positiveShare, fields, warnings, context: choices.context, references: references.map((one) => ({ name: one.name, test: picked(one.scores) })) };
  const userOf = await logUsers(files.events, LOGS[name].columns.user);
  const rows = Object.fromEntries(Object.keys(predictors).map((key) => [key, testRows(readFileSync(join(out, `${key}.predictions.csv`), 'utf8'), userOf)]));
  const found = {};
  for (const [key, { against }] of Object.entries(predictors)) {
    const { metrics, seconds, epochs, bestEpoch, parameters } = cell(key);
    found[key] = { test: picked(metrics), seconds, epochs, bestEpoch, parameters, against: await compared(root, rows, key, against) };
    log(`${name}/${seed}/${key}  AUC ${metrics.auc.toFixed(4)}  LogLoss ${metrics.logLoss.toFixed(4)}  ${seconds.toFixed(1)} s`);
  }
  return LOGS[name].shared ? { ...found, ...(await runPeers({ root, name, folder, files, seed, out, rows, userOf, fields, book, log })) } : found;
}

/** The same by keys "peer/...": each is compared with our form of it. */
async function runPeers({ root, name, folder, files, seed, out, rows, userOf, fields, book, log }) {
  const { columns, levels } = LOGS[name];
  const [split, written] = [join(out, `${PARTS_FROM}.predictions.csv`), join(folder, 'peers.csv')];
  const job = {
    log: files.events, split, ...columns, sizes: Object.fromEntries(fields.map((field) => [field.name, field.size])), vectors: files.items, ids: files.ids, codes: join(out, 'kmeans.codes.npy'), numCodes: levels, seed, out: written,
  };
  const { programs, fits } = await runPython({ root, script: 'scripts/labelPeers.py', job });
  Object.assign(book.programs, programs);
  const [parts, predictions] = [readFileSync(split, 'utf8'), readFileSync(written, 'utf8')];
  const found = {};
  for (const [peer, { epoch, cpuSeconds }] of Object.entries(fits)) {
    const key = `peer/${peer}`;
    rows[key] = testRows(parts, userOf, { text: predictions, column: peer });
    const scores = await judge(root, rows[key]);
    found[key] = { test: picked(scores), seconds: cpuSeconds, bestEpoch: epoch, against: await compared(root, rows, key, [PEERS[peer].ours]) };
    log(`${name}/${seed}/${key}  AUC ${scores.auc.toFixed(4)}  LogLoss ${scores.logLoss.toFixed(4)}`);
  }
  return found;
}

/** Scores by key where the label leaks, and what the page says of it; one seed. */
async function runLeak({ root, name, folder, files }) {
  const out = join(folder, 'leak');
  const { cells } = await executeNotebook({ root, notebook: notebookOf(name, LEAK.keys, LEAK.choices), files: { events: files.events }, seed: 1, out });
  const { events, coldTest, parts, warnings } = cells.find(({ id }) => id === 'events');
  return { events, coldTest, parts, warnings, runs: Object.fromEntries(LEAK.keys.map((key) => [key, picked(cells.find(({ id }) => id === key).metrics)])) };
}

/** One line a fit, numbers to seven digits. */
function bookText({ runs, ...rest }) {
  const digits = (_, value) => (typeof value === 'number' ? Number(value.toPrecision(7)) : value);
  const fits = (found) => Object.entries(found).map(([key, fit]) => `   ${JSON.stringify(key)}: ${JSON.stringify(fit, digits)}`).join(',\n');
  const seeds = Object.entries(runs).map(([key, found]) => `  ${JSON.stringify(key)}: {\n${fits(found)}\n  }`).join(',\n');
  return `${JSON.stringify(rest, digits, 1).replace(/\n\}$/, '')},\n "runs": {\n${seeds}\n }\n}\n`;
}
