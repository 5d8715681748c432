/** Clicks that depend on a cluster of the item which its vector shows, with items that come late: what semantic IDs are good for, with known truth. */
import { Random } from '../../math/random';
import type { Generated, GeneratedTable } from './generated';

export const CLICK_CLUSTERS = 16;
export const CLICK_ITEMS = 75 * CLICK_CLUSTERS;
export const CLICK_USERS = 800;
const SUBCLUSTERS = 8;
const DIM = 16;
/** Half the range of the clusters' effects. */
const LARGEST_EFFECT = 2;
/** Share of items that are cold; the share of rows before any of them comes; and their probability from then on. */
const COLD_ITEMS = 0.25;
const WARM_ROWS = 0.8;
const COLD_ROWS = 0.5;
/** 2024-01-01, in seconds since 1970; and seconds between two rows on average. */
const FIRST_DAY = 1_704_067_200;
const STEP = 100;

export interface PlantedClicks {
  readonly rows: number;
  /** Int32 [rows], from 0, in time order. */
  readonly user: Int32Array;
  readonly item: Int32Array;
  /** Whole seconds since 1970 and the hour of the day, UTC, which tells nothing. */
  readonly time: Float64Array;
  readonly hour: Int32Array;
  /** 0 or 1 */
  readonly label: Uint8Array;
  /** P(label = 1) */
  readonly law: Float64Array;
  /** [items]: the cluster, which moves the label; the part of it, which does not; 1 where the item comes only among the last 20 % of the rows. */
  readonly cluster: Int32Array;
  readonly subcluster: Int32Array;
  readonly cold: Uint8Array;
  /** Float32 [items, 16], row-major. */
  readonly vectors: Float32Array;
}

/**
 * - 16 clusters of 75 items. Vector = A[cluster] + 0.5 B[subcluster] + 0.35 noise, all standard normal; the 8 subclusters are shared by the clusters.
 * - P(label = 1) = sigmoid(-0.5 + the user's effect + the cluster's effect): users 0.5 N(0, 1), clusters from -2 to 2 in equal steps, in random order.
 * - A quarter of the items is cold: the first 80 % of the rows draw warm items only, of the others half draw a cold one; users and items are uniform.
 */
export function drawClicks(seed: number, rows = 24_000): PlantedClicks {
  const random = new Random(seed);
  const [centres, parts, noise, split] = [random.split('clusters'), random.split('subclusters'), random.split('noise'), random.split('cold')];
  const normals = (stream: Random, count: number): Float64Array => Float64Array.from({ length: count * DIM }, () => stream.normal());
  const [a, b] = [normals(centres, CLICK_CLUSTERS), normals(parts, SUBCLUSTERS)];
  // In random order, so that the number of an item tells nothing.
  const cluster = Int32Array.from(random.split('items').permutation(CLICK_ITEMS), (place) => place % CLICK_CLUSTERS);
  const subcluster = cluster.map(() => parts.integer(SUBCLUSTERS));
  const vectors = Float32Array.from({ length: CLICK_ITEMS * DIM }, (_, at) => {
    const [item, axis] = [Math.floor(at / DIM), at % DIM];
    return a[cluster[item]! * DIM + axis]! + 0.5 * b[subcluster[item]! * DIM + axis]! + 0.35 * noise.normal();
  });
  const order = split.permutation(CLICK_ITEMS);
  const [coldItems, warmItems] = [order.subarray(0, COLD_ITEMS * CLICK_ITEMS), order.subarray(COLD_ITEMS * CLICK_ITEMS)];
  const cold = new Uint8Array(CLICK_ITEMS);
  for (const item of coldItems) cold[item] = 1;

  const places = random.split('cluster effects').permutation(CLICK_CLUSTERS);
  const people = random.split('user effects');
  const userEffects = Float64Array.from({ length: CLICK_USERS }, () => 0.5 * people.normal());
  const [draw, labels] = [random.split('rows'), random.split('labels')];
  const made = { user: new Int32Array(rows), item: new Int32Array(rows), time: new Float64Array(rows), hour: new Int32Array(rows), label: new Uint8Array(rows), law: new Float64Array(rows) };
  let time = FIRST_DAY;
  for (let row = 0; row < rows; row++) {
    const user = draw.integer(CLICK_USERS);
    const from = draw.uniform() < COLD_ROWS && row >= WARM_ROWS * rows ? coldItems : warmItems;
    const item = from[draw.integer(from.length)]!;
    const effect = LARGEST_EFFECT * ((2 * places[cluster[item]!]!) / (CLICK_CLUSTERS - 1) - 1);
    time += 1 + draw.integer(2 * STEP - 1);
    made.user[row] = user;
    made.item[row] = item;
    made.time[row] = time;
    made.hour[row] = Math.floor(time / 3600) % 24;
    made.law[row] = 1 / (1 + Math.exp(0.5 - userEffects[user]! - effect));
    made.label[row] = labels.uniform() < made.law[row]! ? 1 : 0;
  }
  return { rows, ...made, cluster, subcluster, cold, vectors };
}

/** The events as a file holds them; `law` is the label's probability to four digits, a reference. */
export function clickEvents(seed = 2): GeneratedTable {
  const { rows, user, item, time, hour, label, law } = drawClicks(seed);
  const column = (name: string, values: ArrayLike<number>, shown: (value: number) => string | number = (value) => value) => ({ name, values: Array.from(values, shown) });
  return {
    rows,
    columns: [
      column('user', user, (value) => `u${value + 1}`), column('item', item, itemName), column('time', time), column('hour', hour), column('label', label),
      column('law', law, (value) => Number(value.toFixed(4))),
    ],
  };
}

/** The vectors of the items, with the ids that the events name. */
export function clickItems(seed = 2): Generated {
  const { vectors, cluster, subcluster, cold } = drawClicks(seed);
  const label = (name: string, values: ArrayLike<number>, shown: (value: number) => string) => ({ name, values: Array.from(values, shown) });
  return {
    rows: CLICK_ITEMS, dim: DIM, data: vectors, ids: Array.from({ length: CLICK_ITEMS }, (_, item) => itemName(item)),
    labels: [label('cluster', cluster, (value) => `c${value + 1}`), label('subcluster', subcluster, (value) => `s${value + 1}`), label('seen', cold, (value) => (value ? 'cold' : 'warm'))],
  };
}

function itemName(item: number): string {
  return `item-${String(item + 1).padStart(4, '0')}`;
}
