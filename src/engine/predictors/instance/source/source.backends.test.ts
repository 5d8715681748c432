/** The source model sees what it may see and nothing else: no later row, no sibling, no label; and streams what it computes in batches. */
import { describe, expect, it } from 'vitest';
import { taskKind } from '../../../catalog';
import { Random } from '../../../math/random';
import { defaultParams } from '../../../params';
import type { SourceResult, SourceSnapshot } from '../../../records/click';
import type { RunEvent } from '../../../records/event';
import type { Params } from '../../../records/params';
import { disposeLosses } from '../../../runs/losses';
import { Run } from '../../../runs/run';
import { describeBackends } from '../../../testing/backends';
import { plantedEvents, refielded, relabelled, trained } from '../../../testing/instances';
import { expectClose } from '../../../testing/tolerance';
import type { PreparedLog } from '../../log/preparedLog';
import { iatSource } from './kind';
import { SourceModel } from './model';
import { sourceSettings } from './params';
import { encodeAll } from './result';
import { sourceData } from './sourceData';
import { InstanceStream } from './stream';
import { SourceTask } from './task';

const { events } = plantedEvents(3, 40);
const everything = (log: PreparedLog) => Uint32Array.from(log.parts.keys());
const complete = (params: Params): Params => ({ ...defaultParams(iatSource.params), ...iatSource.small, ...params });
const taskOf = (params: Params = {}, log = events, seed = 5) => SourceTask.create({ events: log }, { kind: 'iat-source', params: complete(params), seed });

const make = (params: Params, log: PreparedLog) => {
  const settings = sourceSettings(complete(params));
  return new SourceModel(sourceData(log, settings, new Random(1)), settings, new Random(2));
};

/** Models with the same weights, which a few steps have moved, on the events and on others. */
async function twins(params: Params, other: PreparedLog): Promise<[SourceModel, SourceModel]> {
  const [one, twin] = [make(params, events), make(params, other)];
  for (let step = 0; step < 3; step++) disposeLosses(one.trainStep());
  twin.setWeights(await one.weights());
  return [one, twin];
}

describeBackends('the source model of instances', (backend) => {
  /** A GPU adds up a batch of one in another order than a batch of many. */
  const near = backend === 'webgpu' ? 1e-5 : 1e-6;
  it('sees no later row: what comes after a row leaves its outputs as they are, to the bit', async () => {
    // Of every user the last third of the rows is changed.
    const { log: { users }, offsets } = events;
    const late = (event: number) => event - offsets[users[event]!]! >= (2 * (offsets[users[event]! + 1]! - offsets[users[event]!]!)) / 3;
    const [one, other] = await twins({}, refielded(events, (codes) => codes.map((code, event) => (late(event) ? 1 : code))));
    const [here, there] = [await one.predict(everything(events)), await other.predict(everything(events))];
    for (let event = 0; event < here.length; event++) if (!late(event)) expect(here[event]).toBe(there[event]);
    expect(here.some((value, event) => value !== there[event])).toBe(true);
    one.dispose();
    other.dispose();
  });

  it('sees no sibling: of every user\'s last request of several rows, one changes, and the others do not notice', async () => {
    const { log: { sessions, users } } = events;
    const last = new Map<number, number>();
    sessions!.forEach((request, event) => event > 0 && sessions![event - 1] === request && last.set(users[event]!, event));
    const changed = new Set(last.values());
    const [one, other] = await twins({}, refielded(events, (codes) => codes.map((code, event) => (changed.has(event) ? (code === 1 ? 2 : 1) : code))));
    const [here, there] = [await one.predict(everything(events)), await other.predict(everything(events))];
    let siblings = 0;
    for (const event of changed) {
      expect(there[event]).not.toBe(here[event]);
      for (let sibling = event - 1; sessions![sibling] === sessions![event]; sibling--, siblings++) expect(there[sibling]).toBe(here[sibling]);
      for (let sibling = event + 1; sessions![sibling] === sessions![event]; sibling++, siblings++) expect(there[sibling]).toBe(here[sibling]);
    }
    expect(siblings).toBeGreaterThan(20);
    one.dispose();
    other.dispose();
  });

  it.each(['before', 'after'])('reads no label: with frozen weights flipped labels leave the vectors %s mixing as they are', async (store) => {
    const [one, other] = await twins({ store }, relabelled(events, events.labels.map((label) => 1 - label)));
    expect(await encodeAll(one)).toEqual(await encodeAll(other));
    one.dispose();
    other.dispose();
  });

  it('needs no other row for a vector before mixing, and does after it', async () => {
    const [one, other] = await twins({ store: 'after' }, events);
    const [alone, all] = [await one.encode(Uint32Array.of(40)), await one.encode(everything(events))];
    expectClose(alone, all.slice(40 * 8, 41 * 8), { rtol: 1e-5, atol: 1e-6 }, 'after mixing, with the rows before it');
    expect(alone).not.toEqual((await encodeAll(one)).slice(40 * 8, 41 * 8));
    one.dispose();
    other.dispose();
  });

  it.each<Params>([{ layers: 1 }, { layers: 1, length: 40 }, { layers: 2, length: 40, width: 4 }, { order: 'temporal' }])('streams what it computes in batches: %o', async (params) => {
    const [one, other] = await twins(params, events);
    const { data } = one;
    const rows = Array.from({ length: 60 }, (_, event) => event);
    const stream = new InstanceStream(one);
    const [probabilities, vectors] = [await one.predict(Uint32Array.from(rows)), await one.encode(Uint32Array.from(rows))];
    for (const event of rows) {
      const got = await stream.append({ ids: data.fields.ids([event]), user: events.log.users[event]!, time: events.log.time[event]!, request: data.times.request[event]! });
      expectClose([got.probability], [probabilities[event]!], { rtol: 0, atol: near }, `probability of ${event}`);
      expectClose(got.vector, vectors.subarray(event * 4, event * 4 + 4), { rtol: near, atol: near }, `vector of ${event}`);
    }
    one.dispose();
    other.dispose();
  });
});

