/** What a headless run and the page's table of scores say of predictors. */
import { describe, expect, it } from 'vitest';
import { toNotebook } from '../notebook/toNotebook';
import { FAKE_CATALOG } from '../testing/fakeCatalog';
import { testSession } from '../testing/session';
import { curvesCsv } from './csv';
import { scoresCsv } from '../cells/scoreRows';
import { fitSeedRunsOf, scoreSpread } from './fitRuns';
import { toResults } from './results';
import { predicted } from '../runs/cellRun';

const cells = [
  { id: 'table', mode: 'table', spec: { sample: 'watch-time' } }, { id: 'reg', mode: 'predictor', spec: { kind: 'rq-reg', seeds: [1, 2, 3] } },
  { id: 'median', mode: 'predictor', spec: { kind: 'constant' } }, { id: 'mlp', mode: 'predictor', spec: { kind: 'mlp' } }, { id: 'scores', mode: 'scores' },
];

async function finished() {
  const { session } = await testSession({ failing: 'mlp' }, undefined, { fetchSample: () => Promise.resolve(new File(['x'], 'watch-time.csv')) });
  await session.open(toNotebook({ version: 2, cells }, FAKE_CATALOG));
  await session.loadAll();
  session.queue.run(session.predictors());
  await session.queue.idle();
  session.close();
  return { notebook: session.notebook.getState().notebook, state: session.runs.getState(), info: session.engine.getState().info! };
}

describe('results.json of predictors', () => {
  it('has test scores, those of validation, every seed, and what the table is', async () => {
    const { notebook, state, info } = await finished();
    const [table, reg, median, mlp, scores] = toResults(info, notebook, state).cells;
    const keys = ['mae', 'rmse', 'spearman', 'normGini', 'xauc', 'xaucTpm'];
    expect(Object.keys(reg!.metrics!)).toEqual(expect.arrayContaining([...keys, ...keys.map((key) => `${key}Positive`), 'meanPrediction']));
    expect(reg).toMatchObject({ mode: 'predictor', kind: 'rq-reg', status: 'done', seed: 1, epochs: 10, bestEpoch: 9, parameters: 12_000, validation: { mae: (reg!.metrics as { mae: number }).mae } });
    expect(reg!.seeds!.map(({ seed }) => seed)).toEqual([1, 2, 3]);
    for (const part of [reg!.mean!, reg!.sd!, reg!.meanValidation!]) expect(Object.keys(part)).toEqual(Object.keys(reg!.metrics!));
    const maes = reg!.seeds!.map(({ metrics }) => (metrics as { mae: number }).mae);
    expect((reg!.mean as { mae: number }).mae).toBeCloseTo((maes[0]! + maes[1]! + maes[2]!) / 3, 12);
    const { decoding, alignment } = predicted(state.runs.reg)!.snapshot;
    expect(reg).toMatchObject({ byLevel: decoding!.byLevel, errorHead: decoding!.errorHead, alignment: { distanceCorrelation: alignment!.distanceCorrelation, tables: alignment!.tables.map(({ neighbourShare }) => ({ neighbourShare })) } });
    expect(JSON.stringify(reg)).not.toContain('points');
    expect(median).not.toHaveProperty('mean');
    expect(median).not.toHaveProperty('alignment');
    expect(mlp).toMatchObject({ status: 'failed', problem: { name: 'input' } });
    expect(scores).toMatchObject({ mode: 'scores', status: 'partial' });
    expect(table).toMatchObject({ mode: 'table', status: 'ready', rows: 200, splits: { train: 140, validation: 20, test: 40 }, target: 'watch_s', references: [{ name: 'law_median' }, { name: 'law_mean' }] });
    expect(table!.features).not.toContain('watch_s');
    expect(table!.warnings!.join(' ')).toContain('watch_share');
  });

  it('as CSV has a row a fit, then mean and deviation, then the predictions made elsewhere', async () => {
    const { notebook, state } = await finished();
    const runs = fitSeedRunsOf(notebook, state.runs, 'reg');
    const lines = scoresCsv([{ key: 'mae', needs: 'values' }, { key: 'xauc', needs: 'values' }] as never, [{ id: 'reg', name: 'RQ-Reg', kind: 'rq-reg', fits: runs }], state.tables.table!.loaded!.references).trimEnd().split('\n').map((text) => text.split(','));
    expect(lines.map((fields) => fields.slice(0, 2).join())).toEqual(['method,seed', 'RQ-Reg,1', 'RQ-Reg,2', 'RQ-Reg,3', 'RQ-Reg,mean', 'RQ-Reg,sd', 'law_median,reference', 'law_mean,reference']);
    expect(Number(lines[5]![3])).toBeCloseTo(scoreSpread('mae', runs.map((run) => run.result))!.sd, 12);
    expect(lines[6]!.slice(3)).toEqual(['9.1', '0.76', '']);
  });

  it('gives validation scores columns of their own in the curves', () => {
    const points = [{ step: 1, seconds: 0.5, level: -1, losses: { loss: 3 } }, { step: 2, seconds: 1, level: -1, losses: { loss: 2 }, metrics: { mae: 4 } }];
    expect(curvesCsv(points, 'validation_')).toBe('step,seconds,level,loss,validation_mae\n1,0.5,-1,3,\n2,1,-1,2,4\n');
    expect(curvesCsv(points)).toBe('step,seconds,level,loss\n1,0.5,-1,3\n2,1,-1,2\n');
  });
});
