/** Seeds, fair terms and sweeps as jobs; how they are stored, and what is refused. */
import { describe, expect, it } from 'vitest';
import { FAKE_CATALOG } from '../testing/fakeCatalog';
import { refusal } from '../testing/refusal';
import { withLevels } from './fair';
import { keysOf, runKey } from './hash';
import { jobOf, jobsOf, sweepPoints } from './jobs';
import { parseSeeds, seedsProblem } from './seeds';
import { toSpec } from './serialize';
import { quantizerCell, seedsOf, sweepCell, withSeeds } from './spec';
import { toNotebook } from './toNotebook';

const PRINTS = { items: 'file' };
const open = (cells: readonly object[]) => toNotebook({ version: 2, cells: [{ id: 'd', mode: 'dataset' }, ...cells] }, FAKE_CATALOG);
const vae = (spec: object = {}) => ({ id: 'v', mode: 'quantizer', spec: { kind: 'rq-vae', ...spec } });

describe('seeds', () => {
  it('make one job each, the first under the id of the cell', () => {
    const notebook = open([vae({ seeds: [3, 1, 3, 2] })]);
    expect(jobsOf(notebook, 'v').map((job) => [job.id, job.seed, job.keeps, job.round])).toEqual([['v', 3, 'all', 0], ['v@1', 1, 'numbers', 1], ['v@2', 2, 'numbers', 2]]);
    expect(jobOf(notebook, 'v@2')?.title).toBe('RQ-VAE, seed 2');
    expect(jobOf(notebook, 'v@9')).toBeUndefined();
  });
  it('are stored as one seed or as several, and opened from either', () => {
    const stored = (spec: object) => toSpec(open([vae(spec)])).cells[1]!.spec;
    expect(stored({ seed: 4 })).toMatchObject({ seed: 4 });
    expect(stored({ seed: 4 })).not.toHaveProperty('seeds');
    expect(stored({ seeds: [4, 5] })).toMatchObject({ seeds: [4, 5] });
    const cell = quantizerCell(open([vae({ seeds: [4, 5] })]), 'v')!;
    expect(seedsOf(withSeeds(cell, [7, 7, 8]))).toEqual([7, 8]);
    expect(withSeeds(cell, [7]).spec).not.toHaveProperty('moreSeeds');
  });
  it('differ in their key and share a family', () => {
    const notebook = open([vae({ seeds: [1, 2] })]);
    const [one, two] = jobsOf(notebook, 'v').map((job) => keysOf(notebook, job, PRINTS)!);
    expect(one!.family).toBe(two!.family);
    expect(one!.key).not.toBe(two!.key);
    // More seeds do not make the result of the first stale.
    expect(one!.key).toBe(runKey(open([vae({ seed: 1 })]), 'v', PRINTS));
  });
  it('are typed as a list or a span, and refused with a reason', () => {
    expect(parseSeeds(' 1, 2 ,2;5-7 ')).toEqual([1, 2, 5, 6, 7]);
    expect(seedsProblem('1, two')).toMatch(/Seed is 1, two; .* 0 to/);
    expect(seedsProblem('-1')).toMatch(/Seed is -1; .* 0 to/);
    expect(seedsProblem('')).toMatch(/must be a whole number/);
    expect(seedsProblem('1-99')).toMatch(/99 seeds; 20 is the most/);
    expect(seedsProblem('1, 2, 3')).toBe('');
    expect(refusal(() => open([vae({ seeds: [] })]))).toMatch(/Cell "v": its seeds are \[\].*\[1, 2, 3\]/);
    expect(refusal(() => open([vae({ seeds: [1, -2] })]))).toMatch(/its seed is -2/);
  });
});

