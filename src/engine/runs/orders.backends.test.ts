/** The state told is the state, whatever is ordered when: all sequences of orders, with a step in flight and at the gate, for both kinds of run. */
import { expect, it } from 'vitest';
import { predictorKind, quantizerKind } from '../catalog';
import { valueTask } from '../predictors/value/training/task';
import { prepareTable } from '../predictors/value/training/preparedTable';
import { quantizerTask } from '../quantizers/training/task';
import type { RunEvent } from '../records/event';
import { Run } from './run';
import type { RunOrders } from './orders';
import { describeBackends } from '../testing/backends';
import { SHORT, fitSpec, smallTable } from '../testing/fitting';
import { smallOf, smallRows } from '../testing/training';

type Order = 'pause' | 'step' | 'resume' | 'stop';
const ORDERS: readonly Order[] = ['pause', 'step', 'resume', 'stop'];
/** Every sequence of one to three orders; each order comes with a step in flight (f) or once the run is settled after it (s). */
const SEQUENCES = [1, 2, 3].flatMap((length) => Array.from({ length: 8 ** length }, (_, n) => Array.from({ length }, (_, k) => Math.floor(n / 8 ** k) % 8)))
  .map((digits) => digits.map((digit) => ({ order: ORDERS[digit % 4]!, inFlight: digit >= 4 })));

/** A run whose steps wait for leave; `end` gives leave for good. */
interface Held {
  readonly orders: RunOrders;
  readonly told: string[];
  /** A step is at work now. */
  inFlight(): boolean;
  /** Lets the step in flight end, and waits until the next one has begun or the run waits. */
  finishStep(): Promise<void>;
  end(): Promise<void>;
}

const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

/** `start` trains with steps wrapped by `hold`, and resolves when the run has ended. */
async function held(start: (hold: <T>(step: () => Promise<T>) => Promise<T>, emit: (event: RunEvent) => void) => { orders: RunOrders; ended: Promise<void> }): Promise<Held> {
  const told: string[] = [];
  let leave: (() => void) | null = null;
  let free = false;
  let over = false;
  const hold = async <T>(step: () => Promise<T>): Promise<T> => {
    if (!free) await new Promise<void>((resolve) => (leave = resolve));
    leave = null;
    return step();
  };
  const { orders, ended } = start(hold, (event) => {
    if (event.type === 'status') told.push(event.status);
    if (event.type === 'snapshot') acknowledge?.();
  });
  const done = ended.then(() => void (over = true));
  const settled = async (): Promise<void> => {
    for (let i = 0; i < 500 && !over && leave === null && !(told.at(-1) === 'paused' && i > 4); i++) await turn();
  };
  await settled();
  return {
    orders, told, inFlight: () => leave !== null,
    async finishStep() {
      leave?.();
      leave = null;
      await settled();
    },
    async end() {
      orders.stop();
      free = true;
      leave?.();
      await done;
    },
  };
}
let acknowledge: (() => void) | null = null;

/** What a person expects to see: the last order decides, a step that was ordered ends paused, a stop is final. */
function expected(sequence: readonly Order[]): 'running' | 'paused' | 'stopped' {
  let state: 'running' | 'paused' | 'stopped' = 'running';
  for (const order of sequence) if (state !== 'stopped') state = order === 'resume' ? 'running' : order === 'stop' ? 'stopped' : 'paused';
  return state;
}

async function follow(run: Held, sequence: (typeof SEQUENCES)[number]): Promise<void> {
  for (const { order, inFlight } of sequence) {
    if (!inFlight) await run.finishStep();
    run.orders[order]();
    await turn();
    // A paused run that was told to go on says so at once, not when its step has ended.
    if (order === 'resume' && run.orders.now() === 'run') expect(run.told.at(-1)).toBe('running');
  }
  for (let i = 0; i < 3 && run.inFlight(); i++) await run.finishStep();
  const wanted = expected(sequence.map(({ order }) => order));
  const said = sequence.map(({ order, inFlight }) => `${order}${inFlight ? ' in flight' : ''}`).join(', ');
  if (wanted === 'paused') expect([run.inFlight(), run.told.at(-1)], said).toEqual([false, 'paused']);
  if (wanted === 'running') expect([run.inFlight(), run.told.at(-1)], said).toEqual([true, 'running']);
  await run.end();
  expect(run.told.at(-1), said).toMatch(/stopped|done|paused|running/);
  expect(run.told.filter((status) => status === 'stopped' || status === 'done').length, said).toBeLessThanOrEqual(1);
}

describeBackends('orders', (backend) => {
  // The order of events is the same everywhere; one backend takes all sequences, the others the short ones.
  const sequences = backend === 'cpu' ? SEQUENCES : SEQUENCES.filter(({ length }) => length < 3);

  it('to a quantizer run', async () => {
    const rows = smallRows(40);
    const kind = quantizerKind('rq-kmeans');
    for (const sequence of sequences) {
      const run = await held((hold, emit) => {
        const run = new Run({ runId: 'r', inputs: { rows: 'd' }, kind: 'rq-kmeans', params: { ...smallOf('rq-kmeans'), numCodes: [3], maxIterations: 50, tolerance: 0 }, seed: 1 }, emit);
        acknowledge = () => run.acknowledge();
        const slow = { ...kind, create: async (...given: Parameters<typeof kind.create>) => wrapped(await kind.create(...given), hold) };
        return { orders: run.orders, ended: run.train(quantizerTask(slow), { rows }) };
      });
      await follow(run, sequence);
    }
    rows.dispose();
  }, 120_000);

  it('may come late: a run that waits takes no step before one', async () => {
    const rows = smallRows(40);
    const events: RunEvent[] = [];
    const run = new Run({ runId: 'r', inputs: { rows: 'd' }, kind: 'rq-kmeans', params: smallOf('rq-kmeans'), seed: 1, waits: true }, (event) => {
      events.push(event);
      if (event.type === 'snapshot') run.acknowledge();
    });
    const told = () => events.flatMap((event) => (event.type === 'status' ? [event.status] : []));
    const ended = run.train(quantizerTask(quantizerKind('rq-kmeans')), { rows });
    for (let i = 0; i < 500 && told().at(-1) !== 'paused'; i++) await turn();
    for (let i = 0; i < 20; i++) await turn();
    expect([told(), events.some(({ type }) => type === 'points' || type === 'snapshot')]).toEqual([['running', 'paused'], false]);
    run.orders.resume();
    await ended;
    expect(told().at(-1)).toBe('done');
    rows.dispose();
  });

  it('to a fit', async () => {
    const table = prepareTable(smallTable());
    const kind = predictorKind('mlp');
    for (const sequence of sequences.filter(({ length }) => length < 3)) {
      const run = await held((hold, emit) => {
        const fit = new Run(fitSpec('mlp', { ...SHORT, epochs: 1000, patience: 0 }), emit);
        acknowledge = () => fit.acknowledge();
        const slow = { ...kind, create: async (...given: Parameters<typeof kind.create>) => wrapped(await kind.create(...given), hold) };
        return { orders: fit.orders, ended: fit.train(valueTask(slow), { rows: table }) };
      });
      await follow(run, sequence);
    }
  }, 120_000);
});

/** The same method, whose steps wait for leave. */
function wrapped<M extends { trainStep(): Promise<unknown> }>(method: M, hold: <T>(step: () => Promise<T>) => Promise<T>): M {
  const step = method.trainStep.bind(method) as M['trainStep'];
  method.trainStep = (() => hold(step)) as M['trainStep'];
  return method;
}
