/** The tables of the comparison and of the scores as they are drawn: the right number of the right method under the right head. */
import { JSDOM } from 'jsdom';
import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import type { QuantizerKind, QuantizerResult } from '../../engine/records/quantize';
import type { ValueResult, PredictorKind } from '../../engine/records/predict';
import type { QuantizerCell, SweepCell } from '../notebook/spec';
import type { SeedRun } from '../output/seedRuns';
import { FAKE_CATALOG } from '../testing/fakeCatalog';
import { fakeResult, withFakeStored } from '../testing/fakeRun';
import { CompareTable } from './CompareTable';
import { R3Errors } from './R3Errors';
import { rowsOfMethod } from './seriesOfRun';
import { SweepTable } from './SweepTable';
import { ScoresTable } from './ScoresTable';
import { columnsShown } from './scoreRows';

const plain = (text: string | null | undefined) => (text ?? '').replace(/[\s\u202f]+/g, ' ').trim();
const draw = (node: ReactNode) => new JSDOM(renderToStaticMarkup(node)).window.document;
/** Words of a cell by the name of its row and the key of its column, and whether it is marked best. */
function cells(page: Document) {
  return Object.fromEntries([...page.querySelectorAll('tbody tr')].map((row) => [
    plain(row.querySelector('th')!.textContent),
    Object.fromEntries([...row.querySelectorAll('td')].map((cell) => [cell.getAttribute('data-metric')!, { words: plain(cell.firstChild?.textContent), all: plain(cell.textContent), best: cell.classList.contains('best') }])),
  ]));
}

describe('the comparison', () => {
  const made = fakeResult({ runId: 'r', inputs: { rows: 'd' }, kind: 'rq-kmeans', params: {}, seed: 1 }, { levels: 2, codes: 5, rows: 10, dim: 4 }, 8, 1, 1.5);
  const result = (rmse: number, collisionRate: number, energy: readonly number[], seconds = 2): QuantizerResult => ({ ...made, seconds, metrics: { ...made.metrics, rmse, collisionRate, residualEnergy: energy } });
  const method = (kind: QuantizerKind, ...runs: QuantizerResult[]) => ({
    cell: { id: kind, name: kind, mode: 'quantizer', inputs: { rows: 'd' }, spec: { kind, params: {}, seed: 1 } } as QuantizerCell, runs: runs.map((each, i): SeedRun => ({ seed: i, result: each })),
  });
  const columns = FAKE_CATALOG.metrics.filter(({ key }) => ['rmse', 'collisionRate', 'residualEnergy', 'seconds'].includes(key));

  it('has a second row for stored codes, and a second column where they are swept', () => {
    const [even, without] = [withFakeStored(result(0.5, 0.02, [0.5, 0.25])), result(0.5, 0.04, [0.5, 0.25])];
    const seen = cells(draw(<CompareTable metrics={columns} methods={[method('even-rq', even), method('rq-vae', without)].flatMap(rowsOfMethod)} />));
    expect(Object.entries(seen).map(([name, row]) => [name, row.collisionRate!.words, row.collisionRate!.best])).toEqual([['even-rq', '2.00 %', false], ['even-rq, stored IDs', '1.00 %', true], ['rq-vae', '4.00 %', false]]);
    const cell = { id: 's', name: 'S', mode: 'sweep', inputs: { method: 'q' }, spec: { parameters: [{ name: 'numLevels', values: [2] }], metric: 'collisionRate' } } as unknown as SweepCell;
    const table = (...made: QuantizerResult[]) => draw(<SweepTable cell={cell} catalog={FAKE_CATALOG} points={[{ point: [{ name: 'numLevels', value: 2 }], status: 'done', runs: [], done: made.map((each, seed) => ({ seed, result: each })) }]} />);
    const words = (page: Document, tag: string) => [...page.querySelectorAll(tag)].map((node) => plain(node.textContent));
    expect(words(table(even), 'th').slice(1, 3)).toEqual([words(table(even), 'th')[1], `${words(table(even), 'th')[1]}, stored IDs`]);
    expect(words(table(even), 'td').slice(1, 3)).toEqual(['2.00 %', '1.00 %']);
    expect(words(table(without), 'th').some((head) => head.includes('stored'))).toBe(false);
  });

  it('puts each number in the row of its method and the column of its metric, and marks the best', () => {
    const page = draw(<CompareTable metrics={columns} methods={[method('rq-kmeans', result(0.5, 0.02, [0.5, 0.25])), method('rq-vae', result(0.25, 0.5, [0.4, 0.3])), method('rq-gmm')]} />);
    const seen = cells(page);
    expect(Object.keys(seen)).toEqual(['rq-kmeans', 'rq-vae', 'rq-gmm']);
    expect([seen['rq-kmeans']!.rmse, seen['rq-vae']!.rmse].map((cell) => [cell!.words, cell!.best])).toEqual([['0.500', false], ['0.250', true]]);
    expect([seen['rq-kmeans']!.collisionRate, seen['rq-vae']!.collisionRate].map((cell) => [cell!.words, cell!.best])).toEqual([['2.00 %', true], ['50.0 %', false]]);
    // By its last level.
    expect([seen['rq-kmeans']!.residualEnergy, seen['rq-vae']!.residualEnergy].map((cell) => cell!.best)).toEqual([true, false]);
    expect(seen['rq-kmeans']!.residualEnergy!.words).toBe('50 · 25 %');
    expect(Object.values(seen['rq-gmm']!).map(({ words, best }) => [words, best])).toEqual(columns.map(() => ['…', false]));
    expect(page.querySelectorAll('thead tr:last-child th')).toHaveLength(1 + columns.length);
  });

  it('shows mean and sample deviation over seeds', () => {
    const seen = cells(draw(<CompareTable metrics={columns} methods={[method('rq-kmeans', result(1, 0.1, [0.5, 0.2], 1), result(3, 0.3, [0.7, 0.4], 3))]} />));
    const row = seen[Object.keys(seen)[0]!]!;
    expect(Object.keys(seen)).toEqual(['rq-kmeans2 seeds']);
    expect(row.rmse!.words).toBe('2.00 ± 1.41');
    expect(row.collisionRate!.words).toBe('20.0 ± 14.1 %');
  });

  it('shows the three errors of R3-VAE in their order', () => {
    const page = draw(<R3Errors kind="r3-vae" name="R3" result={{ ...made, metrics: { ...made.metrics, rmse: 0.3, rmseHard: 0.2, rmseSoft: 0.1 } }} />);
    expect([...page.querySelectorAll('dt')].map((term) => plain(term.textContent))).toEqual(['from the codes alone', 'with the item’s own ratings', 'soft, as trained']);
    expect([...page.querySelectorAll('dd')].map((term) => term.textContent)).toEqual(['0.300', '0.200', '0.100']);
    expect([...draw(<R3Errors kind="r3-vae" name="R3" result={null} />).querySelectorAll('dd')].map((term) => term.textContent)).toEqual(['…', '…', '…']);
  });
});

