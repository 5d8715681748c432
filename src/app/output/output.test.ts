/** The page's CSV and results.json, and settings given on a command line. */
import { describe, expect, it } from 'vitest';
import stored from '../../../public/samples/notebooks/compare-quantizers.json';
import { quantizerCell, seedsOf, sweepCell, withSeeds } from '../notebook/spec';
import type { QuantizerCell } from '../notebook/spec';
import { toNotebook } from '../notebook/toNotebook';
import { applySettings } from '../setCell';
import { FAKE_CATALOG } from '../testing/fakeCatalog';
import { fakeResult, withFakeStored } from '../testing/fakeRun';
import { rowsOfMethod } from '../cells/seriesOfRun';
import { testSession, until } from '../testing/session';
import type { QuantizerResult } from '../../engine/records/quantize';
import { editCell } from '../state/notebookStore';
import { differences } from './alike';
import type { Compared } from './alike';
import { codesCsv, compareCsv, curvesCsv, sweepCsv } from './csv';
import { toResults } from './results';
import { seedRunsOf, spreadOf } from './seedRuns';
import { pointRuns, sweepCsvOf } from './sweepRuns';

const result = fakeResult({ runId: 'r', inputs: { rows: 'd' }, kind: 'rq-vae', params: {}, seed: 1 }, { levels: 2, codes: 5, rows: 3, dim: 4 }, 8, 1, 1.5);

describe('CSV', () => {
  it('names items by id where there are ids, by row otherwise', () => {
    expect(codesCsv({ ...result, codes: Int32Array.of(0, 1, 2, 3, 4, 0) }, { ids: ['a', 'b,c', 'd'], rowIndex: Uint32Array.of(0, 1, 2) })).toBe('id,code_1,code_2\na,0,1\n"b,c",2,3\nd,4,0\n');
    expect(codesCsv(result, { ids: null, rowIndex: Uint32Array.of(5, 7, 9) }).split('\n')[1]).toMatch(/^5,/);
  });
  it('gives every loss a column and leaves holes empty', () => {
    expect(curvesCsv([{ step: 1, seconds: 0.5, level: 0, losses: { a: 1 } }, { step: 2, seconds: 1, level: 1, losses: { b: 2 } }])).toBe('step,seconds,level,a,b\n1,0.5,0,1,\n2,1,1,,2\n');
  });
  it('writes the comparison at full precision, per-level metrics one column a level', () => {
    const [header, line] = compareCsv(FAKE_CATALOG.metrics, [{ name: 'RQ-VAE', runs: [{ seed: 3, result }] }]).split('\n');
    expect(header).toContain('residualEnergy_1,residualEnergy_2,utilization_1');
    expect(line!.split(',').slice(2, 4)).toEqual(['done', String(result.metrics.rmse)]);
    const cut = compareCsv(FAKE_CATALOG.metrics, [{ name: 'RQ-VAE', runs: [{ seed: 3, result: { ...result, stopped: true, steps: 39, plannedSteps: 100 } }] }]).split('\n')[1];
    expect(cut!.split(',')[2]).toBe('stopped at 39 %');
    expect(line!.split(',').length).toBe(header!.split(',').length);
  });
  it('writes a row a seed, then mean and sample standard deviation', () => {
    const other = { ...result, seconds: 2.5, metrics: { ...result.metrics, rmse: result.metrics.rmse + 2 } };
    const [header, ...lines] = compareCsv(FAKE_CATALOG.metrics, [{ name: 'V', runs: [{ seed: 3, result }, { seed: 4, result: other }] }]).trimEnd().split('\n');
    const rmse = header!.split(',').indexOf('rmse');
    expect(lines.map((line) => line.split(',')[1])).toEqual(['3', '4', 'mean', 'sd']);
    expect(Number(lines[2]!.split(',')[rmse])).toBeCloseTo(result.metrics.rmse + 1, 9);
    expect(Number(lines[3]!.split(',')[rmse])).toBeCloseTo(Math.SQRT2, 9);
  });
  it('has a second row of stored codes, under their own name', () => {
    const method = { cell: { id: 'e', name: 'E', mode: 'quantizer', inputs: {}, spec: { kind: 'rq-kmeans', params: {}, seed: 3 } } as QuantizerCell, runs: [{ seed: 3, result: withFakeStored(result) }] };
    const [header, ...lines] = compareCsv(FAKE_CATALOG.metrics, rowsOfMethod(method).map(({ cell, runs }) => ({ name: cell.name, runs }))).trimEnd().split('\n');
    const rate = header!.split(',').indexOf('collisionRate');
    expect(lines.map((line) => line.split(',').slice(0, 2).join())).toEqual(['E,3', '"E, stored IDs"']);
    expect(Number(lines[0]!.split(',')[rate])).toBe(result.metrics.collisionRate);
    expect(Number(lines[1]!.split(',')[rate + 1])).toBe(result.metrics.collisionRate / 2);
  });
  it('keeps the rows of a sweep that failed, with the reason', () => {
    const lines = sweepCsv(['numCodes'], FAKE_CATALOG.metrics.slice(0, 1), [
      { values: ['64'], seed: 1, status: 'done', reason: '', result }, { values: ['512-256'], seed: 1, status: 'failed', reason: 'Too few rows, by far.', result: null },
    ]).trimEnd().split('\n');
    const both = sweepCsv(['numCodes'], FAKE_CATALOG.metrics.filter(({ key }) => key === 'collisionRate'), [{ values: ['64'], seed: 1, status: 'done', reason: '', result: withFakeStored(result) }, { values: ['8'], seed: 1, status: 'done', reason: '', result }]).trimEnd().split('\n');
    expect(both).toEqual(['numCodes,seed,status,steps,collisionRate,stored_collisionRate,reason', `64,1,done,8,${result.metrics.collisionRate},${result.metrics.collisionRate / 2},`, `8,1,done,8,${result.metrics.collisionRate},,`]);
    expect(lines).toEqual(['numCodes,seed,status,steps,rmse,reason', `64,1,done,8,${result.metrics.rmse},`, '512-256,1,failed,,,"Too few rows, by far."']);
  });
});

