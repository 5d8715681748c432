/** The reader of histories: what it may know of the past, a store that stays as it is, tokens that are not there, and steps that repeat. */
import { describe, expect, it } from 'vitest';
import { Random } from '../../../math/random';
import { defaultParams } from '../../../params';
import type { ClickResult } from '../../../records/click';
import type { Params } from '../../../records/params';
import { disposeLosses } from '../../../runs/losses';
import { describeBackends } from '../../../testing/backends';
import { plantedEvents, relabelled, trained } from '../../../testing/instances';
import { expectClose } from '../../../testing/tolerance';
import type { ClickPredictor } from '../../log/clickPredictor';
import type { InstanceStore, LogInputs } from '../../log/inputs';
import type { PreparedLog } from '../../log/preparedLog';
import { ClickTask } from '../../log/training/task';
import { requestsOf } from '../requests';
import { ReaderData, SIDE_FACTS } from './batch';
import { iatReader } from './kind';
import { readerSettings } from './params';
import { createReader } from './reader';

const { events } = plantedEvents(3, 40);
const random = new Random(9);
const store: InstanceStore = { data: Float32Array.from({ length: events.log.events * 6 }, () => random.normal()), dim: 6, bits: 192 };
const readers = ['transformer', 'din', 'cross'] as const;
const complete = (params: Params): Params => ({ ...defaultParams(iatReader.params), ...iatReader.small, history: 'store', ...params });
const readerOf = (params: Params = {}, inputs: LogInputs = { events, store }) => createReader(inputs, complete(params), new Random(4));
const taskOf = (params: Params = {}) => ClickTask.create(iatReader, { events, store }, { kind: 'iat-reader', params: complete(params), seed: 4 });
const withEvents = (log: PreparedLog): LogInputs => ({ events: log, store });

async function moved(reader: ClickPredictor, steps = 3): Promise<ClickPredictor> {
  for (let step = 0; step < steps; step++) disposeLosses(await reader.trainStep());
  return reader;
}

/** Probabilities of the test part by a reader, and with the same weights on other inputs. */
async function both(params: Params, inputs: LogInputs): Promise<[Float32Array, Float32Array]> {
  const [one, other] = [await moved(await readerOf(params)), await readerOf(params, inputs)];
  other.setWeights(await one.weights());
  const found: [Float32Array, Float32Array] = [await one.predict(events.test), await other.predict(events.test)];
  one.dispose();
  other.dispose();
  return found;
}

