/** docs/files.md against what is written: every key of results.json and every column of the CSVs. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { toNotebook } from './app/notebook/toNotebook';
import { predictorCell, quantizerCell, sweepCell } from './app/notebook/spec';
import { codesCsv, compareCsv, curvesCsv } from './app/output/csv';
import { clickCsv } from './app/cells/clickRows';
import { rankingCsv } from './app/cells/retrievalTable';
import { scoresCsv } from './app/cells/scoreRows';
import { catalogueOfCell } from './app/output/catalogue';
import { itemsCsv, topItemsCsv } from './app/output/retrievalFiles';
import { probabilitiesCsv } from './app/output/clickCsv';
import { fitSeedRunsOf } from './app/output/fitRuns';
import { toResults } from './app/output/results';
import { seedRunsOf, withSeed } from './app/output/seedRuns';
import { pointRuns, sweepCsvOf } from './app/output/sweepRuns';
import { FAKE_CATALOG } from './app/testing/fakeCatalog';
import { testSession } from './app/testing/session';
import { catalog } from './engine/catalog';
import { predictionsCsv } from './engine/export/predictions';
import type { RetrievalResult } from './engine/records/retrieval';
import type { Repair } from './engine/records/repair';
import { judged, predicted } from './app/runs/cellRun';

const page = readFileSync(new URL('../docs/files.md', import.meta.url), 'utf8');
const documented = new Set([...page.matchAll(/`([^`]+)`/g)].map(([, words]) => words!));
/** Names that a person gave, not keys: parameters by name and columns by name. */
const NAMED = new Set(['params', 'types', 'baselines']);
const FIGURES = { collisionRate: 0, uniqueIdShare: 1, largestBucket: 1, rmse: 1, knnOverlap: 1 };
const REPAIR: Repair = { options: { method: 'nextFree', capacity: 2 }, codes: new Int32Array(4), levels: 2, items: 2, moved: 1, suffixCodes: 0, rounds: 1, before: FIGURES, after: FIGURES, notes: [] };

async function run() {
  const { session } = await testSession({ failing: 'rq-gmm' }, undefined, { fetchSample: () => Promise.resolve(new File(['x'], 'watch-time.csv')) });
  const cells = [
    { id: 'data', mode: 'dataset', spec: { data: 'items', sample: 'x' } }, { id: 'k', mode: 'quantizer', spec: { kind: 'r3-vae', seeds: [3, 1] } }, { id: 'g', mode: 'quantizer', spec: { kind: 'rq-gmm' } },
    { id: 's', mode: 'sweep', inputs: { method: 'k' }, spec: { parameters: [{ name: 'numLevels', values: [1, 2] }], seeds: [1, 2] } }, { id: 't', mode: 'sweep', inputs: { method: 'g' }, spec: { parameters: [{ name: 'numLevels', values: [1] }] } },
    { id: 'table', mode: 'table', spec: { sample: 'watch-time', choices: { unit: 's', sampleRows: 100, sampleSeed: 2, split: { how: 'random', seed: 1, validation: 0.1, test: 0.2 } } } },
    { id: 'reg', mode: 'predictor', spec: { kind: 'rq-reg', seeds: [7, 2] } }, { id: 'mlp', mode: 'predictor', spec: { kind: 'mlp', seed: 7 } },
    { id: 'log', mode: 'log', spec: { data: 'events', sample: 'x', choices: { split: { of: 'time' } } } }, { id: 'fnn', mode: 'predictor', inputs: { events: 'log' }, spec: { kind: 'fnn', seeds: [1, 2] } }, { id: 'iat', mode: 'predictor', inputs: { events: 'log' }, spec: { kind: 'iat-source' } },
    { id: 'seq', mode: 'sequences', spec: { sample: 'x' } }, { id: 'pop', mode: 'predictor', inputs: { sequences: 'seq' }, spec: { kind: 'popularity' } }, { id: 'gr', mode: 'predictor', inputs: { sequences: 'seq', codes: 'k' }, spec: { kind: 'generative', seeds: [3, 1] } },
    { id: 'ids', mode: 'codes', inputs: { rows: 'data' }, spec: { sample: 'x' } },
    { id: 'c', mode: 'compare' }, { id: 'sc', mode: 'scores' }, { id: 'v', mode: 'view', spec: { view: 'utilization' } },
  ];
  await session.open(toNotebook({ version: 2, cells }, FAKE_CATALOG));
  await session.loadAll();
  session.queue.run(['k', 'g', 's', 't', 'reg', 'mlp', 'fnn', 'iat', 'ids', 'pop', 'gr']);
  await session.queue.idle();
  session.close();
  return { notebook: session.notebook.getState().notebook, state: session.runs.getState(), info: session.engine.getState().info! };
}