describe('the scores', () => {
  const fit = (mae: number, xauc: number, seconds = 2): ValueResult => ({ scores: { mae, xauc }, seconds } as unknown as ValueResult);
  const row = (kind: PredictorKind, ...fits: ValueResult[]) => ({ id: kind, name: kind, kind, fits: fits.map((result, seed) => ({ seed, result })) });
  const columns = columnsShown(FAKE_CATALOG.scores, ['mae', 'xauc', 'seconds']);
  const references = [{ name: 'law_median', scores: { mae: 4, xauc: 0.8 } }, { name: 'other', scores: { mae: 5, xauc: 0.7 } }];

  it('puts scores in their rows, with the distance to the best reference, and marks the best', () => {
    const seen = cells(draw(<ScoresTable columns={columns} rows={[row('mlp', fit(8, 0.6)), row('ridge', fit(5, 0.75, 0.004)), row('rq-reg')]} references={references} unit="s" />));
    expect([seen.mlp!.mae!.words, seen.ridge!.mae!.words, seen.ridge!.mae!.best, seen.mlp!.mae!.best]).toEqual(['8.00', '5.00', true, false]);
    expect([seen.mlp!.mae!.all, seen.ridge!.mae!.all].map((words) => /[+−±][\d.]+ %/.exec(words)![0])).toEqual(['+100 %', '+25 %']);
    expect([seen.mlp!.xauc!.words, seen.ridge!.xauc!.words, seen.ridge!.xauc!.best]).toEqual(['60.0 %', '75.0 %', true]);
    expect([seen.mlp!.seconds!.words, seen.ridge!.seconds!.words]).toEqual(['2.00', '<0.01']);
    expect(seen['rq-reg']!.mae!.words).toBe('…');
    expect([seen['known law: median']!.mae!.words, seen.other!.xauc!.words]).toEqual(['4.00', '70.0 %']);
  });

  it('shows mean and deviation over seeds', () => {
    const seen = cells(draw(<ScoresTable columns={columns} rows={[row('mlp', fit(1, 0.5), fit(3, 0.7))]} references={[]} unit="s" />));
    expect(seen['mlp2 seeds']!.mae!.words).toBe('2.00 ± 1.41');
  });
});