describe('means over seeds', () => {
  const at = (rmse: number, utilization: readonly number[]) => ({ ...result, metrics: { ...result.metrics, rmse, utilization } });
  it('are taken entry by entry, with n - 1 in the deviation', () => {
    expect(spreadOf('rmse', [at(1, []), at(2, []), at(6, [])])).toEqual({ n: 3, mean: 3, sd: Math.sqrt(7) });
    expect(spreadOf('utilization', [at(0, [1, 0.5]), at(0, [0, 0.5])])).toEqual({ n: 2, mean: [0.5, 0.5], sd: [Math.SQRT1_2, 0] });
    expect(spreadOf('rmse', [at(1, [])])).toEqual({ n: 1, mean: 1, sd: NaN });
    expect(spreadOf('rmseHard', [result])).toBeNull();
  });
  it('never mix seeds that ran with other settings', async () => {
    const { session } = await testSession();
    await session.loadAll();
    const notebook = () => session.notebook.getState().notebook;
    const seen = () => seedRunsOf(notebook(), session.runs.getState().runs, 'kmeans').map((run) => run.seed);
    editCell(session.notebook, 'kmeans', 'quantizer', (cell) => withSeeds(cell, [1, 2]));
    session.queue.run(['kmeans']);
    await session.queue.idle();
    expect(seen()).toEqual([1, 2]);
    editCell(session.notebook, 'kmeans', 'quantizer', (cell) => ({ ...cell, spec: { ...cell.spec, params: { ...cell.spec.params, numLevels: 2 } } }));
    session.queue.run(['kmeans']);
    await until(() => session.runs.getState().runs['kmeans@2']?.status === 'running', 'the second seed');
    expect(seen()).toEqual([1]);
    await session.queue.idle();
    expect(seen()).toEqual([1, 2]);
    session.close();
  });
});

