/** A run from log to result: the numbers follow from the probabilities, the best epoch is kept, labels of test rows are never seen, and every way to end it. */
import { expect, it } from 'vitest';
import { clickPredictors } from '../../../catalog';
import { logLoss } from '../../../math/binary';
import { Random } from '../../../math/random';
import { scoresByItem, scoresOf } from '../../../metrics/scores';
import { defaultParams } from '../../../params';
import type { ClickResult } from '../../../records/click';
import type { Params } from '../../../records/params';
import { disposeLosses } from '../../../runs/losses';
import { describeBackends } from '../../../testing/backends';
import { clickSpec, logOf, runClicks, smallLog } from '../../../testing/clicks';
import { expectClose } from '../../../testing/tolerance';
import type { LogInputs } from '../inputs';
import { TEST } from '../parts';
import { prepareLog } from '../preparedLog';

const SHORT: Params = { epochs: 3, batchSize: 64, width: 4, hidden: [8], learningRate: 0.02 };
const inputs = smallLog();

describeBackends('a predictor of labels', (backend) => {
  for (const { kind, small, reads } of clickPredictors) {
    const params = { ...small, ...(reads.includes('codes') && { fields: 'codes' }) };
    it(`${kind}: tells scores that follow from its probabilities, and repeats bit for bit`, async () => {
      const { result, events } = await train(kind, params);
      const rows = (part: number) => [...result.parts.keys()].filter((row) => result.parts[row] === part);
      const judged = (part: number) => ({ labels: rows(part).map((row) => result.labels[row]!), probabilities: rows(part).map((row) => result.probabilities[row]!), users: rows(part).map((row) => result.users[row]!) });
      expect(result.scores).toEqual(scoresByItem(judged(TEST), rows(TEST).map((row) => result.cold[row]!)));
      expect(result.validation).toEqual(scoresOf('probabilities', judged(1)));
      expect(result.snapshot).toMatchObject({ family: 'click', part: 'test', exact: true, scores: result.scores });
      expect([result.testRows, result.coldRows]).toEqual([rows(TEST).length, rows(TEST).filter((row) => result.cold[row] === 1).length]);
      expect(result.coldRows).toBeGreaterThan(10);
      expect(events.at(-1)).toEqual({ type: 'status', status: 'done' });
      // Every row of the file once, with its own label.
      expect(new Set(result.rowIndex).size).toBe(inputs.events.log.events);
      expect(result.bits).toBeCloseTo(reads.includes('codes') ? Math.log2(18) : 0, 12);
      expect((await train(kind, params)).result.probabilities).toEqual(result.probabilities);
    });

    it(`${kind}: every event gets its own probability, in whatever company and beyond one chunk`, async () => {
      const declared = clickPredictors.find((entry) => entry.kind === kind)!;
      const predictor = await declared.create(inputs, { ...defaultParams(declared.params), ...params }, new Random(1));
      disposeLosses(await predictor.trainStep());
      const events = Uint32Array.from({ length: backend === 'webgpu' ? 4097 : 9000 }, (_, i) => (i * 7) % inputs.events.log.events);
      const whole = await predictor.predict(events);
      for (const part of [events.subarray(0, 1), events.subarray(0, 4096), events.subarray(4090)]) expectClose(await predictor.predict(part), whole.slice(part.byteOffset / 4, part.byteOffset / 4 + part.length), { rtol: 1e-5, atol: 1e-6 });
      expect(await predictor.predict(new Uint32Array())).toHaveLength(0);
      predictor.dispose();
    });
  }

  it('a constant has the entropy of the labels where both parts have one rate', async () => {
    const labels = Array.from({ length: 400 }, (_, row) => (row % 4 === 0 ? 1 : 0));
    const log = logOf({ user: labels.map((_, row) => row % 9), item: labels.map((_, row) => row % 5), time: labels.map((_, row) => row), label: labels, users: 9, items: 5 });
    const { result } = await train('rate', {}, { events: prepareLog(log) });
    const entropy = -(0.25 * Math.log(0.25) + 0.75 * Math.log(0.75));
    expect(result.scores.logLoss).toBeCloseTo(entropy, 6);
    expect(result.scores.auc).toBe(0.5);
    expect(result.scores.aucCold).toBeNaN();
    expect(logLoss(labels, labels.map(() => 0.25))).toBeCloseTo(entropy, 12);
  });

  it('keeps the best epoch on the validation part and ends where none is better for a while', async () => {
    for (const selectBy of ['auc', 'logLoss'] as const) {
      const { result, events } = await train('fnn', { ...SHORT, epochs: 40, patience: 2, fields: 'codes', selectBy });
      const scores = events.flatMap((event) => (event.type === 'points' ? event.points.flatMap((point) => (point.metrics ? [point.metrics[selectBy]!] : [])) : []));
      expect(scores).toHaveLength(result.epochs);
      expect(scores[result.bestEpoch - 1]).toBe(selectBy === 'auc' ? Math.max(...scores) : Math.min(...scores));
      expect(result.validation[selectBy]).toBeCloseTo(scores[result.bestEpoch - 1]!, 5);
      expect(result.epochs - result.bestEpoch).toBe(2);
      expect(result.notes.join(' ')).toContain(`The weights of epoch ${result.bestEpoch} are kept, those with the ${selectBy === 'auc' ? 'greatest validation AUC' : 'least validation LogLoss'}`);
    }
  });

  it('never sees the label of a test row: other labels there change no probability', async () => {
    const { events } = inputs;
    const label = events.log.label!.slice();
    events.test.forEach((event, i) => { if (i > 0) label[event] = 1 - label[event]!; });
    const changed = { ...inputs, events: prepareLog({ ...events.log, label }) };
    for (const kind of ['rate', 'logistic', 'ipnn']) {
      const [before, after] = [await train(kind, kind === 'ipnn' ? SHORT : {}), await train(kind, kind === 'ipnn' ? SHORT : {}, changed)];
      expect(after.result.probabilities).toEqual(before.result.probabilities);
      expect(after.result.scores).not.toEqual(before.result.scores);
    }
  });

  it('rates of users and items stay near that of all where there are few rows', async () => {
    const { events } = inputs;
    const all = [...events.train].filter((event) => events.labels[event] === 1).length / events.train.length;
    const { result } = await train('rate', { of: 'item', strength: 10 });
    const event = events.train[3]!;
    const same = [...events.train].filter((other) => events.log.items[other] === events.log.items[event]);
    const wanted = (same.filter((other) => events.labels[other] === 1).length + 10 * all) / (same.length + 10);
    expect(result.probabilities[[...result.rowIndex].indexOf(events.log.rowIndex[event]!)]).toBeCloseTo(wanted, 6);
    const cold = [...result.parts.keys()].find((row) => result.cold[row] === 1)!;
    expect(result.probabilities[cold]).toBeCloseTo(all, 6);
  });

  it('finds what is wrong: nothing in the labels, probabilities too sure', async () => {
    const random = new Random(4);
    const events = prepareLog({ ...inputs.events.log, label: inputs.events.log.label!.map(() => (random.uniform() < 0.4 ? 1 : 0)) });
    const { result } = await train('fnn', { ...SHORT, epochs: 12, patience: 0, learningRate: 0.1, codeDropout: 0 }, { events });
    expect(result.findings!.map(({ text }) => text)[0]).toMatch(/^Test AUC 0\.\d{3}: on so few rows chance alone reaches 0\.\d{3}\.$/);
    expect((await train('fnn', { ...SHORT, fields: 'codes' })).result.findings).toEqual([]);
    expect((await train('rate', {})).result.findings).toBeUndefined();
  });

  it('says in words why it cannot go on', async () => {
    expect(await failure('fnn', { ...SHORT, epochs: 0 })).toMatch(/epochs/i);
    expect(await failure('fnn', { ...SHORT, fields: 'codes' }, { events: inputs.events })).toMatch(/no codes are joined/);
    const { problem } = await runClicks(clickSpec('fnn', SHORT), inputs, {}, (event, run) => {
      if (event.type === 'status' && event.status === 'running') run.orders.stop();
    });
    expect(problem!.message).toMatch(/stopped before its first step/);
  });
});

async function train(kind: string, params: Params, given: LogInputs = inputs): Promise<{ result: ClickResult; events: Awaited<ReturnType<typeof runClicks>>['events'] }> {
  const { result, events, problem } = await runClicks(clickSpec(kind, params), given);
  if (!result) throw new Error(problem?.message);
  return { events, result };
}

async function failure(kind: string, params: Params, given: LogInputs = inputs): Promise<string> {
  const { events, problem } = await runClicks(clickSpec(kind, params), given);
  expect(events.filter((event) => event.type === 'failed')).toHaveLength(1);
  return problem!.message;
}
