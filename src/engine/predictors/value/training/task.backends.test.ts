/** A fit from table to result: the numbers follow from the predictions, the best epoch is kept, test rows are never seen, and every way to end it. */
import { expect, it } from 'vitest';
import { taskKind } from '../../../catalog';
import type { NumberColumn, Table } from '../../../data/column';
import { Run } from '../../../runs/run';
import { computeScores } from '../../../metrics/scores';
import { prepareTable } from './preparedTable';
import type { RunEvent } from '../../../records/event';
import type { Params } from '../../../records/params';
import type { ValueResult, PredictorKind } from '../../../records/predict';
import { describeBackends } from '../../../testing/backends';
import { SHORT, fitSmall, fitSpec, smallTable } from '../../../testing/fitting';

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
      const phases = events.flatMap((event) => (event.type === 'doing' ? [event.doing.phase] : event.type === 'progress' ? ['report'] : []));
      expect([...new Set(phases)]).toEqual(['preparing the rows', 'first step', 'report', 'predicting all rows']);
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
    const changed = smallTable();
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
    const run = new Run(fitSpec('mlp', { ...SHORT, epochs: 1000, patience: 0 }), (event) => {
      if (event.type === 'progress') steps = event.progress.step;
      if (event.type !== 'status') return;
      seen.push(event.status);
      if (event.status === 'running' && seen.length === 1) run.orders.pause();
      if (event.status === 'paused') setTimeout(() => (steps < 3 ? run.orders.step() : run.orders.stop()), 0);
    });
    await run.train(taskKind('mlp'), { rows: prepareTable(smallTable()) }, { keep: (task) => task.dispose() });
    expect(seen.slice(0, 4)).toEqual(['running', 'paused', 'paused', 'paused']);
    expect(seen.at(-1)).toBe('stopped');
    expect(steps).toBe(3);
  });

  it('says in words why it cannot go on: stopped before it began, a setting out of range', async () => {
    expect(await failure('mlp', SHORT, (run) => run.orders.stop())).toMatch(/stopped before its first step/);
    expect(await failure('mlp', { ...SHORT, epochs: 0 })).toMatch(/epochs/i);
  });
});

async function fit(kind: PredictorKind, params: Params, rows?: Table): Promise<{ result: ValueResult; events: readonly RunEvent[] }> {
  const { result, events, problem } = await fitSmall(fitSpec(kind, params), rows);
  if (!result) throw new Error(problem?.message);
  return { events, result };
}

async function failure(kind: PredictorKind, params: Params, before: (run: Run) => void = () => undefined): Promise<string> {
  const { events, problem } = await fitSmall(fitSpec(kind, params), smallTable(), {}, (event, run) => {
    if (event.type === 'status' && event.status === 'running') before(run);
  });
  expect(events.filter((event) => event.type === 'failed')).toHaveLength(1);
  return problem!.message;
}
