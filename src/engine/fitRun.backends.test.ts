/** A fit from table to result: the numbers follow from the predictions, the best epoch is kept, test rows are never seen, and every way to end it. */
import { expect, it } from 'vitest';
import { fitKind } from './catalog';
import type { CategoryColumn, NumberColumn, Table } from './data/column';
import { FitRun } from './fitRun';
import { Random } from './math/random';
import { computeScores } from './metrics/scores';
import { prepareTable } from './preparedTable';
import type { Params, RunEvent } from './records';
import type { FitResult, PredictorKind } from './recordsPredict';
import { describeBackends } from './testing/backends';

const ROWS = 600;

describeBackends('a fit', () => {
  it('tells scores that follow from its predictions, and repeats bit for bit', async () => {
    for (const kind of ['constant', 'mlp'] as const) {
      const params = kind === 'mlp' ? SHORT : {};
      const { result, events } = await fit(kind, params);
      const rows = (part: number) => [...result.parts.keys()].filter((row) => result.parts[row] === part);
      const scoresOf = (part: number) => computeScores(rows(part).map((row) => result.targets[row]!), rows(part).map((row) => result.predictions[row]!));
      expect(result.scores).toEqual(scoresOf(2));
      expect(result.validation).toEqual(scoresOf(1));
      expect(result.snapshot).toMatchObject({ part: 'test', exact: true });
      expect([...result.snapshot.rows].every((row) => result.parts[row] === 2)).toBe(true);
      expect(events.at(-1)).toEqual({ type: 'status', status: 'done' });
      expect((await fit(kind, params)).result.predictions).toEqual(result.predictions);
    }
  });

  it('keeps the best epoch on the validation part and ends where none is better for a while', async () => {
    const { result, events } = await fit('mlp', { ...SHORT, epochs: 40, patience: 2, learningRate: 0.03 });
    const scores = events.flatMap((event) => (event.type === 'points' ? event.points.flatMap((point) => (point.metrics ? [point.metrics.mae!] : [])) : []));
    expect(scores).toHaveLength(result.epochs);
    expect(scores[result.bestEpoch - 1]).toBe(Math.min(...scores));
    expect(result.validation.mae).toBeCloseTo(Math.min(...scores), 5);
    expect(result.epochs - result.bestEpoch).toBe(2);
    expect(result.notes.join(' ')).toContain(`The weights of epoch ${result.bestEpoch} are kept`);
  });

  it('never sees a test row: other values there change no prediction', async () => {
    const changed = table();
    changed.parts.forEach((part, row) => {
      if (part !== 2) return;
      changed.target.values[row] = 1e6;
      (changed.features[0] as NumberColumn).values[row]! += 50;
    });
    const [before, after] = [await fit('mlp', SHORT), await fit('mlp', SHORT, changed)];
    const seen = [...before.result.parts.keys()].filter((row) => before.result.parts[row] !== 2);
    expect(seen.map((row) => after.result.predictions[row])).toEqual(seen.map((row) => before.result.predictions[row]));
  });

  it('pauses, steps and stops: what was trained by then is a result', async () => {
    const seen: string[] = [];
    let steps = 0;
    const run = new FitRun(spec('mlp', { ...SHORT, epochs: 1000, patience: 0 }), (event) => {
      if (event.type === 'progress') steps = event.progress.step;
      if (event.type !== 'status') return;
      seen.push(event.status);
      if (event.status === 'running' && seen.length === 1) run.orders.pause();
      if (event.status === 'paused') setTimeout(() => (steps < 3 ? run.orders.step() : run.orders.stop()), 0);
    });
    await run.fit(fitKind('mlp'), prepareTable(table()), (predictor) => predictor.dispose());
    expect(seen.slice(0, 4)).toEqual(['running', 'paused', 'paused', 'paused']);
    expect(seen.at(-1)).toBe('stopped');
    expect(steps).toBe(3);
  });

  it('says in words why it cannot go on: stopped before it began, a setting out of range', async () => {
    expect(await failure('mlp', SHORT, (run) => run.orders.stop())).toMatch(/stopped before its first step/);
    expect(await failure('mlp', { ...SHORT, epochs: 0 })).toMatch(/epochs/i);
  });
});

const SHORT: Params = { epochs: 3, batchSize: 64, width: 8, fieldDim: 4, learningRate: 0.01 };

function spec(kind: PredictorKind, params: Params) {
  return { runId: 'cell.1', tableId: 'table-1', kind, params, seed: 3 };
}

async function fit(kind: PredictorKind, params: Params, rows = table()): Promise<{ result: FitResult; events: RunEvent[] }> {
  const events: RunEvent[] = [];
  const run = new FitRun(spec(kind, params), (event) => {
    events.push(event);
    if (event.type === 'fitSnapshot') run.acknowledge();
  });
  await run.fit(fitKind(kind), prepareTable(rows));
  const failed = events.find((event) => event.type === 'failed');
  if (failed) throw new Error(failed.problem.message);
  return { events, result: events.flatMap((event) => (event.type === 'fitResult' ? [event.result] : []))[0]! };
}

async function failure(kind: PredictorKind, params: Params, before: (run: FitRun) => void = () => undefined): Promise<string> {
  const messages: string[] = [];
  const run = new FitRun(spec(kind, params), (event) => {
    if (event.type === 'failed') messages.push(event.problem.message);
  });
  before(run);
  await run.fit(fitKind(kind), prepareTable(table()));
  expect(messages).toHaveLength(1);
  return messages[0]!;
}

/** y = 3 + 2 a + 4 [b = "x"] + noise, a tenth of it for validation, a fifth for the test. */
function table(): Table {
  const random = new Random(7);
  const a = Float64Array.from({ length: ROWS }, () => random.normal());
  const codes = Int32Array.from({ length: ROWS }, () => random.integer(3));
  // As results have them, in float32.
  const values = a.map((value, row) => Math.fround(3 + 2 * value + (codes[row] === 0 ? 4 : 0) + 0.3 * random.normal()));
  const features: [NumberColumn, CategoryColumn] = [{ name: 'a', type: 'number', values: a }, { name: 'b', type: 'category', codes, labels: ['x', 'y', 'z'] }];
  const parts = Uint8Array.from({ length: ROWS }, (_, row) => (row % 10 === 0 ? 1 : row % 5 === 1 ? 2 : 0));
  return { name: 'made.csv', rows: ROWS, rowIndex: Uint32Array.from({ length: ROWS }, (_, row) => row), target: { name: 'y', type: 'number', values }, features, references: [], parts };
}