describe('what is not alike', () => {
  const method = (name: string, patch: Partial<QuantizerResult> = {}, dataId = 'd', seeds = 1): Compared => ({ name, dataId, seeds, result: { ...result, traits: { encoder: 'none', perItem: 0, soft: false }, ...patch } });
  const traits = (encoder: string, perItem = 0, soft = false) => ({ traits: { encoder, perItem, soft } });
  it('says nothing of methods that are', () => {
    expect(differences([method('A'), method('B')], null)).toEqual([]);
    expect(differences([method('A', traits('512 to 64'))], null)).toEqual([]);
  });
  it('names encoders, numbers an item, soft choices, shapes, data, time and seeds', () => {
    expect(differences([method('RQ-VAE', traits('512-64')), method('A'), method('B')], null)).toEqual(['RQ-VAE codes a latent of its encoder (512-64); the others code the data itself.']);
    expect(differences([method('R3', traits('none', 4, true)), method('B')], null)).toEqual([
      'R3 trains with 4 numbers per item besides its codes; the errors above use the codes alone, so they are larger than its training errors.',
      'R3 mixes code vectors softly while training; every error above uses the hard codes.',
    ]);
    const wide = { codebooks: [1, 2, 3].map(() => ({ data: new Float32Array(0), numCodes: 256, dim: 4 })) };
    expect(differences([method('A', wide), method('B'), method('C')], null)).toEqual(['Levels and codes differ: A has 3 × 256 codes, the others have 2 × 5 codes.']);
    expect(differences([method('A', {}, 'x'), method('B')], null)[0]).toMatch(/read different data/);
    expect(differences([method('A', { seconds: 9 }), method('B')], null)[0]).toMatch(/share no budget: .*1\.50.*\(B\) to 9\.00.*\(A\)/);
    expect(differences([method('A', {}, 'd', 3), method('B')], null)).toEqual(['Seeds differ: A 3, B 1. A single run has no standard deviation.']);
  });
  it('says who was done before a fair budget was up', () => {
    const terms = { on: true, numLevels: 2, numCodes: 5, budget: { unit: 'seconds' as const, value: 9 } };
    expect(differences([method('A', { seconds: 9 }), method('B')], terms).map((words) => words.replace(/\s/g, ' '))).toEqual(['B was done before the 9 s were up.']);
  });
});

describe('results.json', () => {
  it('has an entry a cell with kind, status, seed, sizes and metric keys', async () => {
    const { session } = await testSession({ failing: 'rq-vae' });
    await session.loadAll();
    session.queue.run(session.quantizers());
    await session.queue.idle();
    const results = toResults(session.engine.getState().info!, session.notebook.getState().notebook, session.runs.getState());
    session.close();
    expect(results.engine).toEqual({ backend: 'wasm', adapter: 'generated numbers', version: '0.0.0' });
    const r3 = results.cells.find((cell) => cell.id === 'r3vae')!;
    expect(r3).toMatchObject({ mode: 'quantizer', kind: 'r3-vae', status: 'done', seed: 1, rows: 200, dim: 32, preprocessing: 'none' });
    expect(Object.keys(r3.metrics!)).toEqual(expect.arrayContaining(['rmse', 'rmseHard', 'rmseSoft', 'relativeError', 'residualEnergy', 'utilization', 'perplexity', 'deadCodes', 'collisionRate', 'uniqueIdShare', 'largestBucket']));
    expect(results.cells.find((cell) => cell.id === 'rqvae')).toMatchObject({ status: 'failed', problem: { name: 'input' } });
  });
});

describe('results.json of stored codes', () => {
  it('has their metrics beside those of the codes by rule, for every seed', async () => {
    const { session } = await testSession();
    await session.loadAll();
    editCell(session.notebook, 'kmeans', 'quantizer', (cell) => withSeeds(cell, [1, 2]));
    session.queue.run(['kmeans']);
    await session.queue.idle();
    const before = session.runs.getState();
    const runs = Object.fromEntries(Object.entries(before.runs).map(([id, run]) => [id, id.startsWith('kmeans') ? { ...run, result: withFakeStored(run.result as QuantizerResult, 0.5) } : run]));
    const results = toResults(session.engine.getState().info!, session.notebook.getState().notebook, { ...before, runs });
    session.close();
    const { stored, metrics, seeds } = results.cells.find(({ id }) => id === 'kmeans')!;
    const rule = metrics as QuantizerResult['metrics'];
    expect(stored).toMatchObject({ rows: 200, differing: 0.5, metrics: { ...rule, collisionRate: rule.collisionRate / 2 }, mean: { collisionRate: rule.collisionRate / 2 } });
    expect(Object.keys(stored!.sd!)).toEqual(Object.keys(rule));
    expect(seeds!.map((seed) => (seed as { stored?: { metrics: unknown } }).stored?.metrics)).toEqual([stored!.metrics, stored!.metrics]);
    expect(results.cells.some(({ id, stored: other }) => id !== 'kmeans' && other)).toBe(false);
  });
});

