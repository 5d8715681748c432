/** Sequences in which the parts of an item decide those of the next one, by a known law, and vectors that show the parts: what semantic IDs are worth to a recommender, with known truth. */
import { Random } from '../../math/random';
import type { Generated, GeneratedCodes, GeneratedTable } from './generated';

/** Values of the three parts of an item; every combination is one item. */
export const SEQUENCE_PARTS = [16, 8, 8] as const;
export const SEQUENCE_ITEMS = SEQUENCE_PARTS[0] * SEQUENCE_PARTS[1] * SEQUENCE_PARTS[2];
export const SEQUENCE_USERS = 2000;
export const SEQUENCE_EVENTS = 7;
const DIM = 32;
/** How far the first part goes on, and with what probability; and that with which the second stays. Else they are drawn evenly, from all values. */
const SHIFT = 5;
const GOES_ON = 0.8;
const STAYS = 0.7;
/** 2024-01-01, in seconds since 1970. */
const FIRST_DAY = 1_704_067_200;

export interface PlantedSequences {
  /** int32 [users, 7], row-major: items in order. */
  readonly items: Int32Array;
  /** int32 [items, 3], row-major. */
  readonly parts: Int32Array;
  /** float32 [items, 32], row-major. */
  readonly vectors: Float32Array;
}

/**
 * - Items are all combinations of parts (c1, c2, c3), 16 x 8 x 8, numbered in random order. Vector = A[c1] + 0.5 B[c2] + 0.25 E[c3] + 0.05 noise, all standard normal.
 * - A user starts with any item. Then c1' = (c1 + 5) mod 16 with probability 0.8, else any; c2' = c2 with probability 0.7, else any; c3' any.
 */
export function drawSequences(seed: number): PlantedSequences {
  const random = new Random(seed);
  const [P1, P2, P3] = SEQUENCE_PARTS;
  const order = random.split('items').permutation(SEQUENCE_ITEMS);
  const parts = new Int32Array(SEQUENCE_ITEMS * 3);
  order.forEach((item, place) => parts.set([Math.floor(place / (P2 * P3)), Math.floor(place / P3) % P2, place % P3], item * 3));
  const bases = SEQUENCE_PARTS.map((values, part) => {
    const stream = random.split(`part ${part + 1}`);
    return Float64Array.from({ length: values * DIM }, () => stream.normal());
  });
  const noise = random.split('noise');
  const vectors = Float32Array.from({ length: SEQUENCE_ITEMS * DIM }, (_, at) => {
    const [item, axis] = [Math.floor(at / DIM), at % DIM];
    const of = (part: number) => bases[part]![parts[item * 3 + part]! * DIM + axis]!;
    return of(0) + 0.5 * of(1) + 0.25 * of(2) + 0.05 * noise.normal();
  });
  const steps = random.split('steps');
  const items = new Int32Array(SEQUENCE_USERS * SEQUENCE_EVENTS);
  for (let at = 0; at < items.length; at++) {
    if (at % SEQUENCE_EVENTS === 0) {
      items[at] = steps.integer(SEQUENCE_ITEMS);
      continue;
    }
    const [c1, c2] = [parts[items[at - 1]! * 3]!, parts[items[at - 1]! * 3 + 1]!];
    const first = steps.uniform() < GOES_ON ? (c1 + SHIFT) % P1 : steps.integer(P1);
    const second = steps.uniform() < STAYS ? c2 : steps.integer(P2);
    items[at] = order[(first * P2 + second) * P3 + steps.integer(P3)]!;
  }
  return { items, parts, vectors };
}

/** Writes P(next item | last item) by the law: the best that any recommender can order by. */
export function sequenceLaw({ parts }: Pick<PlantedSequences, 'parts'>, last: number, scores: Float64Array): void {
  const [P1, P2, P3] = SEQUENCE_PARTS;
  for (let item = 0; item < SEQUENCE_ITEMS; item++) {
    const first = (1 - GOES_ON) / P1 + (parts[item * 3] === (parts[last * 3]! + SHIFT) % P1 ? GOES_ON : 0);
    const second = (1 - STAYS) / P2 + (parts[item * 3 + 1] === parts[last * 3 + 1] ? STAYS : 0);
    scores[item] = (first * second) / P3;
  }
}

/** The sequences as a file holds them: one row an event, a day apart. */
export function sequenceEvents(seed: number): GeneratedTable {
  const { items } = drawSequences(seed);
  const rows = items.length;
  const column = (name: string, value: (at: number) => string | number) => ({ name, values: Array.from({ length: rows }, (_, at) => value(at)) });
  return {
    rows,
    columns: [
      column('user', (at) => `u${String(Math.floor(at / SEQUENCE_EVENTS) + 1).padStart(4, '0')}`), column('item', (at) => itemName(items[at]!)),
      column('time', (at) => FIRST_DAY + 86_400 * (at % SEQUENCE_EVENTS) + (Math.floor(at / SEQUENCE_EVENTS) % 86_400)),
    ],
  };
}

/** The vectors of the items, with the ids that the events name, and their parts. */
export function sequenceItems(seed: number): Generated {
  const { vectors, parts } = drawSequences(seed);
  const label = (name: string, part: number, letter: string) => ({ name, values: Array.from({ length: SEQUENCE_ITEMS }, (_, item) => `${letter}${parts[item * 3 + part]! + 1}`) });
  return { rows: SEQUENCE_ITEMS, dim: DIM, data: vectors, ids: Array.from({ length: SEQUENCE_ITEMS }, (_, item) => itemName(item)), labels: [label('first', 0, 'a'), label('second', 1, 'b'), label('third', 2, 'c')] };
}

/** The true parts of the items as codes, one level a part: no semantic IDs can tell more of what comes next. */
export function sequenceIds(seed: number): GeneratedCodes {
  const { parts } = drawSequences(seed);
  return { rows: SEQUENCE_ITEMS, ids: Array.from({ length: SEQUENCE_ITEMS }, (_, item) => itemName(item)), codes: parts, levels: SEQUENCE_PARTS.length };
}

function itemName(item: number): string {
  return `s${String(item + 1).padStart(4, '0')}`;
}
