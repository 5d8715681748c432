/** Impressions whose labels depend on the user's earlier requests by a known law, so that it can be seen what a history is worth. */
import { Random } from '../../math/random';
import type { GeneratedTable } from './generated';
import { CATEGORIES, DEVICES, EFFECT_SIZE, GROUPS, instanceTables, KNOWN, knownProbabilities, PLACEMENTS, positiveProbability, PRICES, type Instance, type InstanceTables, type Known, type PastRequest } from './plantedInstancesLaw';

export const INSTANCE_ITEMS = 200;
export const INSTANCE_DAYS = 28;
/** 2024-01-01, in seconds since 1970. */
export const FIRST_DAY = 1_704_067_200;
const HOUR = 3600;
const DAY = 24 * HOUR;
const DEVICE_NAMES = ['phone', 'tablet', 'tv', 'web'];

/** Rows sorted by user, then by time; every array has one entry a row. */
export interface PlantedInstances {
  readonly rows: number;
  readonly tables: InstanceTables;
  /** Int32 [rows], from 0; rows of one request share its number. */
  readonly user: Int32Array;
  readonly item: Int32Array;
  readonly request: Int32Array;
  /** Whole seconds since 1970: of the request, and from when on its labels are known. */
  readonly time: Float64Array;
  readonly labelReady: Float64Array;
  /** 0 or 1 */
  readonly label: Uint8Array;
  readonly group: Int32Array;
  readonly category: Int32Array;
  readonly price: Int32Array;
  readonly placement: Int32Array;
  readonly device: Int32Array;
  /** Of the day, UTC. */
  readonly hour: Int32Array;
  /** Float64 [rows]: P(label = 1) by what is known. No honest model that knows no more expects a better score. */
  readonly law: Readonly<Record<Known, Float64Array>>;
}

interface Row {
  readonly user: number;
  readonly item: number;
  readonly request: number;
  readonly time: number;
  readonly labelReady: number;
  readonly group: number;
  readonly placement: number;
  readonly device: number;
  readonly label: boolean;
  readonly law: readonly number[];
}

/**
 * About 34 rows a user over 28 days.
 * - A user belongs to one of 6 groups and has 2 + min(60, Poisson(g)) requests, g ~ Gamma(2, mean 18): the first within 14 days, then one every 18 hours on average (exponential), none after the 28th day.
 * - A request has a placement, a device, an effect ~ N(0, 0.8) that nobody sees, one to three rows of uniform items, and labels that are known after 6 hours on average (exponential).
 * - An item has one of 8 categories and one of 5 prices. The law is in plantedInstancesLaw.ts: the placement of a request acts on later requests only.
 */
export function drawInstances(seed: number, users = 1500): PlantedInstances {
  const random = new Random(seed);
  const tables = instanceTables(random.split('tables'));
  const draw = random.split('items');
  const category = Int32Array.from({ length: INSTANCE_ITEMS }, () => draw.integer(CATEGORIES));
  const price = Int32Array.from({ length: INSTANCE_ITEMS }, () => draw.integer(PRICES));
  const [people, requests, labels] = [random.split('users'), random.split('requests'), random.split('labels')];
  const rows: Row[] = [];
  let request = 0;
  for (let user = 0; user < users; user++) {
    const group = people.integer(GROUPS);
    const most = 2 + Math.min(60, poisson(people, 9 * (exponential(people) + exponential(people))));
    let time = Math.floor(requests.uniform() * 14 * DAY);
    let previous: (PastRequest & { readonly readyAt: number }) | null = null;
    let placementBefore: number | null = null;
    for (let at = 0; at < most && time < INSTANCE_DAYS * DAY; at++, request++) {
      const [placement, device, effect] = [requests.integer(PLACEMENTS), requests.integer(DEVICES), EFFECT_SIZE * requests.normal()];
      const readyAt = time + Math.ceil(6 * HOUR * exponential(requests));
      const past: PastRequest | null = previous && { ...previous, ready: previous.readyAt <= time };
      let positive = false;
      for (let left = 1 + requests.integer(3); left > 0; left--) {
        const item = requests.integer(INSTANCE_ITEMS);
        const instance: Instance = { group, category: category[item]!, price: price[item]!, device, effect, previous: past, placementBefore };
        const label: boolean = labels.uniform() < positiveProbability(tables, instance);
        positive ||= label;
        rows.push({ user, item, request, time: FIRST_DAY + time, labelReady: FIRST_DAY + readyAt, group, placement, device, label, law: knownProbabilities(tables, instance) });
      }
      placementBefore = previous?.placement ?? null;
      previous = { device, placement, positive, ready: false, readyAt };
      time += Math.ceil(18 * HOUR * exponential(requests));
    }
  }
  const whole = (value: (row: Row) => number): Int32Array => Int32Array.from(rows, value);
  return {
    rows: rows.length, tables,
    user: whole((row) => row.user), item: whole((row) => row.item), request: whole((row) => row.request),
    time: Float64Array.from(rows, (row) => row.time), labelReady: Float64Array.from(rows, (row) => row.labelReady),
    label: Uint8Array.from(rows, (row) => (row.label ? 1 : 0)),
    group: whole((row) => row.group), category: whole((row) => category[row.item]!), price: whole((row) => price[row.item]!),
    placement: whole((row) => row.placement), device: whole((row) => row.device), hour: whole((row) => Math.floor(row.time / HOUR) % 24),
    law: Object.fromEntries(KNOWN.map((known, at) => [known, Float64Array.from(rows, (row) => row.law[at]!)])) as Record<Known, Float64Array>,
  };
}

/** The same as a file holds it: names in place of numbers, and the probabilities as references (`law_own`, `law_device`, ...) of three digits, from 0.001 to 0.999. */
export function plantedInstances(seed = 5, users = 1500): GeneratedTable {
  const made = drawInstances(seed, users);
  const column = (name: string, values: ArrayLike<number>, shown: (value: number) => string | number = (value) => value) => ({ name, values: Array.from(values, shown) });
  const names = (prefix: string) => (value: number): string => `${prefix}${value + 1}`;
  return {
    rows: made.rows,
    columns: [
      column('user', made.user, names('u')),
      column('item', made.item, names('i')),
      column('request', made.request, (value) => value + 1),
      column('time', made.time),
      column('label', made.label),
      column('label_ready', made.labelReady),
      column('group', made.group, names('g')),
      column('category', made.category, names('c')),
      column('price', made.price, names('p')),
      column('placement', made.placement, names('s')),
      column('device', made.device, (value) => DEVICE_NAMES[value]!),
      column('hour', made.hour),
      ...KNOWN.map((known) => column(LAW_COLUMNS[known], made.law[known], (value) => Number(Math.min(Math.max(value, 0.001), 0.999).toFixed(3)))),
    ],
  };
}

/** Names of the columns of probabilities in a file; "law" makes them references. */
export const LAW_COLUMNS: Readonly<Record<Known, string>> = {
  own: 'law_own', device: 'law_device', placement: 'law_placement', pair: 'law_pair', label: 'law_label', lateLabel: 'law_late_label', effect: 'law_effect',
};

/** Mean 1. */
function exponential(random: Random): number {
  return -Math.log(1 - random.uniform());
}

/** By Knuth's product of uniforms; `mean` below 700. */
function poisson(random: Random, mean: number): number {
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = random.uniform(); product > limit; product *= random.uniform()) count++;
  return count;
}
