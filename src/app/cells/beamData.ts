/** What a recommender answered, as the tree of a beam and the list of items show it. */
import type { Recommendation } from '../../engine/records/retrieval';
import type { BeamTreeData, NamedId } from '../../viz/beamLayout';
import type { ViewOptions } from '../notebook/spec';
import type { Catalogue } from '../output/catalogue';
import type { Question } from '../state/answers';
import type { RunOfRetrieval } from './drawing';
import { seriesOfRetrieval } from './retrievalSeries';

/** Between the names of items in an option, since names may hold anything else. */
export const NAME_BREAK = '\n';

/** What is asked, as the options of the view say: items of one's own where there are some that are known, else a test case. */
export function questionOf(options: ViewOptions, catalogue: Catalogue | null, cases: number): Question {
  const history = itemsOf(options, catalogue);
  if (history.length > 0) return { history };
  const { testCase } = options;
  return { testCase: typeof testCase === 'number' && testCase >= 0 && testCase < cases ? testCase : 0 };
}

/** Numbers of the items of one's own; names that no item has are left out. */
export function itemsOf({ history }: ViewOptions, catalogue: Catalogue | null): number[] {
  if (typeof history !== 'string' || history === '' || !catalogue) return [];
  const numbers = new Map(catalogue.names.map((name, item) => [name, item]));
  return history.split(NAME_BREAK).flatMap((name) => numbers.get(name) ?? []);
}

/** The run that is asked: as chosen, else the first on semantic IDs, else the first. */
export function askedRun(runs: readonly RunOfRetrieval[], options: ViewOptions): RunOfRetrieval | undefined {
  return runs.find(({ cell }) => cell.id === options.run) ?? runs.find(({ run }) => (run?.result?.bits ?? 0) > 0) ?? runs[0];
}

export function titleOf(catalogue: Catalogue | null, item: number): string {
  const name = catalogue?.names[item] ?? String(item);
  const title = catalogue?.titles?.[item] ?? '';
  return title === '' ? name : title;
}

/** Codes of the item at this place of a list; empty: the model writes no IDs. */
export function idAt({ ids }: Pick<Recommendation, 'ids'>, of: 'history' | 'items' | 'target', at: number): readonly number[] {
  if (!ids) return [];
  const places = ids.places.length;
  return [...ids[of].subarray(at * places, (at + 1) * places)];
}

export function beamTreeData(item: RunOfRetrieval | undefined, answer: Recommendation | null, question: Question | null): BeamTreeData {
  const series = item ? seriesOfRetrieval(item) : { id: 'none', name: 'Generative retrieval', hue: 'ink' };
  if (!item || !answer?.ids || answer.beam.length === 0) return { series, who: '', history: [], target: null, rank: null, places: [], path: [], found: [] };
  const { catalogue } = item;
  const named = (of: 'history' | 'items' | 'target', at: number, number: number): NamedId => ({ codes: idAt(answer, of, at), title: titleOf(catalogue, number) });
  const result = item.run?.result;
  const testCase = question && 'testCase' in question ? question.testCase : -1;
  const user = testCase >= 0 ? result?.users[testCase] : undefined;
  const rank = testCase >= 0 && result ? result.ranks[testCase]! : -1;
  const target = answer.target >= 0 ? named('target', 0, answer.target) : null;
  return {
    series, who: user !== undefined && item.userNames?.[user] ? `user ${item.userNames[user]}` : '', history: Array.from(answer.history, (number, at) => named('history', at, number)), target, rank: rank >= 0 ? rank : null,
    places: answer.beam, path: pathOf(answer, target?.codes ?? []),
    found: Array.from(answer.items, (number, at) => ({ ...named('items', at, number), probability: answer.probabilities[at]! })),
  };
}

/** By place: which kept prefix is that of the target; -1 from where it is lost. */
function pathOf({ beam }: Recommendation, codes: readonly number[]): number[] {
  if (codes.length === 0 || codes.some((code) => code < 0)) return beam.map(() => -1);
  let before = 0;
  return beam.map((place, at) => {
    if (before < 0) return -1;
    const found = place.codes.findIndex((code, kept) => code === codes[at] && (at === 0 || place.parents[kept] === before));
    before = found;
    return found;
  });
}
