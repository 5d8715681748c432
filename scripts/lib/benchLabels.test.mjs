import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { instanceNotebook, INSTANCE_LOGS, READERS } from './benchInstancesPlan.mjs';
import { testRows } from './benchLabelsJudge.mjs';
import { keyOf, LEAK, LOGS, notebookOf, PEERS, predictorsOf } from './benchLabelsPlan.mjs';
import { difference, differenceWords, labelsText, leakText } from './benchLabelsTable.mjs';
import { retrievalText } from './benchRetrieval.mjs';
import { stepsText } from './benchTurns.mjs';

const run = (auc, against = {}) => ({ test: { auc, aucWarm: auc, aucCold: null, logLoss: 1 - auc, calibrationError: 0.02 }, against });

describe('the plan', () => {
  it.each(Object.keys(LOGS))('%s: every fit is compared with fits that are there, and reads what its cell joins', (name) => {
    const predictors = predictorsOf(name);
    const { cells } = notebookOf(name, Object.keys(predictors));
    for (const [key, { against, codes, params }] of Object.entries(predictors)) {
      for (const other of against) expect(predictors).toHaveProperty([other]);
      const { inputs } = cells.find(({ id }) => id === key);
      expect(inputs.codes).toBe(codes);
      expect('items' in inputs).toBe(['vectors', 'both'].includes(params.fields));
      for (const read of Object.values(inputs)) expect(cells.map(({ id }) => id)).toContain(read);
    }
  });

  it('takes no quantizer and no vectors where nothing reads them, and has our form of every peer', () => {
    expect(notebookOf('kuairand', ['rate-all']).cells.map(({ mode }) => mode)).toEqual(['log', 'predictor']);
    for (const { ours } of Object.values(PEERS)) expect(predictorsOf('kuairand')).toHaveProperty([ours]);
    for (const key of LEAK.keys) expect(predictorsOf(LEAK.of)).toHaveProperty([key]);
    expect(keyOf('fnn', 'codes', 'gmm')).toBe('fnn-codes-gmm');
  });

  it.each(Object.keys(INSTANCE_LOGS))('%s: every reader of a store has one, and is compared with readers that are there', (name) => {
    const { cells } = instanceNotebook(name);
    for (const [key, { store, against }] of Object.entries(READERS)) {
      const { inputs } = cells.find(({ id }) => id === key);
      expect('store' in inputs).toBe(store !== undefined);
      for (const read of Object.values(inputs)) expect(cells.map(({ id }) => id)).toContain(read);
      for (const other of against) expect(READERS).toHaveProperty([other]);
    }
  });
});

describe('differences', () => {
  const of = (...intervals) => intervals.map((auc) => run(0.7, { other: { auc, logLoss: auc } }));

  it('are noise where the interval holds 0 or seeds disagree, else better or worse by the sense of the score', () => {
    expect(difference(of([0.02, 0.01, 0.03], [0.04, 0.02, 0.06]), 'other')).toEqual({ mean: 0.03, low: 0.015, high: 0.045, verdict: 'better' });
    expect(difference(of([0.02, 0.01, 0.03]), 'other', 'logLoss').verdict).toBe('worse');
    expect(difference(of([0.02, -0.01, 0.05]), 'other').verdict).toBe('noise');
    expect(difference(of([0.08, 0.07, 0.09], [-0.01, -0.02, -0.005]), 'other').verdict).toBe('noise');
    expect(difference(of([0.02, 0.01, 0.03]), 'none')).toBeNull();
  });

  it('are said with their interval', () => {
    expect(differenceWords(difference(of([-0.02, -0.03, -0.01]), 'other'))).toBe('-0.0200 (-0.0300 to -0.0100): **worse**');
    expect(differenceWords(null)).toBe('');
  });
});

