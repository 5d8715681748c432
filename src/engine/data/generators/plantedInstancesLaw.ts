/** The law of a label that depends on earlier requests of the same user, and its probability under what a model may know. */
import { gaussHermite } from '../../math/gaussHermite';
import type { Random } from '../../math/random';

export const CATEGORIES = 8;
export const PRICES = 5;
export const GROUPS = 6;
export const PLACEMENTS = 8;
export const DEVICES = 4;

const BASE = -1.2;
const PRICE_EFFECTS = [0.4, 0.2, 0, -0.2, -0.4];
/** Standard deviation of the effect that the rows of one request share. */
export const EFFECT_SIZE = 0.8;
/** Sizes of the terms of the past: device, placement, pair of placements, label. */
const PAST_SIZES = [0.8, 1.2, 0.8, 0.8] as const;
const RULE = gaussHermite(15);

/**
 * What is known, each more than the one before: the row's own features; the device of the previous request; its placement; the placement of the request before it too; the previous
 * request's label where it is known in time; that label always (a breach of time); the request's own effect (what only the other rows of the request can tell).
 */
export const KNOWN = ['own', 'device', 'placement', 'pair', 'label', 'lateLabel', 'effect'] as const;
export type Known = (typeof KNOWN)[number];

/** What the seed fixes; all tables row-major. */
export interface InstanceTables {
  /** [GROUPS, CATEGORIES] */
  readonly affinity: Float64Array;
  /** [DEVICES] */
  readonly device: Float64Array;
  /** [DEVICES, CATEGORIES], [PLACEMENTS, CATEGORIES] and again: 1 or -1, as many of each in every column. */
  readonly pastDevice: Int8Array;
  readonly pastPlacement: Int8Array;
  readonly pastLabel: Int8Array;
  /** [PLACEMENTS]: four 0, four 1. */
  readonly bit: Int8Array;
  /** [CATEGORIES]: four 1, four -1. */
  readonly pair: Int8Array;
}

/** A request of the user before the one in question. */
export interface PastRequest {
  readonly device: number;
  readonly placement: number;
  /** Whether any of its rows is positive, and whether that is known at the time of the row. */
  readonly positive: boolean;
  readonly ready: boolean;
}

/** What the label of a row depends on. */
export interface Instance {
  readonly group: number;
  readonly category: number;
  readonly price: number;
  readonly device: number;
  readonly effect: number;
  /** The user's previous request and the placement of the one before it; null: there is none. */
  readonly previous: PastRequest | null;
  readonly placementBefore: number | null;
}

export function instanceTables(random: Random): InstanceTables {
  const normals = (purpose: string, length: number, size: number): Float64Array => {
    const stream = random.split(purpose);
    return Float64Array.from({ length }, () => size * stream.normal());
  };
  const halves = (purpose: string, rows: number, columns: number, low: number): Int8Array => {
    const stream = random.split(purpose);
    const table = new Int8Array(rows * columns);
    for (let column = 0; column < columns; column++) stream.permutation(rows).forEach((row, place) => (table[row * columns + column] = place < rows / 2 ? 1 : low));
    return table;
  };
  return {
    affinity: normals('affinity', GROUPS * CATEGORIES, 0.5),
    device: normals('device', DEVICES, 0.4),
    pastDevice: halves('past device', DEVICES, CATEGORIES, -1),
    pastPlacement: halves('past placement', PLACEMENTS, CATEGORIES, -1),
    pastLabel: halves('past label', PLACEMENTS, CATEGORIES, -1),
    bit: halves('bit', PLACEMENTS, 1, 0),
    pair: halves('pair', CATEGORIES, 1, -1),
  };
}

/** P(label = 1), all known. */
export function positiveProbability(tables: InstanceTables, row: Instance): number {
  return logistic(ownLogit(tables, row) + row.effect + pastTerms(tables, row).reduce((sum, term) => sum + term, 0));
}

/**
 * P(label = 1) by what is known, in the order of KNOWN. Unknown terms of the past have either sign with probability 1/2, independently; an unknown effect is integrated over its normal law. The first
 * is an approximation: signs that hang on one placement are not quite independent, and a request with more rows has a positive label more often.
 */
export function knownProbabilities(tables: InstanceTables, row: Instance): number[] {
  const own = ownLogit(tables, row);
  const terms = pastTerms(tables, row);
  return KNOWN.map((known, order) => {
    if (known === 'effect') return positiveProbability(tables, row);
    const isKnown = (at: number): boolean => at < order && (at < 3 || known === 'lateLabel' || row.previous!.ready);
    let logits = [own];
    terms.forEach((term, at) => {
      if (term !== 0) logits = isKnown(at) ? logits.map((logit) => logit + term) : logits.flatMap((logit) => [logit - term, logit + term]);
    });
    return logits.reduce((sum, logit) => sum + withoutEffect(logit), 0) / logits.length;
  });
}

function ownLogit({ affinity, device }: InstanceTables, row: Instance): number {
  return BASE + affinity[row.group * CATEGORIES + row.category]! + PRICE_EFFECTS[row.price]! + device[row.device]!;
}

/** The terms of device, placement, pair and label; 0 without the requests they need. */
function pastTerms({ pastDevice, pastPlacement, pastLabel, bit, pair }: InstanceTables, { category, previous, placementBefore }: Instance): readonly number[] {
  if (!previous) return [0, 0, 0, 0];
  const at = previous.placement * CATEGORIES + category;
  const pairSign = placementBefore === null ? 0 : bit[previous.placement] !== bit[placementBefore] ? 1 : -1;
  return [
    PAST_SIZES[0] * pastDevice[previous.device * CATEGORIES + category]!,
    PAST_SIZES[1] * pastPlacement[at]!,
    PAST_SIZES[2] * pairSign * pair[category]!,
    PAST_SIZES[3] * (previous.positive ? 1 : -1) * pastLabel[at]!,
  ];
}

function withoutEffect(logit: number): number {
  let sum = 0;
  for (let i = 0; i < RULE.nodes.length; i++) sum += RULE.weights[i]! * logistic(logit + EFFECT_SIZE * RULE.nodes[i]!);
  return sum;
}

function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