describeBackends('a run of the source model of instances', () => {
  it.each<Params>([{}, { order: 'temporal' }, { passes: 2, ownLoss: 0.2, useUser: true, useItem: true }, { activation: 'relu', store: 'after' }])('leaves a vector for each event, standardised by the source part: %o', async (params) => {
    const result = (await trained<SourceResult>(taskOf(params), 'source'))!;
    const { vectors, dim, snapshot } = result;
    // After mixing vectors are as wide as the mixing.
    const width = params.store === 'after' ? 8 : 4;
    expect([dim, vectors.length, result.rowIndex]).toEqual([width, events.log.events * width, events.log.rowIndex]);
    for (let j = 0; j < dim; j++) {
      const column = Array.from(events.source.keys()).filter((event) => events.source[event] === 1).map((event) => vectors[event * dim + j]!);
      const mean = column.reduce((sum, value) => sum + value, 0) / column.length;
      expect(Math.abs(mean)).toBeLessThan(1e-4);
      const deviation = Math.sqrt(column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / column.length);
      expect(deviation === 0 || Math.abs(deviation - 1) < 1e-4).toBe(true);
    }
    expect(vectors.every(Number.isFinite)).toBe(true);
    expect([snapshot.exact, snapshot.points.length / 2, snapshot.colours.map(({ name }) => name)]).toEqual([true, snapshot.rows.length, ['group', 'placement', 'device']]);
    expect(result.epochs).toBe(3);
    expect(result.bestEpoch).toBeGreaterThan(0);
    expect(result.scores.auc).toBeGreaterThan(0);
  });

  it('repeats bit for bit, and goes on bit for bit from a state', async () => {
    const whole = (await trained<SourceResult>(taskOf(), 'source'))!;
    const first = taskOf();
    await trained(first, 'source', 4);
    const state = await first.state();
    first.dispose();
    const second = taskOf();
    await second.restore(state);
    const rest = (await trained<SourceResult>(second, 'source'))!;
    expect(rest.vectors).toEqual(whole.vectors);
    const again = (await trained<SourceResult>(taskOf(), 'source'))!;
    expect(again.vectors).toEqual(whole.vectors);
  });

  it('is taken up as it ended: with the weights of the best epoch', async () => {
    const first = taskOf();
    const whole = (await trained<SourceResult>(taskOf(), 'source'))!;
    await trained(first, 'source', first.plannedSteps - 1);
    const { losses } = await first.step();
    disposeLosses({ losses });
    await first.endEpoch(first.plannedSteps);
    const later = taskOf();
    await later.takeUp(await first.state());
    expect(await encodeAll(later.model)).toEqual(whole.vectors);
    first.dispose();
    later.dispose();
  });

  it('runs by its order, and tells of every epoch', async () => {
    const told: RunEvent[] = [];
    const run: Run = new Run({ runId: 'cell.1', inputs: { events: 'log' }, kind: 'iat-source', params: iatSource.small, seed: 5, reportEvery: 5 }, (event) => {
      told.push(event);
      if (event.type === 'snapshot') run.acknowledge();
    });
    await run.train(taskKind('iat-source'), { events });
    const points = told.flatMap((event) => (event.type === 'points' ? event.points : []));
    expect(points.filter(({ metrics }) => metrics).map(({ metrics }) => Object.keys(metrics!))).toEqual(new Array(3).fill(['auc', 'logLoss', 'calibrationError']));
    expect(told.some(({ type }) => type === 'snapshot')).toBe(true);
    const result = told.find((event) => event.type === 'result')!.result as SourceResult;
    expect(result.vectors).toEqual((await trained<SourceResult>(taskOf(), 'source'))!.vectors);
    expect(result.notes.join(' ')).toContain('Labels are never read.');
  });

  it('shows where it stands', async () => {
    const task = taskOf();
    await trained(task, 'source', 2);
    const { snapshot } = await task.report({ step: 2 }, true);
    const { scores, exact, axisShares, labels, rows } = snapshot as SourceSnapshot;
    expect([exact, labels.length === rows.length]).toEqual([false, true]);
    expect(axisShares[0]).toBeGreaterThanOrEqual(axisShares[1]);
    expect(scores.logLoss).toBeGreaterThan(0);
    task.dispose();
  });
});

describe('what does not fit', () => {
  it('is refused in words', () => {
    expect(() => sourceSettings(complete({ width: 10, heads: 4 }))).toThrow('a multiple of the heads was wanted');
    const settings = sourceSettings(complete({}));
    expect(() => sourceData({ ...events, source: new Uint8Array(events.log.events) }, settings, new Random(1))).toThrow('has 0 users');
    expect(() => sourceData(relabelled(events, new Uint8Array(events.log.events)), settings, new Random(1))).toThrow('all with one label');
    expect(() => sourceData({ ...events, fields: events.fields.filter(({ role }) => role === 'user') }, settings, new Random(1))).toThrow('No field is left');
  });
});
