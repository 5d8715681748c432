/** Sequences with known laws for the tests of recommenders, and their runs from order to result. */
import { taskKind } from '../catalog';
import { drawSequences, SEQUENCE_EVENTS, SEQUENCE_ITEMS, SEQUENCE_PARTS, SEQUENCE_USERS } from '../data/generators/plantedSequences';
import { Random } from '../math/random';
import type { RetrievalInputs } from '../predictors/retrieval/inputs';
import { prepareSequences } from '../predictors/retrieval/preparedSequences';
import type { Problem } from '../records/basics';
import type { RunEvent } from '../records/event';
import type { Params } from '../records/params';
import type { RetrievalResult, SequenceArrays } from '../records/retrieval';
import type { CheckpointInfo, MetricPoint, RunSpec } from '../records/run';
import { Run } from '../runs/run';
import type { Surroundings } from '../runs/surroundings';

/** Rows of items as they would cross the border; `targets` as the last column of each row where `told`. */
export function sequenceArrays(rows: readonly (readonly number[])[], { users = null, told = false }: { readonly users?: readonly number[] | null; readonly told?: boolean } = {}): SequenceArrays {
  const histories = told ? rows.map((row) => row.slice(0, -1)) : rows;
  const offsets = new Uint32Array(rows.length + 1);
  histories.forEach((row, i) => (offsets[i + 1] = offsets[i]! + row.length));
  return { offsets, items: Int32Array.from(histories.flat()), targets: told ? Int32Array.from(rows, (row) => row.at(-1)!) : null, users: users && Int32Array.from(users) };
}

const [ITEMS, USERS] = [24, 40];

/** Items of six groups; the next one is mostly of the next group. Codes: group and a part, so that four items share an ID of two codes where `part` is 1; two items have neither codes nor a vector. */
export function smallSequences({ parts = 2 }: { readonly parts?: number } = {}): Required<RetrievalInputs> {
  const random = new Random(5);
  const rows = Array.from({ length: USERS }, (_, user) => {
    const row = [random.integer(ITEMS)];
    const length = user < 3 ? 2 + user : 5 + (user % 6);
    while (row.length < length) row.push(random.uniform() < 0.8 ? ((row.at(-1)! % 6) + 1) % 6 + 6 * random.integer(4) : random.integer(ITEMS));
    return row;
  });
  const has = (item: number) => item !== 5 && item !== 17;
  return {
    sequences: prepareSequences({ sequences: sequenceArrays(rows, { users: rows.map((_, user) => user) }), items: ITEMS }),
    codes: { codes: Int32Array.from({ length: 2 * ITEMS }, (_, i) => (has(i >> 1) ? (i % 2 === 0 ? (i >> 1) % 6 : Math.floor((i >> 1) / 6) % parts) : -1)), numCodes: [6, 4] },
    items: { data: Float32Array.from({ length: 6 * ITEMS }, (_, i) => (has(Math.floor(i / 6)) ? (Math.floor(i / 6) % 6 === i % 6 ? 1 : 0) + 0.1 * random.normal() : 0)), dim: 6, known: Uint8Array.from({ length: ITEMS }, (_, item) => (has(item) ? 1 : 0)) },
  };
}

/** The planted sequences of a seed, with the codes that the law goes by and the vectors. */
export function plantedRetrieval(seed: number): Required<RetrievalInputs> & { readonly parts: Int32Array } {
  const { items, parts, vectors } = drawSequences(seed);
  const rows = Array.from({ length: SEQUENCE_USERS }, (_, user) => Array.from(items.subarray(user * SEQUENCE_EVENTS, (user + 1) * SEQUENCE_EVENTS)));
  return {
    parts, sequences: prepareSequences({ sequences: sequenceArrays(rows), items: SEQUENCE_ITEMS }), codes: { codes: parts, numCodes: SEQUENCE_PARTS },
    items: { data: vectors, dim: vectors.length / SEQUENCE_ITEMS, known: new Uint8Array(SEQUENCE_ITEMS).fill(1) },
  };
}

export function retrievalSpec(kind: string, params: Params, more: Partial<RunSpec> = {}): RunSpec {
  return { runId: 'cell.1', inputs: { sequences: 'sequences' }, kind, params, seed: 3, ...more };
}

/** What a run told. */
export interface ToldRetrieval {
  readonly events: readonly RunEvent[];
  readonly points: readonly MetricPoint[];
  readonly result: RetrievalResult | null;
  readonly problem: Problem | null;
  /** The last list. */
  readonly checkpoints: readonly CheckpointInfo[];
}

/** `during`: called at every event, before it counts. */
export async function runRetrieval(spec: RunSpec, inputs: RetrievalInputs = smallSequences(), surroundings: Surroundings = {}, during: (event: RunEvent, run: Run) => void = () => undefined): Promise<ToldRetrieval> {
  const events: RunEvent[] = [];
  const run: Run = new Run(spec, (event) => {
    during(event, run);
    events.push(event);
    if (event.type === 'snapshot') run.acknowledge();
  });
  await run.train(taskKind(spec.kind), { ...inputs }, surroundings);
  const all = <T extends RunEvent['type']>(type: T) => events.filter((event): event is Extract<RunEvent, { type: T }> => event.type === type);
  return {
    events, points: all('points').flatMap((event) => event.points), result: (all('result')[0]?.result as RetrievalResult | undefined) ?? null, problem: all('failed')[0]?.problem ?? null,
    checkpoints: all('checkpoints').at(-1)?.checkpoints ?? [],
  };
}