it('the tables hold what was run, peers beside it, and say who wins and that codes are noise', () => {
  const log = { parts: { train: 8000, validation: 1000, test: 1000 }, coldTest: 400, fields: [{ name: 'user', size: 50 }], items: 90, references: [] };
  const even = { auc: [0, -0.01, 0.01], logLoss: [0, -0.01, 0.01] };
  const seedRuns = (shift) => ({
    'logistic-none': run(0.78), 'fnn-none': run(0.77 + shift, { 'logistic-none': even }), 'fnn-shuffled-kmeans': run(0.77, { 'fnn-none': even }),
    'fnn-codes-kmeans': run(0.775, { 'fnn-none': even, 'fnn-shuffled-kmeans': even }), 'peer/fnn-none': run(0.771, { 'fnn-none': even }),
  });
  const text = labelsText({ programs: { torch: '2' }, logs: { kuairand: log }, runs: { 'kuairand/1': seedRuns(0), 'kuairand/2': seedRuns(0.01) } }, [1, 2]);
  expect(text).toContain('8,000 / 1,000 / 1,000 rows in order of time, 400 of the test rows with new items.');
  expect(text).toContain('| FNN, id | 0.7750 ±0.0071 | 0.7750 ±0.0071 | - | 0.2250 ±0.0071 | 0.020 | +0.0000 (-0.0100 to +0.0100): noise (to logistic regression) |');
  expect(text).toContain('| *PyTorch FNN, id* | 0.7710 |');
  expect(text).toContain('Highest AUC: Logistic regression, id, 0.7800.');
  expect(text).toContain('Of all 1 fits with codes, against the id alone in the same model: 0 better, 0 worse, 1 noise');
});

it('a leak is quoted as the log reader says it', () => {
  const runs = Object.fromEntries(LEAK.keys.map((key) => [key, run(0.9).test]));
  const text = leakText({ events: 5000, coldTest: 20, parts: { test: 500 }, warnings: ['Some.', 'The count of "item" tells the label.'], runs });
  expect(text).toContain('The log reader says: "The count of "item" tells the label."');
  expect(text).toContain('| FNN, id | 0.9000 |');
});

it('a step is set against the aim', () => {
  const row = { name: 'FNN, id', threads: 2, plain: 9, alone: 3, pool: 2, torch: 1.5, version: '2' };
  expect(stepsText([row])).toContain('| FNN, id | 9.00 | 3.00 | 2.00 | 1.50 | 2.00x |');
  expect(stepsText([row])).toContain('met, at most 2.00 times');
  expect(stepsText([{ ...row, alone: 7.5 }])).toContain('missed, at most 5.00 times');
  expect(stepsText([{ ...row, torch: null }])).toContain('PyTorch was not installed');
});

it('test rows come with their users and whether their items are new; other rows are refused', () => {
  const text = 'row,split,item,label,probability\r\n0,train,warm,1,0.5\r\n2,test,cold,1,0.25\r\n3,test,warm,0,0.75\r\n';
  const users = Int32Array.from([7, 8, 9, 7]);
  expect(testRows(text, users)).toEqual({ labels: Uint8Array.from([1, 0]), users: Int32Array.from([9, 7]), cold: Uint8Array.from([1, 0]), probabilities: Float64Array.from([0.25, 0.75]) });
  expect(testRows(text, users, { text: 'row,a,b\n0,1,1\n2,0.5,0.1\n3,0.5,0.2\n', column: 'b' }).probabilities).toEqual(Float64Array.from([0.1, 0.2]));
  expect(() => testRows(text, users, { text: 'row,a\n0,1\n3,1\n2,1\n', column: 'a' })).toThrow('other rows');
});

const python = process.env.PYTHON ?? '/usr/bin/python3';
const one = { env: { ...process.env, OMP_NUM_THREADS: '1' }, encoding: 'utf8' };
const hasPeers = spawnSync(python, ['-c', 'import sklearn, torch'], one).status === 0;