describe('fair terms', () => {
  const fair = { on: true, numLevels: 2, numCodes: 32, budget: { unit: 'steps', value: 50 } };
  const compared = (terms: object) => open([vae({ params: { numLevels: 3, numCodes: [64, 32, 16], steps: 600 } }), { id: 'k', mode: 'quantizer', spec: { kind: 'rq-kmeans' } }, { id: 'c', mode: 'compare', inputs: { runs: ['v'] }, spec: { fair: terms } }]);
  it('lie over the settings of the cells compared, and of no others', () => {
    const notebook = compared(fair);
    expect(jobOf(notebook, 'v')).toMatchObject({ params: { numLevels: 2, numCodes: [32], steps: 50 }, budget: { unit: 'steps', value: 50 } });
    expect(quantizerCell(notebook, 'v')!.spec.params).toMatchObject({ numLevels: 3, numCodes: [64, 32, 16], steps: 600 });
    expect(jobOf(notebook, 'k')).not.toHaveProperty('budget');
  });
  it('leave the steps of a method alone where seconds are given', () => {
    expect(jobOf(compared({ ...fair, budget: { unit: 'seconds', value: 3 } }), 'v')).toMatchObject({ params: { steps: 600 }, budget: { unit: 'seconds', value: 3 } });
  });
  it('change the key of a run while they are on', () => {
    const key = (terms: object) => runKey(compared(terms), 'v', PRINTS);
    expect(key(fair)).not.toBe(key({ ...fair, on: false }));
    expect(key(fair)).not.toBe(key({ ...fair, budget: { unit: 'steps', value: 51 } }));
    expect(key({ ...fair, on: false })).toBe(key({ ...fair, on: false, numLevels: 7 }));
  });
  it('cut lists with an entry a level, or let them go on, and leave widths alone', () => {
    const params = { numLevels: 3, weights: [3, 2, 1], hidden: [512, 256, 128], numCodes: [64] };
    expect(withLevels(params, 2)).toEqual({ numLevels: 2, weights: [3, 2], hidden: [512, 256, 128], numCodes: [64] });
    expect(withLevels(params, 5).weights).toEqual([3, 2, 1, 1, 1]);
  });
  it.each([
    [{ on: 'yes' }, /"fair.on" is "yes"/],
    [{ on: true, numLevels: 0 }, /its fair.numLevels is 0.*at least 1 and at most 16/],
    [{ on: true, budget: { unit: 'hours', value: 1 } }, /"fair.budget" is .*hours/],
    [{ on: true, budget: { unit: 'steps', value: 0.5 } }, /"fair.budget.value" is 0.5.*whole number/],
  ])('are refused where they make no sense: %o', (terms, words) => expect(refusal(() => compared(terms))).toMatch(words));
});

describe('sweeps', () => {
  const sweep = (spec: object) => open([vae({ seeds: [1, 2] }), { id: 's', mode: 'sweep', spec }]);
  const parameters = [{ name: 'numLevels', values: [2, 3] }, { name: 'numCodes', values: [[16], [32], [64]] }];
  it('take every combination, with every seed of the quantizer', () => {
    const notebook = sweep({ parameters });
    expect(sweepPoints(sweepCell(notebook, 's')!)).toHaveLength(6);
    const jobs = jobsOf(notebook, 's');
    expect(jobs).toHaveLength(12);
    expect(jobs[0]).toMatchObject({ id: 's#numLevels=2;numCodes=16@1', params: { numLevels: 2, numCodes: [16], steps: 600 }, keeps: 'numbers', point: 0 });
    expect(jobOf(notebook, 's#numLevels=3;numCodes=64@2')?.point).toBe(5);
    expect(jobsOf(sweep({ parameters, seeds: [5] }), 's').map((job) => job.seed)).toEqual([5, 5, 5, 5, 5, 5]);
  });
  it('keep a point whatever values stand beside it', () => {
    const before = runKey(sweep({ parameters }), 's#numLevels=2;numCodes=32@1', PRINTS);
    expect(runKey(sweep({ parameters: [parameters[0], { name: 'numCodes', values: [[32]] }] }), 's#numLevels=2;numCodes=32@1', PRINTS)).toBe(before);
  });
  it.each([
    [{ parameters: [{ name: 'numLevels', values: [0] }] }, /Levels is 0; .*from 1 to 16.*Correct the values of "numLevels"/],
    [{ parameters: [{ name: 'nope', values: [1] }] }, /no parameter "nope"/],
    [{ parameters: [{ name: 'steps', values: [] }] }, /at least one value/],
    [{ parameters: [...parameters, ...parameters] }, /sweeps 4 parameters.*at most 3/],
    [{ parameters: [parameters[0], parameters[0]] }, /"numLevels" twice/],
    [{ parameters, metric: 'speed' }, /its metric is "speed"/],
    [{ parameters: [{ name: 'steps', values: [{}] }] }, /a value of "steps" is \{\}/],
  ])('are refused where they make no sense: %o', (spec, words) => expect(refusal(() => sweep(spec))).toMatch(words));
  it('read exactly one quantizer', () => {
    expect(refusal(() => open([{ id: 's', mode: 'sweep', spec: {} }]))).toMatch(/nothing is on its port "method", which takes runs of quantizers/);
    expect(refusal(() => open([vae(), { id: 's', mode: 'sweep', inputs: { method: 'd' }, spec: {} }]))).toMatch(/"Data" gives vectors; the port "method" of "Sweep" takes runs of quantizers/);
  });
});
