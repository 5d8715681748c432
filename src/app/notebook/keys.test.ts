/** Results and checkpoints lie under these keys in people's browsers: the program may grow, but what they have must still be found. */
import { expect, it } from 'vitest';
import { FAKE_CATALOG } from '../testing/fakeCatalog';
import compare from '../testing/version1/compare-quantizers.json';
import values from '../testing/version1/continuous-values.json';
import exported from '../testing/version1/exported.json';
import { keysOf } from './hash';
import { jobsOf } from './jobs';
import { toNotebook } from './toNotebook';

const PRINTS = { items: 'i.npy|1|2|ab', table: 't.csv|1|2|cd', views: 'v.csv|1|2|ef', users: 'u.csv|1|2|01' };

/** By job: key and family, as the page worked them out while it wrote notebooks of version 1. Of `exported`, where every setting is written out, no default can change them. */
const KEYS: Readonly<Record<string, Readonly<Record<string, readonly [key: string, family: string]>>>> = {
  'compare-quantizers': {
    'kmeans': ['181ec65f7c3f4b', '0e7a66cb637266'],
    'rqvae': ['0587f2dd426eb8', '039426e753d0c5'],
    'r3vae': ['1135cdb067095c', '1091c84875109b'],
    'rqgmm': ['1526b6df100b51', '0c58f8ac3a8bf9'],
  },
  'continuous-values': {
    'median': ['00ee64e758406d', '11ce4492550e83'],
    'mean': ['1eb393c2d97e2e', '1a959f2890d89c'],
    'ridge': ['0192042e604109', '1c11c7746fcfaa'],
    'mlp': ['02148daded83a7', '10d7904af7321b'],
    'ziln': ['1d39daa429e648', '198a334b5e4096'],
    'ordinal': ['1033e5d714e84c', '029992e77c18f4'],
    'reg': ['0cc593a6da7117', '100441effa3b49'],
    'regplain': ['115c8db89174e0', '0c80174217559e'],
  },
  'exported': {
    'kmeans': ['00b2aff0589f66', '1d5635315dc621'],
    'kmeans@1': ['13e69e249c5ead', '1d5635315dc621'],
    'kmeans@2': ['06073902799037', '1d5635315dc621'],
    'rqgmm': ['016a3578e031ca', '02bfb7b467e5a4'],
    'sweep#numLevels=1@4': ['03f3ea1ad6b0da', '0a6cc6d133ce6e'],
    'sweep#numLevels=1@5': ['03aa8d4ed6840f', '0a6cc6d133ce6e'],
    'sweep#numLevels=2@4': ['17f5152fb4eaa8', '1c681ec7fe4bbf'],
    'sweep#numLevels=2@5': ['1978dbfeedab56', '1c681ec7fe4bbf'],
    'ridge': ['0ab38f73996436', '1c37b917341ce0'],
    'reg': ['1694c7cd37d9e0', '19ff900c341726'],
    'reg@2': ['14d436a7df9de7', '19ff900c341726'],
  },
};

it.each(Object.entries({ 'compare-quantizers': compare, 'continuous-values': values, exported }))('the runs of %s have the keys they always had', (name, stored) => {
  const notebook = toNotebook(stored, FAKE_CATALOG);
  const jobs = notebook.cells.flatMap((cell) => jobsOf(notebook, cell.id));
  expect(Object.fromEntries(jobs.map((job) => [job.id, Object.values(keysOf(notebook, job, PRINTS)!)]))).toEqual(KEYS[name]);
});