describe.skipIf(!hasPeers)('the scripts of Python (skipped where scikit-learn or torch is missing)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'residua-labels-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const at = (name) => join(folder, name);
  const script = (name, job) => {
    writeFileSync(at('job.json'), JSON.stringify(job));
    return spawnSync(python, [new URL(`../${name}`, import.meta.url).pathname, at('job.json')], one);
  };
  // Items of two halves, each seen by users of its own half and clicked by the first alone.
  const rows = Array.from({ length: 1200 }, (_, i) => ({ item: (i * 7) % 40, user: 2 * (Math.floor(i / 40) % 15) + (i % 2), label: i % 10 === 3 ? i % 2 : 1 - (i % 2) }));
  const part = (i) => (i < 960 ? 'train' : i < 1080 ? 'validation' : 'test');
  writeFileSync(at('log.tsv'), `user\titem\ttime\tlabel\tlength\n${rows.map(({ user, item, label }, i) => `u${user}\ti${item}\t${1.6e12 + i * 3_600_000}\t${label}\t${i % 50}`).join('\n')}\n`);
  writeFileSync(at('split.csv'), `row,split,item,label,probability\n${rows.map(({ label }, i) => `${i},${part(i)},warm,${label},0.5`).join('\n')}\n`);
  const files = { log: at('log.tsv'), split: at('split.csv'), user: 'user', item: 'item', vectors: at('items.npy'), ids: at('ids.csv') };

  it('vectors tell apart items with different users, from training rows alone; the peers learn the label and refuse other fields', { timeout: 120_000 }, () => {
    const made = script('labelVectors.py', { ...files, dim: 2 });
    expect(made.stderr).toBe('');
    expect(JSON.parse(made.stdout)).toMatchObject({ items: 40, programs: { 'scikit-learn': expect.any(String) } });
    expect(readFileSync(at('ids.csv'), 'utf8').split(/\r?\n/).slice(0, 3)).toEqual(['item', 'i0', 'i7']);
    const vectors = floats(readFileSync(at('items.npy')));
    const dot = (a, b) => vectors[2 * a] * vectors[2 * b] + vectors[2 * a + 1] * vectors[2 * b + 1];
    expect(dot(0, 2)).toBeGreaterThan(0.99);
    expect(Math.abs(dot(0, 1))).toBeLessThan(0.1);
    writeFileSync(at('codes.npy'), npyOfCodes(Array.from({ length: 40 }, (_, item) => item % 2)));
    const sizes = { user: 30, item: 40, hour: 24, weekday: 7, length: 8 };
    const job = { ...files, time: 'time', label: 'label', numbers: ['length'], sizes, codes: at('codes.npy'), numCodes: [2], seed: 1, out: at('out.csv') };
    const peers = script('labelPeers.py', job);
    expect(peers.stderr).toBe('');
    const fits = Object.keys(JSON.parse(peers.stdout).fits);
    expect(fits.toSorted()).toEqual(Object.keys(PEERS).toSorted());
    const users = Int32Array.from(rows, ({ user }) => user);
    const { labels, probabilities } = testRows(readFileSync(at('split.csv'), 'utf8'), users, { text: readFileSync(at('out.csv'), 'utf8'), column: 'logistic-codes' });
    const right = probabilities.filter((p, i) => p > 0.5 === (labels[i] === 1)).length / labels.length;
    expect(right).toBeGreaterThan(0.85);
    const other = script('labelPeers.py', { ...job, sizes: { ...sizes, user: 31 } });
    expect([other.status, other.stderr]).toEqual([1, expect.stringContaining('those of Residua')]);
  });
});

/** float32 numbers of an .npy file. */
function floats(bytes) {
  const data = bytes.subarray(10 + bytes.readUInt16LE(8));
  return Array.from({ length: data.length / 4 }, (_, i) => data.readFloatLE(4 * i));
}

function npyOfCodes(codes) {
  const header = `{'descr': '<i4', 'fortran_order': False, 'shape': (${codes.length}, 1), }`.padEnd(117, ' ') + '\n';
  const start = Buffer.from([0x93, ...Buffer.from('NUMPY'), 1, 0, header.length & 255, header.length >> 8]);
  return Buffer.concat([start, Buffer.from(header), Buffer.from(Int32Array.from(codes).buffer)]);
}

it('beam search is told in users a second', () => {
  const rows = [{ name: 'training step', threads: 2, plain: 9, alone: 3, pool: 2, torch: 1.5, version: '2.0' }, { name: 'beam search of 256 users', threads: 2, plain: 900, alone: 512, pool: 256, torch: 128, version: '2.0' }];
  expect(retrievalText(rows)).toContain('500 users a second on one thread and of 1000 on 2; PyTorch 2.0, 2000 on one.');
  expect(retrievalText(rows.map((row) => ({ ...row, torch: null })))).toContain('of 1000 on 2.');
  expect(retrievalText(rows.slice(0, 1))).toContain('| training step | 9.00 | 3.00 | 2.00 | 1.50 | 2.00x |');
});
