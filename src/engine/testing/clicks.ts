/** Logs with known laws for the tests of predictors of labels, and their runs from order to result. */
import { taskKind } from '../catalog';
import { drawClicks } from '../data/generators/plantedClicks';
import { Random } from '../math/random';
import type { ItemCodes, ItemVectors, LogInputs } from '../predictors/log/inputs';
import { prepareLog } from '../predictors/log/preparedLog';
import type { Problem } from '../records/basics';
import type { ClickResult } from '../records/click';
import type { RunEvent } from '../records/event';
import type { Log } from '../records/log';
import type { Params } from '../records/params';
import type { CheckpointInfo, MetricPoint, RunSpec } from '../records/run';
import { Run } from '../runs/run';
import type { Surroundings } from '../runs/surroundings';

/** Events in any order. */
export interface DrawnEvents {
  readonly user: ArrayLike<number>;
  readonly item: ArrayLike<number>;
  readonly time: ArrayLike<number>;
  readonly label: ArrayLike<number>;
  readonly users: number;
  readonly items: number;
  /** Probabilities of the law, as a reference column. */
  readonly law?: ArrayLike<number>;
}

/** As a file of them is read: by user, then time, then place. */
export function logOf({ user, item, time, label, users, items, law }: DrawnEvents, more: Partial<Log> = {}): Log {
  const order = Uint32Array.from({ length: user.length }, (_, row) => row).sort((a, b) => user[a]! - user[b]! || time[a]! - time[b]! || a - b);
  const int = (column: ArrayLike<number>) => Int32Array.from(order, (row) => column[row]!);
  const double = (column: ArrayLike<number>) => Float64Array.from(order, (row) => column[row]!);
  return {
    name: 'made.csv', events: order.length, users: int(user), items: int(item), time: double(time), timeUnit: 's', label: double(label), sessions: null, ready: null, context: [], labels: [],
    references: law ? [{ name: 'law', type: 'number', values: double(law) }] : [],
    userNames: Array.from({ length: users }, (_, i) => `u${i}`), itemNames: Array.from({ length: items }, (_, i) => `i${i}`), sessionNames: null, rowIndex: order, itemId: true, ...more,
  };
}

const [ITEMS, USERS, EVENTS] = [48, 60, 1500];

/**
 * Items of six groups, four levels of what the group is worth; a twelfth of the items has neither codes nor a vector, a quarter comes late. Codes: the group, and a part of it that tells
 * nothing. Two users have one event each, and every tenth event has the time of the one before.
 */
export function smallLog(): LogInputs {
  const random = new Random(11);
  const made = { user: new Int32Array(EVENTS), item: new Int32Array(EVENTS), time: new Float64Array(EVENTS), label: new Uint8Array(EVENTS) };
  for (let row = 0; row < EVENTS; row++) {
    made.user[row] = row === 300 ? USERS - 1 : row === EVENTS - 7 ? USERS - 2 : random.integer(USERS - 2);
    made.item[row] = row < 0.79 * EVENTS ? random.integer((3 * ITEMS) / 4) : random.integer(ITEMS);
    made.time[row] = 1e9 + 3600 * (row - (row % 10 === 0 && row > 0 ? 1 : 0));
    const logit = (made.item[row]! % 6) - 2.5 + 0.3 * ((made.user[row]! % 3) - 1);
    made.label[row] = random.uniform() < 1 / (1 + Math.exp(-logit)) ? 1 : 0;
  }
  const events = prepareLog(logOf({ ...made, users: USERS, items: ITEMS }));
  const has = (item: number) => item % 12 !== 11;
  const codes: ItemCodes = { codes: Int32Array.from({ length: 2 * ITEMS }, (_, i) => (has(i >> 1) ? (i % 2 === 0 ? (i >> 1) % 6 : random.integer(3)) : -1)), numCodes: [6, 3] };
  const items: ItemVectors = {
    data: Float32Array.from({ length: 5 * ITEMS }, (_, i) => (has(Math.floor(i / 5)) ? (Math.floor(i / 5) % 6 === i % 5 ? 3 : 0) + 0.3 * random.normal() : 0)), dim: 5,
    known: Uint8Array.from({ length: ITEMS }, (_, item) => (has(item) ? 1 : 0)),
  };
  return { events, codes, items };
}

/** The planted clicks of a seed, with the codes that the law goes by and the vectors. */
export function plantedLog(seed: number): Required<Omit<LogInputs, 'store'>> & { readonly law: Float64Array } {
  const { user, item, time, label, law, cluster, subcluster, vectors } = drawClicks(seed);
  const log = logOf({ user, item, time, label, law, users: 800, items: cluster.length });
  const events = prepareLog(log);
  return {
    events, law: log.references[0]!.values,
    codes: { codes: Int32Array.from({ length: 2 * cluster.length }, (_, i) => (i % 2 === 0 ? cluster : subcluster)[i >> 1]!), numCodes: [16, 8] },
    items: { data: vectors, dim: vectors.length / cluster.length, known: new Uint8Array(cluster.length).fill(1) },
  };
}

export function clickSpec(kind: string, params: Params, more: Partial<RunSpec> = {}): RunSpec {
  return { runId: 'cell.1', inputs: { events: 'log' }, kind, params, seed: 3, ...more };
}

/** What a run told. */
export interface ToldClicks {
  readonly events: readonly RunEvent[];
  readonly points: readonly MetricPoint[];
  readonly result: ClickResult | null;
  readonly problem: Problem | null;
  /** The last list. */
  readonly checkpoints: readonly CheckpointInfo[];
}

/** `during`: called at every event, before it counts. */
export async function runClicks(spec: RunSpec, inputs: LogInputs = smallLog(), surroundings: Surroundings = {}, during: (event: RunEvent, run: Run) => void = () => undefined): Promise<ToldClicks> {
  const events: RunEvent[] = [];
  const run: Run = new Run(spec, (event) => {
    during(event, run);
    events.push(event);
    if (event.type === 'snapshot') run.acknowledge();
  });
  await run.train(taskKind(spec.kind), { ...inputs }, surroundings);
  const all = <T extends RunEvent['type']>(type: T) => events.filter((event): event is Extract<RunEvent, { type: T }> => event.type === type);
  return {
    events, points: all('points').flatMap((event) => event.points), result: (all('result')[0]?.result as ClickResult | undefined) ?? null, problem: all('failed')[0]?.problem ?? null,
    checkpoints: all('checkpoints').at(-1)?.checkpoints ?? [],
  };
}