/** Every key below a value, with the place where it stands. */
function keysOf(value: unknown, place = 'results.json'): [key: string, place: string][] {
  if (Array.isArray(value)) return value.flatMap((entry) => keysOf(entry, `${place}[]`));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, entry]) => [[key, `${place}.${key}`] as [string, string], ...(NAMED.has(key) ? [] : keysOf(entry, `${place}.${key}`))]);
}

const { notebook, state, info } = await run();
const results = toResults(info, notebook, state, new Set(), new Map([['k', REPAIR]]));

describe('docs/files.md', () => {
  it('names every key of results.json', () => {
    const keys = keysOf(JSON.parse(JSON.stringify(results)));
    expect(keys.length).toBeGreaterThan(200);
    expect(keys.filter(([key]) => !documented.has(key)).map(([, place]) => place)).toEqual([]);
  });

  it('names every metric and every score that the engine knows', () => {
    const known = [...catalog.metrics, ...catalog.scores].map(({ key }) => key);
    expect(known.filter((key) => !documented.has(key))).toEqual([]);
  });

  it('names every column of the CSVs', () => {
    const data = { ids: ['a', 'b'], rowIndex: Uint32Array.of(0, 1) };
    const codes = { codes: Int32Array.of(0, 1, 2, 3), rows: 2, levels: 2 };
    const [k, reg] = [state.runs.k!, state.runs.reg!];
    const ranked = state.runs.gr!.result as RetrievalResult;
    const catalogue = catalogueOfCell(notebook, state, predictorCell(notebook, 'gr')!)!;
    const texts = {
      'codes.csv': codesCsv(codes, data), 'codes.csv by row': codesCsv(codes, { ...data, ids: null }),
      'curves.csv': curvesCsv(k.points), 'curves.csv of a predictor': curvesCsv(reg.points, 'validation_'),
      'a comparison': compareCsv(catalog.metrics, [{ name: 'K', runs: seedRunsOf(notebook, state.runs, 'k') }]),
      scores: scoresCsv(catalog.scores, [{ id: 'reg', name: 'R', kind: 'rq-reg', fits: fitSeedRunsOf(notebook, state.runs, 'reg') }], []),
      'scores of labels': clickCsv(catalog.scores.filter(({ needs }) => needs === 'probabilities'), [{ id: 'fnn', name: 'F', kind: 'fnn', runs: [{ seed: 1, result: judged(state.runs.fnn)! }], control: null }], []),
      'scores of rankings': rankingCsv(catalog.scores, [{ id: 'gr', name: 'G', kind: 'generative', removesSeen: false, runs: [{ seed: 3, result: ranked }], control: null }]),
      'topk.csv': topItemsCsv(ranked, catalogue, null), 'items.csv': itemsCsv(catalogue),
      'predictions.csv of labels': probabilitiesCsv(withSeed(predictorCell(notebook, 'fnn')!, judged(state.runs.fnn)!)),
      'sweep.csv': sweepCsvOf(sweepCell(notebook, 's')!, catalog.metrics, pointRuns(notebook, state, sweepCell(notebook, 's')!)),
      'predictions.csv': new TextDecoder().decode(predictionsCsv(withSeed(predictorCell(notebook, 'reg')!, predicted(reg)!))),
    };
    const swept = sweepCell(notebook, 's')!.spec.parameters.map(({ name }) => name);
    const missing = Object.entries(texts).flatMap(([file, text]) => text.split(/\r?\n/, 1)[0]!.split(',')
      // Numbered columns and those of the validation part are named by their first, or by the score.
      .filter((name) => ![name, name.replace(/_\d+$/, ''), name.replace(/\d+$/, '1'), name.replace(/^validation_/, '')].some((form) => documented.has(form)) && !swept.includes(name))
      .map((name) => `${file}: ${name}`));
    expect(missing).toEqual([]);
  });
});

describe('of several seeds', () => {
  it('the first is named beside its numbers', () => {
    const cell = (id: string) => results.cells.find((each) => each.id === id)!;
    for (const id of ['k', 'reg']) {
      const { seed, seeds, metrics, steps, seconds } = cell(id);
      expect(seeds![0]).toMatchObject({ seed, metrics, steps, seconds });
      expect(seeds!.map((each) => each.seed)).toEqual(id === 'k' ? [3, 1] : [7, 2]);
    }
    expect(quantizerCell(notebook, 'k')!.spec.seed).toBe(cell('k').seed);
  });

  it('the file of predictions names it in every row, and needs no name for a single seed', () => {
    const lines = (id: string) => new TextDecoder().decode(predictionsCsv(withSeed(predictorCell(notebook, id)!, predicted(state.runs[id])!))).trimEnd().split('\r\n').map((line) => line.split(','));
    const [header, ...rows] = lines('reg');
    expect(header!.at(-1)).toBe('seed');
    expect(new Set(rows.map((row) => row.at(-1)))).toEqual(new Set(['7']));
    expect(lines('mlp')[0]).not.toContain('seed');
  });
});