describeBackends('the reader of histories', () => {
  it.each(readers)('leaves the store as it is, to the byte: %s', async (reader) => {
    const before = store.data.slice();
    const one = await moved(await readerOf({ reader }));
    await one.predict(events.test);
    expect(store.data).toEqual(before);
    one.dispose();
  });

  it.each(readers)('does not know labels before their time: those that come late may be others: %s', async (reader) => {
    // Labels of rows that no row of their user looks back on after they are ready are known to nobody.
    const { log: { users, time }, ready, labels, offsets } = events;
    const never = (event: number) => Array.from({ length: offsets[users[event]! + 1]! - event - 1 }, (_, i) => event + 1 + i).every((later) => time[later]! < ready[event]!);
    const flipped = labels.map((label, event) => (never(event) ? 1 - label : label));
    expect(flipped).not.toEqual(labels);
    const [here, there] = await both({ reader }, withEvents(relabelled(events, flipped)));
    expect(there).toEqual(here);
    const [, all] = await both({ reader }, withEvents(relabelled(events, labels.map((label) => 1 - label))));
    expect(all).not.toEqual(here);
  });

  it('sees no label at all where side labels are off, and no ordinary sequence', async () => {
    const [here, there] = await both({ sideLabels: false, sequenceLength: 0 }, withEvents(relabelled(events, events.labels.map((label) => 1 - label))));
    expect(there).toEqual(here);
  });

  it.each(readers)('reads neither siblings nor later rows from the store: %s', async (reader) => {
    const { of } = requestsOf(events.log);
    const { users, time } = events.log;
    // Every vector changes that no row of the test part may look at.
    const read = new Set(Array.from(events.test).flatMap((event) => Array.from({ length: event - events.offsets[users[event]!]! }, (_, i) => event - 1 - i).filter((past) => time[past]! < time[event]! && of[past] !== of[event])));
    const data = store.data.map((value, at) => (read.has(Math.floor(at / store.dim)) ? value : value + 5));
    const [here, there] = await both({ reader, length: 6 }, { events, store: { ...store, data } });
    expect(there).toEqual(here);
    const [, other] = await both({ reader }, { events, store: { ...store, data: store.data.map((value) => value + 5) } });
    expect(other).not.toEqual(here);
  });

  it.each(readers)('is not changed by tokens that are not there, and knows what no history is: %s', async (reader) => {
    // Events with less than four past rows are the same with twice as many places for tokens.
    const [one, wider] = [await moved(await readerOf({ reader, length: 4, sequenceLength: 4 })), await readerOf({ reader, length: 8, sequenceLength: 4 })];
    wider.setWeights(await one.weights());
    const short = Uint32Array.from(events.log.users.keys()).filter((event) => event - events.offsets[events.log.users[event]!]! < 4);
    expectClose(await wider.predict(short), await one.predict(short), { rtol: 0, atol: 1e-6 }, 'with more room');
    const none = Uint32Array.from(events.log.userNames.keys(), (user) => events.offsets[user]!).filter((event) => event < events.log.events);
    expect((await one.predict(none)).every((p) => p > 0 && p < 1)).toBe(true);
    one.dispose();
    wider.dispose();
  });

  it.each(['transformer', 'cross'])('shows what it attends to: shares of one that are oldest first: %s', async (reader) => {
    const one = await moved(await readerOf({ reader }));
    const { offsets, weights, gaps, tokenRows, tokenLabels, users, probabilities, rows } = (await one.attention!(events.test.slice(0, 30)))!;
    expect(probabilities).toEqual(await one.predict(events.test.slice(0, 30)));
    for (let i = 0; i < users.length; i++) {
      const [from, to] = [offsets[i]!, offsets[i + 1]!];
      if (to > from) expect(weights.subarray(from, to).reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 5);
      for (let at = from; at < to; at++) {
        expect(gaps[at]).toBeGreaterThan(0);
        if (at > from) expect(gaps[at]).toBeLessThanOrEqual(gaps[at - 1]!);
        const [token, judged] = [tokenRows[at]!, rows[i]!];
        expect(tokenLabels[at]).toBe(events.ready[token]! <= events.log.time[judged]! ? events.labels[token] : 2);
      }
    }
    one.dispose();
  });

  it('shows the scores of DIN, and nothing without a history', async () => {
    const din = await readerOf({ reader: 'din' });
    const { weights, offsets } = (await din.attention!(events.test.slice(0, 5)))!;
    expect(weights.length).toBe(offsets[5]);
    din.dispose();
    const base = await readerOf({ history: 'none' });
    expect([base.attention, base.bits]).toEqual([undefined, 0]);
    base.dispose();
  });

  it.each<Params>([{}, { reader: 'din' }, { reader: 'cross', dropout: 0 }, { history: 'none' }, { history: 'sequence' }, { history: 'zero', sequenceLength: 0 }])('repeats bit for bit, and goes on bit for bit from a state: %o', async (params) => {
    const whole = (await trained<ClickResult>(await taskOf(params), 'click'))!;
    const first = await taskOf(params);
    await trained(first, 'click', 3);
    const state = await first.state();
    first.dispose();
    const second = await taskOf(params);
    await second.restore(state);
    const rest = (await trained<ClickResult>(second, 'click'))!;
    expect(rest.probabilities).toEqual(whole.probabilities);
    expect(whole.probabilities.every((p) => p > 0 && p < 1)).toBe(true);
    expect(whole.bits).toBe(params.history === undefined || params.history === 'store' ? 192 : 0);
  });
});

describe('a batch', () => {
  it('has one token that says so where there is no history, and nothing else', () => {
    const data = new ReaderData(events, store, readerSettings(complete({}), true), 6);
    const { tokens } = data.batch(Uint32Array.of(events.offsets[1]!, events.offsets[2]! - 1));
    expect([...tokens!.mask.subarray(0, 4)]).toEqual([1, 0, 0, 0]);
    const [none, real] = [tokens!.side.subarray(0, SIDE_FACTS), tokens!.side.subarray(4 * SIDE_FACTS, 5 * SIDE_FACTS)];
    expect([...none]).toEqual([3, 20, 37]);
    expect(real[0]).toBeLessThan(3);
    expect([...tokens!.vectors!.subarray(0, 24)]).toEqual(new Array(24).fill(0));
    expect([...tokens!.events.subarray(0, 4)]).toEqual([-1, -1, -1, -1]);
  });

  it('has the vectors of the events behind its tokens', () => {
    const data = new ReaderData(events, store, readerSettings(complete({ length: 6 }), true), 6);
    const { tokens } = data.batch(events.test.slice(0, 40));
    tokens!.events.forEach((event, slot) => {
      const vector = [...tokens!.vectors!.subarray(slot * 6, slot * 6 + 6)];
      expect(vector).toEqual(event < 0 ? new Array(6).fill(0) : [...store.data.subarray(event * 6, event * 6 + 6)]);
    });
  });
});

describe('what does not fit', () => {
  it('is refused in words', async () => {
    await expect(createReader({ events }, complete({}), new Random(1))).rejects.toThrow('none is joined');
    await expect(createReader({ events, store: { ...store, data: store.data.subarray(6) } }, complete({}), new Random(1))).rejects.toThrow(`${events.log.events} were wanted`);
    const without = { ...events, fields: events.fields.filter(({ name }) => name === 'placement') };
    await expect(createReader({ events: without }, complete({ history: 'sequence' }), new Random(1))).rejects.toThrow('Nothing tells what an item');
  });
});
