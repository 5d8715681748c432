// RQ-KMeans and RQ-GMM beside scikit-learn and faiss on real files: our runs through npm run execute, the peers' from bench/peers.json.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FILES, METHODS, proofRows, proofText } from './benchProofTable.mjs';
import { withoutZeroRows } from './npyRows.mjs';

const CODES = [64, 256];
const SEEDS = [1, 2, 3];

/**
 * Runs what bench/proof.json does not hold yet (remove the file to run all anew) and gives { runs, rows, text }. Throws without
 * RESIDUA_SHARED or the peers' figures.
 */
export async function proof({ root, log }) {
  const shared = process.env.RESIDUA_SHARED;
  if (!shared) throw new Error('RESIDUA_SHARED names no folder: set it to the one that holds data/.');
  const peers = JSON.parse(readFileSync(join(root, 'bench/peers.json'), 'utf8'));
  const path = join(root, 'bench/proof.json');
  const runs = readRuns(path);
  for (const [file, { path: data }] of Object.entries(FILES)) {
    for (const codes of CODES) {
      for (const seed of SEEDS) {
        const missing = Object.keys(METHODS).filter((method) => !runs[`${file}/${codes}/${method}/${seed}`]);
        if (missing.length === 0) continue;
        const results = await execute(root, join(shared, data), missing, codes, seed);
        for (const [method, result] of Object.entries(results)) {
          runs[`${file}/${codes}/${method}/${seed}`] = result;
          log(`${file}/${codes}/${method}/${seed}  ${result.energy.map((share) => share.toFixed(4)).join(' / ')}  ${result.seconds.toFixed(0)} s`);
        }
        writeFileSync(path, `${JSON.stringify(runs, null, 1)}\n`);
      }
    }
  }
  const rows = proofRows(runs, peers.runs, CODES, SEEDS);
  for (const row of rows.filter((one) => one.check)) log(`${row.file} ${row.codes} ${row.name}: ${row.check.words}`);
  return { rows, text: proofText(rows, peers.programs, CODES) };
}

function readRuns(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return {};
    throw error;
  }
}

/** Energies, likelihoods and seconds of each method, by one headless run of a notebook made for it. */
async function execute(root, data, methods, codes, seed) {
  const folder = mkdtempSync(join(tmpdir(), 'residua-proof-'));
  try {
    const [notebook, rows] = [join(folder, 'notebook.json'), join(folder, 'rows.npy')];
    writeFileSync(notebook, JSON.stringify(notebookOf(methods, codes)));
    writeFileSync(rows, withoutZeroRows(readFileSync(data)));
    const out = join(folder, 'out');
    await run(root, ['scripts/execute.mjs', notebook, '--data', `items=${rows}`, '--backend', 'wasm', '--seed', String(seed), '--out', out]);
    const { cells } = JSON.parse(readFileSync(join(out, 'results.json'), 'utf8'));
    return Object.fromEntries(
      methods.map((method) => {
        const { metrics, seconds, steps } = cells.find((cell) => cell.id === method);
        const likelihood = lastByLevel(readFileSync(join(out, `${method}.curves.csv`), 'utf8'), 'logLikelihood');
        return [method, { energy: metrics.residualEnergy, seconds, steps, ...(likelihood.length > 0 && { lowerBound: likelihood }) }];
      }),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function notebookOf(methods, codes) {
  const cells = methods.map((method) => {
    const { kind, params } = METHODS[method];
    return { id: method, mode: 'quantizer', name: method, inputs: { rows: 'data' }, spec: { kind, params: { numLevels: 3, numCodes: [codes], ...params } } };
  });
  return { version: 2, name: 'Proof', cells: [{ id: 'data', mode: 'dataset', name: 'Data', spec: { data: 'items' } }, ...cells] };
}

/** The last value of a column in each level of a curve; empty where the column is not there. */
export function lastByLevel(csv, column) {
  const [header, ...lines] = csv.trim().split(/\r?\n/).map((line) => line.split(','));
  const [level, value] = [header.indexOf('level'), header.indexOf(column)];
  if (value < 0) return [];
  const last = [];
  for (const line of lines) if (line[value] !== '') last[Number(line[level])] = Number(line[value]);
  return last;
}

function run(root, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text));
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve() : reject(new Error(`npm run execute ended with ${code}: ${output.trim().split('\n').at(-1)}`))));
  });
}
