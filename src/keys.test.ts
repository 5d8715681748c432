/**
 * The keys that results and checkpoints of the sample notebooks lie under in people's browsers, with the engine's own parameters. Where a new parameter of a method makes this test
 * fail, all results that people have of that method become stale.
 */
import { expect, it } from 'vitest';
import { keysOf } from './app/notebook/hash';
import { jobsOf } from './app/notebook/jobs';
import { toNotebook } from './app/notebook/toNotebook';
import compare from './app/testing/version1/compare-quantizers.exported.json';
import values from './app/testing/version1/continuous-values.exported.json';
import { catalog } from './engine/catalog';

const PRINTS = { items: 'i.npy|1|2|ab', table: 't.csv|1|2|cd' };

/** By job: key and family, as the page worked them out while it wrote notebooks of version 1. */
const KEYS: Readonly<Record<string, Readonly<Record<string, readonly [key: string, family: string]>>>> = {
  'compare-quantizers': {
    'kmeans': ['04dec4c0f18d4b', '15dc6ea8b99c0d'],
    'rqvae': ['15f43291eb6518', '1b45206b69861a'],
    'r3vae': ['1e387befde3f17', '06d6eda7f7aa89'],
    'rqgmm': ['1b453b6ca533c6', '0a64a9fcef12dc'],
  },
  'continuous-values': {
    'median': ['00ee64e758406d', '11ce4492550e83'],
    'mean': ['1eb393c2d97e2e', '1a959f2890d89c'],
    'ridge': ['04f11e30a9edae', '107320d63bca17'],
    'mlp': ['0ddf40d55d82d2', '0317a45b32d8c9'],
    'ziln': ['021d9813548788', '1c52444c0fae8a'],
    'ordinal': ['15b2de445cd1f8', '03330a248cae4a'],
    'reg': ['04ca24c30a678e', '10b6a1481fb813'],
    'regplain': ['0489bf01e9edb1', '0dd32c58f30d7b'],
  },
};

it.each(Object.entries({ 'compare-quantizers': compare, 'continuous-values': values }))('the runs of %s have the keys they always had', (name, stored) => {
  const notebook = toNotebook(stored, catalog);
  const jobs = notebook.cells.flatMap((cell) => jobsOf(notebook, cell.id));
  expect(Object.fromEntries(jobs.map((job) => [job.id, Object.values(keysOf(notebook, job, PRINTS)!)]))).toEqual(KEYS[name]);
});
