/** A fit that goes on from a checkpoint ends with the predictions of one that was never interrupted, bit for bit; a trained predictor is taken up after it left memory. */
import { expect, it } from 'vitest';
import { predictorKind, predictors, taskKind } from './catalog';
import { memoryFolders } from './checkpoints/folders';
import { CheckpointStore } from './checkpoints/store';
import type { Table } from './data/column';
import { takeUp } from './runs/takeUp';
import type { ValueTask } from './predictors/value/training/task';
import { prepareTable } from './predictors/value/training/preparedTable';
import type { Params } from './records/params';
import type { PredictorKind } from './records/predict';
import { describeBackends } from './testing/backends';
import { SHORT, fitSmall, fitSpec, smallTable } from './testing/fitting';

const KINDS: readonly PredictorKind[] = predictors.map(({ kind }) => kind);
const smallOf = (kind: PredictorKind): Params => predictorKind(kind).small;
/** Values of every predictor's liking: none below zero. */
function positiveTable(): Table {
  const table = smallTable();
  table.target.values.forEach((value, row) => (table.target.values[row] = Math.abs(value)));
  return table;
}
const plan = (every: number) => ({ key: 'key', every, best: '' });

describeBackends('going on with a fit', (backend) => {
  // Of the networks the software adapter gets the one with most to remember.
  for (const kind of backend === 'webgpu' ? ['constant', 'rq-reg'] : KINDS) {
    it(`${kind}: gives the same predictions bit for bit, wherever it was interrupted`, async () => {
      const checkpoints = new CheckpointStore(memoryFolders());
      const whole = await fitSmall(fitSpec(kind, smallOf(kind), { checkpoints: plan(2) }), positiveTable(), { checkpoints });
      expect(whole.problem).toBeNull();
      const numbered = whole.checkpoints.filter(({ name }) => name.startsWith('step-'));
      const last = whole.checkpoints.find(({ name }) => name === 'last')!;
      expect(numbered).toHaveLength(Math.floor(last.step / 2));
      expect(whole.checkpoints.map(({ name }) => name)).not.toContain('best');
      // In the first epoch, in a later one, and at the end.
      const places = [numbered[0], numbered[(2 * numbered.length) >> 2], last].filter((info) => info !== undefined);
      for (const { name, step } of places) {
        const again = await fitSmall(fitSpec(kind, smallOf(kind), { checkpoints: plan(0), resume: name }), positiveTable(), { checkpoints });
        expect(again.problem).toBeNull();
        expect(again.result!.predictions).toEqual(whole.result!.predictions);
        expect(again.result!.scores).toEqual(whole.result!.scores);
        expect([again.result!.steps, again.result!.epochs, again.result!.bestEpoch, again.result!.stopped]).toEqual([whole.result!.steps, whole.result!.epochs, whole.result!.bestEpoch, false]);
        expect(again.result!.notes).toContain(`Went on from the checkpoint of step ${step}.`);
        expect(again.result!.notes.filter((note) => !note.startsWith('Went on'))).toEqual(whole.result!.notes);
        // The validation curve is whole again.
        const scored = (points: typeof whole.points) => points.filter((point) => point.metrics).map((point) => [point.step, point.metrics!.mae]);
        expect(scored(again.points)).toEqual(scored(whole.points));
      }
      const task = (await takeUp(taskKind(kind), { rows: prepareTable(positiveTable()) }, fitSpec(kind, smallOf(kind), { checkpoints: plan(0) }), checkpoints)) as ValueTask;
      const { train } = prepareTable(positiveTable());
      const { values } = await task.predictor.predict(train.features);
      expect([...values]).toEqual(Array.from(train.rowNumbers, (row) => whole.result!.predictions[row]));
      task.dispose();
    });
  }

  it('goes on with what was stopped by hand, and ends early where it would have', async () => {
    const params = { ...SHORT, epochs: 40, patience: 2, learningRate: 0.03 };
    const checkpoints = new CheckpointStore(memoryFolders());
    const whole = await fitSmall(fitSpec('mlp', params));
    const stopped = await fitSmall(fitSpec('mlp', params, { checkpoints: plan(0) }), smallTable(), { checkpoints }, (event, run) => {
      if (event.type === 'progress') run.orders.stop();
    });
    expect(stopped.result!.stopped).toBe(true);
    expect(stopped.result!.steps).toBeLessThan(whole.result!.steps);
    const again = await fitSmall(fitSpec('mlp', params, { checkpoints: plan(0), resume: 'last' }), smallTable(), { checkpoints });
    expect(again.result!.predictions).toEqual(whole.result!.predictions);
    expect(again.result!.notes[0]).toBe(whole.result!.notes[0]);
    expect(again.result!.notes[0]).toMatch(/^Training ended after epoch \d+ of 40/);
  });

  it('refuses in words what is of another table, and what is not there', async () => {
    const checkpoints = new CheckpointStore(memoryFolders());
    await fitSmall(fitSpec('ridge', {}, { checkpoints: plan(0) }), smallTable(), { checkpoints });
    const other = smallTable();
    other.target.values[3]! += 100;
    const spec = fitSpec('ridge', {}, { checkpoints: plan(0), resume: 'last' });
    expect((await fitSmall(spec, other, { checkpoints })).problem!.message).toBe('Checkpoint "last" is of another run: the data differs.');
    expect((await fitSmall({ ...spec, checkpoints: { ...plan(0), key: 'none' } }, smallTable(), { checkpoints })).problem!.message).toMatch(/no checkpoint "last"/);
  });
});
