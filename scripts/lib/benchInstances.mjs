// Readers of histories on instances as tokens, over seeds of data and training where the data are drawn: headless runs, and the scores that are kept.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { instanceNotebook, INSTANCE_LOGS, KINDS, READERS, sourceKeys } from './benchInstancesPlan.mjs';
import { compared, engineModule, logUsers, picked, testRows } from './benchLabelsJudge.mjs';
import { executeNotebook, inFolder } from './benchRun.mjs';

/** Adds to `book` what it does not hold yet; nothing where the catalog lacks the kinds. */
export async function instanceRuns({ root, log, book, keep, seeds }) {
  if (!hasInstances(root)) return log('instances: not run, the catalog has no such kinds');
  for (const [name, { draw }] of Object.entries(INSTANCE_LOGS)) {
    if (!draw && !process.env.RESIDUA_SHARED) {
      log(`${name}: not run, RESIDUA_SHARED names no folder`);
      continue;
    }
    for (const seed of seeds.filter((one) => !book.runs[`${name}/${one}`])) {
      book.runs[`${name}/${seed}`] = await inFolder((folder) => runSeed({ root, name, seed, folder, book, log }));
      keep();
    }
  }
}

/** Whether the catalog has the kinds: its modules need a browser, so its text is read. */
export function hasInstances(root) {
  const catalog = readFileSync(join(root, 'src/engine/catalog.ts'), 'utf8');
  return KINDS.every((kind) => catalog.includes(`predictors/instance/${kind.replace('iat-', '')}/kind`));
}

async function runSeed({ root, name, seed, folder, book, log }) {
  const events = await eventsFile({ root, name, seed, folder });
  const out = join(folder, 'out');
  const { cells } = await executeNotebook({ root, notebook: instanceNotebook(name), files: { events }, seed, out });
  const cell = (id) => cells.find((one) => one.id === id);
  const { parts, positiveShare, fields, references } = cell('events');
  book.logs[name] = { events: cell('events').events, users: cell('events').users, parts, positiveShare, fields };
  const userOf = await logUsers(events, INSTANCE_LOGS[name].user);
  const rows = Object.fromEntries(Object.keys(READERS).map((key) => [key, testRows(readFileSync(join(out, `${key}.predictions.csv`), 'utf8'), userOf)]));
  const found = {};
  for (const reference of references) found[reference.name] = { test: picked(reference.scores), against: {} };
  for (const key of sourceKeys) found[key] = { ...numbers(cell(key)), against: {} };
  for (const [key, { against }] of Object.entries(READERS)) {
    found[key] = { ...numbers(cell(key)), against: await compared(root, rows, key, against) };
    log(`${name}/${seed}/${key}  AUC ${found[key].test.auc.toFixed(4)}  LogLoss ${found[key].test.logLoss.toFixed(4)}  ${found[key].seconds.toFixed(0)} s`);
  }
  return found;
}

function numbers({ metrics, seconds, epochs, bestEpoch, parameters }) {
  return { test: picked(metrics), seconds, epochs, bestEpoch, parameters };
}

async function eventsFile({ root, name, seed, folder }) {
  const { draw, log } = INSTANCE_LOGS[name];
  if (!draw) return join(process.env.RESIDUA_SHARED, log);
  const { plantedInstances } = await engineModule(root, 'src/engine/data/generators/plantedInstances.ts');
  const { rows, columns } = plantedInstances(seed);
  const path = join(folder, 'instances.csv');
  const lines = Array.from({ length: rows }, (_, row) => columns.map(({ values }) => values[row]).join(','));
  writeFileSync(path, `${[columns.map((column) => column.name).join(','), ...lines].join('\n')}\n`);
  return path;
}
