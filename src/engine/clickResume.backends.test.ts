/** A run of a predictor of labels that goes on from a checkpoint ends with the probabilities of one that was never interrupted, bit for bit; a trained one is taken up after it left memory. */
import { expect, it } from 'vitest';
import { clickKind, clickPredictors, taskKind } from './catalog';
import { memoryFolders } from './checkpoints/folders';
import { CheckpointStore } from './checkpoints/store';
import type { ClickTask } from './predictors/log/training/task';
import type { Params } from './records/params';
import { takeUp } from './runs/takeUp';
import { describeBackends } from './testing/backends';
import { clickSpec, runClicks, smallLog } from './testing/clicks';

const inputs = smallLog();
const paramsOf = (kind: string): Params => ({ ...clickKind(kind).small, ...(clickKind(kind).reads.includes('codes') && { fields: 'both' }) });
const plan = (every: number) => ({ key: 'key', every, best: '' });

describeBackends('going on with a predictor of labels', (backend) => {
  for (const kind of backend === 'webgpu' ? ['ipnn'] : clickPredictors.map(({ kind }) => kind)) {
    it(`${kind}: gives the same probabilities bit for bit, wherever it was interrupted`, async () => {
      const checkpoints = new CheckpointStore(memoryFolders());
      const spec = (more: object) => clickSpec(kind, paramsOf(kind), more);
      const whole = await runClicks(spec({ checkpoints: plan(7) }), inputs, { checkpoints });
      expect(whole.problem).toBeNull();
      const numbered = whole.checkpoints.filter(({ name }) => name.startsWith('step-'));
      const last = whole.checkpoints.find(({ name }) => name === 'last')!;
      expect(numbered).toHaveLength(Math.floor(last.step / 7));
      // In the first epoch, in a later one, and at the end.
      const places = [numbered[0], numbered[(2 * numbered.length) >> 2], last].filter((info) => info !== undefined);
      for (const { name, step } of places) {
        const again = await runClicks(spec({ checkpoints: plan(0), resume: name }), inputs, { checkpoints });
        expect(again.problem).toBeNull();
        expect(again.result!.probabilities).toEqual(whole.result!.probabilities);
        expect(again.result!.scores).toEqual(whole.result!.scores);
        expect([again.result!.steps, again.result!.epochs, again.result!.bestEpoch, again.result!.stopped]).toEqual([whole.result!.steps, whole.result!.epochs, whole.result!.bestEpoch, false]);
        expect(again.result!.notes).toContain(`Went on from the checkpoint of step ${step}.`);
        expect(again.result!.notes.filter((note) => !note.startsWith('Went on'))).toEqual(whole.result!.notes);
        const scored = (points: typeof whole.points) => points.filter((point) => point.metrics).map((point) => [point.step, point.metrics!.auc, point.metrics!.logLoss]);
        expect(scored(again.points)).toEqual(scored(whole.points));
      }
      const task = (await takeUp(taskKind(kind), { ...inputs }, spec({ checkpoints: plan(0) }), checkpoints)) as ClickTask;
      const { test, log } = inputs.events;
      const rows = new Map(Array.from(whole.result!.rowIndex, (row, i) => [row, whole.result!.probabilities[i]!]));
      expect([...(await task.predictor.predict(test))]).toEqual(Array.from(test, (event) => rows.get(log.rowIndex[event]!)));
      task.dispose();
    });
  }

  it('goes on with what was stopped by hand, and ends early where it would have', async () => {
    const params = { ...paramsOf('fnn'), epochs: 40, patience: 2, learningRate: 0.03 };
    const checkpoints = new CheckpointStore(memoryFolders());
    const whole = await runClicks(clickSpec('fnn', params), inputs);
    const stopped = await runClicks(clickSpec('fnn', params, { checkpoints: plan(0) }), inputs, { checkpoints }, (event, run) => {
      if (event.type === 'progress') run.orders.stop();
    });
    expect(stopped.result!.stopped).toBe(true);
    expect(stopped.result!.steps).toBeLessThan(whole.result!.steps);
    const again = await runClicks(clickSpec('fnn', params, { checkpoints: plan(0), resume: 'last' }), inputs, { checkpoints });
    expect(again.result!.probabilities).toEqual(whole.result!.probabilities);
    expect(again.result!.notes[0]).toBe(whole.result!.notes[0]);
    expect(again.result!.notes[0]).toMatch(/^Training ended after epoch \d+ of 40/);
  });

  it('refuses in words what is of another log, or of other codes', async () => {
    const checkpoints = new CheckpointStore(memoryFolders());
    await runClicks(clickSpec('logistic', { fields: 'codes' }, { checkpoints: plan(0) }), inputs, { checkpoints });
    const spec = clickSpec('logistic', { fields: 'codes' }, { checkpoints: plan(0), resume: 'last' });
    const { codes, numCodes } = inputs.codes!;
    const others = [
      { ...inputs, codes: { codes: codes.map((code, i) => (i === 1 ? 2 - code : code)), numCodes } },
      { ...inputs, events: { ...inputs.events, labels: inputs.events.labels.map((label, event) => (event === 5 ? 1 - label : label)) } },
    ];
    for (const other of others) expect((await runClicks(spec, other, { checkpoints })).problem!.message).toBe('Checkpoint "last" is of another run: the data differs.');
  });
});
