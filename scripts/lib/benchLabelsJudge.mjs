// Test rows of predictions, their scores and their differences by the engine's own functions.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

let engine;

/** A module of the engine that needs no browser. */
export async function engineModule(root, path) {
  const { runnerImport } = await import('vite');
  return (await runnerImport(join(root, path), { root, configFile: false })).module;
}

async function functions(root) {
  if (engine) return engine;
  const load = (path) => engineModule(root, path);
  const { scoresByItem } = await load('src/engine/metrics/scores.ts');
  const { bootstrapByUser } = await load('src/engine/math/userBootstrap.ts');
  return (engine = { scoresByItem, bootstrapByUser });
}

/** The user of each row of a log, as a number by order of appearance. */
export async function logUsers(path, column) {
  const names = path.endsWith('.parquet') ? await parquetColumn(path, column) : textColumn(readFileSync(path, 'utf8'), column);
  const known = new Map();
  return Int32Array.from(names, (name) => {
    const number = known.get(name) ?? known.size;
    known.set(name, number);
    return number;
  });
}

/**
 * Test rows of a predictions.csv: { labels, users, cold, probabilities }, or with the probabilities that a column of another text has in the same order of rows; throws where the rows are not the same.
 */
export function testRows(predictions, userOf, other) {
  const [header, ...lines] = parse(predictions);
  const at = Object.fromEntries(header.map((name, index) => [name, index]));
  const [otherHeader, ...otherLines] = other ? parse(other.text) : [header, ...lines];
  const [row, probability] = [otherHeader.indexOf('row'), otherHeader.indexOf(other ? other.column : 'probability')];
  if (otherLines.length !== lines.length || lines.some((line, i) => line[at.row] !== otherLines[i][row])) throw new Error('Probabilities are of other rows than the parts.');
  const test = [...lines.keys()].filter((i) => lines[i][at.split] === 'test');
  return {
    labels: Uint8Array.from(test, (i) => Number(lines[i][at.label])), users: Int32Array.from(test, (i) => userOf[Number(lines[i][at.row])]),
    cold: Uint8Array.from(test, (i) => (lines[i][at.item] === 'cold' ? 1 : 0)), probabilities: Float64Array.from(test, (i) => Number(otherLines[i][probability])),
  };
}

/** All scores of test rows, of new and known items too. */
export async function judge(root, { cold, ...judged }) {
  const { scoresByItem } = await functions(root);
  return scoresByItem(judged, cold);
}

/** What `key` has over each of `others`, by key: differences of AUC and LogLoss with the middle 95 % of 1,000 draws of users; all pairs see the same draws. `rows`: test rows by key. */
export async function compared(root, rows, key, others) {
  const { bootstrapByUser } = await functions(root);
  const interval = ({ value, low, high }) => [value, low, high];
  const found = {};
  for (const other of others) {
    const { labels, users, probabilities } = rows[key];
    const { auc, logLoss } = await bootstrapByUser({ labels, users, first: probabilities, second: rows[other].probabilities });
    found[other] = { auc: interval(auc), logLoss: interval(logLoss) };
  }
  return found;
}

function parse(text) {
  return text.trim().split(/\r?\n/).map((line) => line.split(','));
}

function textColumn(text, column) {
  const [header, ...lines] = text.trim().split(/\r?\n/).map((line) => line.split(/[\t,]/));
  const at = header.indexOf(column);
  return lines.map((cells) => cells[at]);
}

async function parquetColumn(path, column) {
  const { parquetReadObjects } = await import('hyparquet');
  const { buffer, byteOffset, byteLength } = readFileSync(path);
  const rows = await parquetReadObjects({ file: { byteLength, slice: (start, end) => buffer.slice(byteOffset + start, byteOffset + (end ?? byteLength)) }, columns: [column] });
  return rows.map((row) => row[column]);
}

const SCORES = ['auc', 'aucWarm', 'aucCold', 'logLoss', 'logLossCold', 'calibrationError', 'predictedOverObserved'];

/** The scores that are kept. */
export const picked = (scores) => Object.fromEntries(SCORES.map((key) => [key, scores[key] ?? null]));
