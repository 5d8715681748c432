/**
 * Sinkhorn re-assignment of colliding items, as LC-Rec's code does it (2311.09049): the items of one ID are spread evenly over the codes of
 * the last level, group by group, in rounds, because a group does not look at the IDs it moves onto.
 */
import { sinkhorn } from '../math/sinkhorn';
import { byId, lastDistances, members, type Items } from './items';

/** As in the released code; the plan's temperature on distances scaled to [-1, 1], and its iterations. */
const EPSILON = 0.003;
const ITERATIONS = 50;
export const MOST_ROUNDS = 20;

/** One round over all groups of two or more; changes `codes` [rows, levels] and returns how many groups there were. */
export function sinkhornRound(items: Items, codes: Int32Array): number {
  const { rows, levels } = items;
  const groups = members(byId(codes, rows, levels)).filter((group) => group.length > 1);
  for (const group of groups) {
    const chosen = spread(items, group);
    group.forEach((row, i) => (codes[row * levels + levels - 1] = chosen[i]!));
  }
  return groups.length;
}

/** The last codes of one group's items: the largest entry of each row of the entropic plan. */
function spread(items: Items, group: Uint32Array): Int32Array {
  const { numCodes } = items;
  const cost = new Float64Array(group.length * numCodes);
  group.forEach((row, i) => cost.set(lastDistances(items, row), i * numCodes));
  let low = Infinity;
  let high = -Infinity;
  for (const value of cost) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const middle = (high + low) / 2;
  const plan = sinkhorn(
    cost.map((value) => (value - middle) / (high - middle + 1e-5)),
    group.length,
    numCodes,
    { temperature: EPSILON, iterations: ITERATIONS },
  );
  return Int32Array.from(group, (_, i) => largest(plan, i * numCodes, numCodes));
}

function largest(values: Float64Array, start: number, count: number): number {
  let best = 0;
  for (let k = 1; k < count; k++) if (values[start + k]! > values[start + best]!) best = k;
  return best;
}
