/** Both stages of IAT in kept memory against their plain forms: losses, weights and moments after some steps, and what they read, for every option. */
import { describe, expect, it } from 'vitest';
import type { StateArrays } from '../../checkpoints/format';
import { closeCpuRoad, cpuRoad } from '../../cpu/road';
import { Random } from '../../math/random';
import { defaultParams } from '../../params';
import type { Params } from '../../records/params';
import { disposeLosses, readLosses } from '../../runs/losses';
import type { Task } from '../../runs/task';
import { describeBackends } from '../../testing/backends';
import { plantedEvents } from '../../testing/instances';
import { expectClose } from '../../testing/tolerance';
import { ClickTask } from '../log/training/task';
import { iatReader } from './reader/kind';
import { iatSource } from './source/kind';
import { SourceTask } from './source/task';

const { events } = plantedEvents(3, 60);
const random = new Random(9);
const store = { data: Float32Array.from({ length: events.log.events * 6 }, () => random.normal()), dim: 6, bits: 192 };
const test = events.test.slice(0, 100);

interface Stage {
  make(params: Params): Promise<Task>;
  read(task: Task): Promise<Float32Array>;
}

const source: Stage = {
  make: async (params) => SourceTask.create({ events }, { kind: 'iat-source', params: { ...defaultParams(iatSource.params), ...iatSource.small, ...params }, seed: 5 }),
  read: (task) => (task as SourceTask).model.predict(test),
};
const reader: Stage = {
  make: (params) => ClickTask.create(iatReader, { events, store }, { kind: 'iat-reader', params: { ...defaultParams(iatReader.params), ...iatReader.small, history: 'store', ...params }, seed: 5 }),
  read: (task) => (task as ClickTask).predictor.predict(test),
};

const kept: readonly (readonly [string, Stage, Params])[] = [
  ['source: user order', source, {}],
  ['source: user order, two wider layers, a second head, a ReLU, the user', source, { layers: 2, width: 12, heads: 3, ownLoss: 0.3, activation: 'relu', useUser: true }],
  ['source: user order, width D, after mixing', source, { width: 4, store: 'after' }],
  ['source: temporal order', source, { order: 'temporal' }],
  ['reader: transformer', reader, {}],
  ['reader: cross, no dropout, no ordinary sequence', reader, { reader: 'cross', dropout: 0, sequenceLength: 0 }],
  ['reader: din', reader, { reader: 'din' }],
  ['reader: zeros', reader, { history: 'zero' }],
  ['reader: items', reader, { history: 'sequence' }],
  ['reader: no history', reader, { history: 'none' }],
];

describeBackends('IAT, its steps in kept memory', (backend) => {
  if (backend !== 'wasm') return it('are for the processor', () => expect(cpuRoad()).toBeNull());
  describe.each(kept)('%s', (_, stage, params) => {
    it('leave what the plain form leaves', async () => {
      const [here, there] = [await train(stage, params, false), await train(stage, params, true)];
      here.losses.forEach((losses, step) => {
        const other = there.losses[step]!;
        expect(new Set(Object.keys(losses))).toEqual(new Set(Object.keys(other)));
        for (const [name, value] of Object.entries(losses)) expectClose([value], [other[name]!], { rtol: 2e-4, atol: 1e-5 }, `${name}, step ${step}`);
      });
      expect(Object.keys(here.state)).toEqual(Object.keys(there.state));
      for (const [name, values] of Object.entries(here.state)) expectClose(values, there.state[name]!, { rtol: 5e-3, atol: name.startsWith('weight') ? 2e-3 : 2e-5 }, name);
      expectClose(here.read, there.read, { rtol: 0, atol: 2e-3 }, 'probabilities');
      expect(here.losses[0]!.total).not.toBe(here.losses.at(-1)!.total);
    });
  });

  it.each([['source', source], ['reader', reader]] as const)('keep nothing after they are given up: %s', async (_, stage) => {
    await train(stage, {}, false);
    const { used } = cpuRoad()!.memory;
    for (let i = 0; i < 3; i++) await train(stage, {}, false);
    expect(cpuRoad()!.memory.used).toBe(used);
  });
});

async function train({ make, read }: Stage, params: Params, closed: boolean): Promise<{ losses: Record<string, number>[]; state: StateArrays; read: Float32Array }> {
  closeCpuRoad(closed);
  try {
    const task = await make(params);
    const losses: Record<string, number>[] = [];
    for (let step = 0; step < 6; step++) {
      const result = await task.step();
      losses.push(await readLosses(result));
      disposeLosses(result);
      // In the middle of training too: what is read must not disturb the steps.
      if (step === 2) await read(task);
    }
    const found = { losses, state: await task.state(), read: await read(task) };
    task.dispose();
    return found;
  } finally {
    closeCpuRoad(false);
  }
}
