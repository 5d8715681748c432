/** Seeded made-up recommenders for the fixtures: groups of cases, and beams over IDs. */
import { randomLcg } from 'd3';
import type { BeamPlace, CaseGroups } from '../../engine/records/retrieval';
import type { BeamTreeData, NamedId } from '../beamLayout';
import type { Hue, Series } from '../view';

export const RECOMMENDERS: readonly Series[] = (
  [['gr-kmeans', 'Retrieval on RQ-KMeans', 'rq-kmeans'], ['gr-vae', 'Retrieval on RQ-VAE', 'rq-vae'], ['gr-shuffled', 'Retrieval on shuffled IDs', 'ink'], ['sasrec', 'SASRec', 'mlp'], ['popularity', 'Popularity', 'constant']] as const satisfies readonly (readonly [string, string, Hue])[]
).map(([id, name, hue]) => ({ id, name, hue }));

export function groupsOf(upTo: readonly number[], start: number, gain: number): CaseGroups {
  const recall = Float32Array.from(upTo, (_, at) => Math.max(0, start + gain * at));
  return { upTo: Uint32Array.from(upTo), cases: Uint32Array.from(upTo, (_, at) => 500 - 3 * at), recall10: recall, ndcg10: recall.map((value) => 0.6 * value) };
}

/** A beam of so many prefixes at each of `sizes.length` places; every prefix continues one of the better ones. */
export function beamOf(seed: number, sizes: readonly number[], beam: number): BeamPlace[] {
  const chance = randomLcg(seed / 1000);
  let before: readonly number[] = [0];
  return sizes.map((size, place) => {
    const kept = Math.min(beam, before.length * size);
    const parents = Int32Array.from({ length: kept }, () => Math.floor(before.length * chance() ** 2));
    const scores = Array.from(parents, (parent) => before[parent]! + Math.log(0.02 + 0.9 * chance() ** 3));
    const order = Array.from(scores.keys()).sort((a, b) => scores[b]! - scores[a]!);
    const used = new Map<number, number>();
    const codes = Int32Array.from(order, (which) => {
      const next = used.get(parents[which]!) ?? Math.floor(chance() * size);
      used.set(parents[which]!, next + 1);
      return next % size;
    });
    before = order.map((which) => scores[which]!);
    return {
      place: place === sizes.length - 1 && sizes.length > 3 ? 'suffix' : `level ${place + 1}`, codes, parents: Int32Array.from(order, (which) => (place === 0 ? 0 : parents[which]!)),
      logProbabilities: Float32Array.from(before), items: Uint32Array.from(order, () => Math.max(1, Math.round(900 / 12 ** (place + 1)))),
    };
  });
}

const TITLES = ['Real black PLA filament, 1.75 mm', 'Super glue, pack of twelve', 'Digital calliper', 'Nitrile gloves, large', 'Isopropyl alcohol', 'Heat shrink tubing', 'Label tape', 'Safety glasses', 'Cable ties', 'Drill bits'];

/** `lostAt`: the first place without the right prefix; as many as there are places: it is found. */
export function beamTreeOf(seed: number, series: Series, sizes: readonly number[], beam: number, lostAt: number): BeamTreeData {
  const places = beamOf(seed, sizes, beam);
  const leaf = Math.min(3, places.at(-1)!.codes.length - 1);
  const way = sizes.map(() => -1);
  for (let at = sizes.length - 1, which = leaf; at >= 0; which = places[at]!.parents[which]!, at--) way[at] = which;
  const path = way.map((kept, place) => (place < lostAt ? kept : -1));
  const idOf = (leaf: number): number[] => {
    const codes: number[] = [];
    for (let at = sizes.length - 1, which = leaf; at >= 0; which = places[at]!.parents[which]!, at--) codes.unshift(places[at]!.codes[which]!);
    return codes;
  };
  const named = (at: number, codes: readonly number[]): NamedId => ({ title: TITLES[at % TITLES.length]!, codes });
  return {
    series, who: 'user A4042', history: [1, 4, 7].map((at) => named(at, sizes.map((size, place) => (at * 5 + place) % size))), target: named(0, idOf(leaf)), rank: lostAt >= sizes.length ? leaf : null, places, path,
    found: Array.from(places.at(-1)!.codes, (_, leaf) => ({ ...named(leaf + 3, idOf(leaf)), probability: Math.exp(places.at(-1)!.logProbabilities[leaf]!) })),
  };
}