describe('results.json of several seeds and of a sweep', () => {
  it('has every seed, mean and deviation in the same keys, and every point', async () => {
    const { session } = await testSession({ failing: 'rq-gmm' });
    const cells = [
      { id: 'data', mode: 'dataset', spec: { data: 'items', sample: 'x' } }, { id: 'k', mode: 'quantizer', spec: { kind: 'rq-kmeans', seeds: [1, 2, 3] } },
      { id: 'g', mode: 'quantizer', spec: { kind: 'rq-gmm' } },
      { id: 's', mode: 'sweep', inputs: { method: 'k' }, spec: { parameters: [{ name: 'numLevels', values: [1, 2] }], seeds: [1] } }, { id: 't', mode: 'sweep', inputs: { method: 'g' }, spec: { parameters: [{ name: 'numLevels', values: [1] }] } },
    ];
    await session.open(toNotebook({ version: 2, cells }, FAKE_CATALOG));
    await session.loadAll();
    session.queue.run(['k', 'g', 's', 't']);
    await session.queue.idle();
    const { notebook } = session.notebook.getState();
    const results = toResults(session.engine.getState().info!, notebook, session.runs.getState());
    const [, k, , s, t] = results.cells;
    expect(k!.seeds!.map((run) => run.seed)).toEqual([1, 2, 3]);
    expect(Object.keys(k!.mean!)).toEqual(Object.keys(k!.metrics!));
    expect(Object.keys(k!.sd!)).toEqual(Object.keys(k!.metrics!));
    expect(k!.seeds![0]!.metrics).toEqual(k!.metrics);
    expect(s).toMatchObject({ mode: 'sweep', kind: 'rq-kmeans', status: 'done', metric: 'relativeError', points: [{ params: { numLevels: 1 }, status: 'done', seeds: [{ seed: 1 }] }, { params: { numLevels: 2 } }] });
    expect(t).toMatchObject({ status: 'failed', points: [{ status: 'failed', seeds: [], problems: [{ name: 'input' }] }] });
    const points = pointRuns(notebook, session.runs.getState(), sweepCell(notebook, 's')!);
    expect(sweepCsvOf(sweepCell(notebook, 's')!, FAKE_CATALOG.metrics, points).split('\n')[1]).toMatch(/^1,1,done,8,/);
    session.close();
  });
});

describe('applySettings', () => {
  const notebook = toNotebook(stored, FAKE_CATALOG);
  const set = (cell: string, param: string, value: string) => applySettings(notebook, FAKE_CATALOG, [{ cell, param, value }]);
  it('types values by their declaration', () => {
    expect(quantizerCell(set('rqvae', 'numCodes', '128, 64,32'), 'rqvae')?.spec.params.numCodes).toEqual([128, 64, 32]);
    expect(quantizerCell(set('rqvae', 'kMeansInit', 'false'), 'rqvae')?.spec.params.kMeansInit).toBe(false);
    expect(quantizerCell(set('rqvae', 'seed', '7'), 'rqvae')?.spec.seed).toBe(7);
    expect(set('data', 'sampleRows', '500').cells[0]?.spec).toMatchObject({ choices: { sampleRows: 500 } });
    expect(applySettings(notebook, FAKE_CATALOG, [], [9, 8]).cells.flatMap((cell) => (cell.mode === 'quantizer' ? [seedsOf(cell)] : []))).toEqual([[9, 8], [9, 8], [9, 8], [9, 8], [9, 8]]);
    expect(seedsOf(quantizerCell(set('rqvae', 'seeds', '4, 5'), 'rqvae')!)).toEqual([4, 5]);
  });
  it('refuses what is unknown and lists what is known', () => {
    expect(() => set('vae', 'steps', '5')).toThrow(/no data, table, log, sequences, codes, quantizer or predictor cell "vae"/);
    expect(() => set('rqvae', 'stepz', '5')).toThrow(/no parameter "stepz"/);
    expect(() => set('rqvae', 'seeds', '1,x')).toThrow(/it is "1,x"/);
    expect(() => set('rqvae', 'steps', 'many')).toThrow(/Steps is "many"/);
    expect(() => set('data', 'whiten', 'yes')).toThrow(/no choice "whiten"/);
    expect(() => set('data', 'preprocessing', 'pca')).toThrow(/"preprocessing" is "pca"/);
  });
});
