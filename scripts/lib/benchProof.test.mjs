import { describe, expect, it } from 'vitest';
import { lastByLevel } from './benchProof.mjs';
import { compare, METHODS, proofRows, proofText } from './benchProofTable.mjs';
import { withoutZeroRows } from './npyRows.mjs';

const of = (energy, bound = null) => ({ energy: energy.map((mean) => ({ mean, spread: 0 })), bound: bound && bound.map((mean) => ({ mean, spread: 0 })) });

describe('compare', () => {
  it('takes every level, or the last alone', () => {
    expect(compare(of([0.5, 0.3027]), [of([0.5, 0.3])], 'each')).toMatchObject({ within: true, words: 'yes (energy +0.90 %)' });
    expect(compare(of([0.51, 0.3]), [of([0.5, 0.3])], 'each').within).toBe(false);
    expect(compare(of([0.51, 0.3]), [of([0.5, 0.3])], 'last').within).toBe(true);
  });

  it('wants the best of several peers', () => {
    expect(compare(of([0.31]), [of([0.4]), of([0.3])], 'last').within).toBe(false);
    expect(compare(of([0.29]), [of([0.4]), of([0.3])], 'last')).toMatchObject({ within: true, energy: expect.closeTo(-1 / 30) });
  });

  it('counts a likelihood below the peer, whatever its sign', () => {
    expect(compare(of([0.3], [-505]), [of([0.3], [-500])], 'each').within).toBe(true);
    expect(compare(of([0.3], [-506]), [of([0.3], [-500])], 'each')).toMatchObject({ within: false, words: expect.stringContaining('likelihood -1.20 %') });
    expect(compare(of([0.3], [494]), [of([0.3], [500])], 'each').within).toBe(false);
    expect(compare(of([0.3], [600]), [of([0.3], [500])], 'each').within).toBe(true);
  });
});

it('lays ours beside the peers and says which comparisons are lost', () => {
  const keys = ['kmeans', 'faiss-1-1', 'faiss-5-5', 'faiss-1-5', 'mixture'];
  const all = (names, energy, bound) =>
    Object.fromEntries(['sift', 'text'].flatMap((file) => names.flatMap((name) => [1, 2].map((seed) => [`${file}/64/${name}/${seed}`, { energy: [energy], ...(name === 'mixture' && { lowerBound: [bound] }) }]))));
  const rows = proofRows(all(Object.keys(METHODS), 0.3, -5), all(keys, 0.3, -4), [64], [1, 2]);
  expect(rows).toHaveLength(2 * (keys.length + Object.keys(METHODS).length));
  const text = proofText(rows, { faiss: '1' }, [64]);
  expect(text).toContain('| SIFT | 3 x 64 | **RQ-KMeans** | 0.3000 ±0.0000 |  | yes (energy 0.00 %) |');
  expect(text).toContain('6 of 8 comparisons are within 1 % or better; not: RQ-GMM on SIFT, 3 x 64; RQ-GMM on Text, 3 x 64.');
  expect(text).not.toContain('Not run');
  expect(() => proofRows(all(Object.keys(METHODS), 0.3, -5), {}, [64], [1, 2])).toThrow('no run sift/64/kmeans/1');
});

it('leaves out and names what was not run', () => {
  const all = (names) => Object.fromEntries(names.map((name) => [`sift/64/${name}/1`, { energy: [0.3], lowerBound: name === 'mixture' ? [-5] : undefined }]));
  const rows = proofRows(all(Object.keys(METHODS)), all(['kmeans', 'faiss-1-1', 'faiss-5-5', 'faiss-1-5', 'mixture']), [64, 256], [1]);
  expect(new Set(rows.map((row) => `${row.file}/${row.codes}`))).toEqual(new Set(['sift/64']));
  expect(proofText(rows, {}, [64, 256])).toContain('Not run yet: SIFT, 3 x 256; Text, 3 x 64; Text, 3 x 256.');
});

it('reads the last value of each level from a curve', () => {
  const csv = 'step,level,logLikelihood,relativeError\r\n1,0,,0.9\r\n2,0,-3,0.8\r\n3,0,-2,0.7\r\n4,1,-1,0.6\r\n5,1,,0.5\r\n';
  expect(lastByLevel(csv, 'logLikelihood')).toEqual([-2, -1]);
  expect(lastByLevel(csv, 'inertia')).toEqual([]);
});

it('leaves out rows of zeros and keeps the header readable', () => {
  const text = "{'descr': '|u1', 'fortran_order': False, 'shape': (10, 2), }".padEnd(117) + '\n';
  const head = Buffer.from([0x93, ...Buffer.from('NUMPY'), 1, 0, text.length, 0]);
  const rows = Buffer.from(Array.from({ length: 20 }, (_, i) => (i >= 4 && i < 6 ? 0 : i)));
  const kept = withoutZeroRows(Buffer.concat([head, Buffer.from(text), rows]));
  expect(kept.length).toBe(head.length + text.length + 18);
  expect(kept.toString('latin1')).toContain("'shape':  (9, 2), }");
  expect([...kept.subarray(-18)]).toEqual([0, 1, 2, 3, ...rows.subarray(6)]);
  expect(() => withoutZeroRows(Buffer.from('not a file of this kind'))).toThrow('.npy');
});
