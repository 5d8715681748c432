/** The page's CSV and results.json, and settings given on a command line. */
import { describe, expect, it } from 'vitest';
import stored from '../../../public/samples/notebooks/compare-quantizers.json';
import { quantizerCell } from '../notebook/spec';
import { toNotebook } from '../notebook/toNotebook';
import { applySettings } from '../setCell';
import { FAKE_CATALOG } from '../testing/fakeCatalog';
import { fakeResult } from '../testing/fakeRun';
import { testSession } from '../testing/session';
import { codesCsv, compareCsv, curvesCsv } from './csv';
import { toResults } from './results';

const result = fakeResult({ runId: 'r', datasetId: 'd', kind: 'rq-vae', params: {}, seed: 1 }, { levels: 2, codes: 5, rows: 3, dim: 4 }, 8, 1, 1.5);

describe('CSV', () => {
  it('names items by id where there are ids, by row otherwise', () => {
    expect(codesCsv({ ...result, codes: Int32Array.of(0, 1, 2, 3, 4, 0) }, { ids: ['a', 'b,c', 'd'], rowIndex: Uint32Array.of(0, 1, 2) })).toBe('id,code_1,code_2\na,0,1\n"b,c",2,3\nd,4,0\n');
    expect(codesCsv(result, { ids: null, rowIndex: Uint32Array.of(5, 7, 9) }).split('\n')[1]).toMatch(/^5,/);
  });
  it('gives every loss a column and leaves holes empty', () => {
    expect(curvesCsv([{ step: 1, seconds: 0.5, level: 0, losses: { a: 1 } }, { step: 2, seconds: 1, level: 1, losses: { b: 2 } }])).toBe('step,seconds,level,a,b\n1,0.5,0,1,\n2,1,1,,2\n');
  });
  it('writes the comparison at full precision, per-level metrics one column a level', () => {
    const [header, line] = compareCsv(FAKE_CATALOG.metrics, [{ name: 'RQ-VAE', seed: 3, result }]).split('\n');
    expect(header).toContain('residualEnergy_1,residualEnergy_2,utilization_1');
    expect(line!.split(',')[2]).toBe(String(result.metrics.rmse));
    expect(line!.split(',').length).toBe(header!.split(',').length);
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

describe('applySettings', () => {
  const notebook = toNotebook(stored, FAKE_CATALOG);
  const set = (cell: string, param: string, value: string) => applySettings(notebook, FAKE_CATALOG, [{ cell, param, value }]);
  it('types values by their declaration', () => {
    expect(quantizerCell(set('rqvae', 'numCodes', '128, 64,32'), 'rqvae')?.spec.params.numCodes).toEqual([128, 64, 32]);
    expect(quantizerCell(set('rqvae', 'restartDead', 'false'), 'rqvae')?.spec.params.restartDead).toBe(false);
    expect(quantizerCell(set('rqvae', 'seed', '7'), 'rqvae')?.spec.seed).toBe(7);
    expect(set('data', 'sampleRows', '500').cells[0]?.spec).toMatchObject({ choices: { sampleRows: 500 } });
    expect(applySettings(notebook, FAKE_CATALOG, [], 9).cells.flatMap((cell) => (cell.mode === 'quantizer' ? [cell.spec.seed] : []))).toEqual([9, 9, 9, 9]);
  });
  it('refuses what is unknown and lists what is known', () => {
    expect(() => set('vae', 'steps', '5')).toThrow(/no data or quantizer cell "vae"/);
    expect(() => set('rqvae', 'stepz', '5')).toThrow(/no parameter "stepz"/);
    expect(() => set('rqvae', 'steps', 'many')).toThrow(/Steps is "many"/);
    expect(() => set('data', 'whiten', 'yes')).toThrow(/no choice "whiten"/);
    expect(() => set('data', 'preprocessing', 'pca')).toThrow(/"preprocessing" is "pca"/);
  });
});
