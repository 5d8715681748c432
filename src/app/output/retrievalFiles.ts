/** What a recommender leaves as files: the best items of each test case, and the names of the items. */
import { npyFile } from '../../engine/client';
import type { RetrievalResult } from '../../engine/records/retrieval';
import { csv } from '../../viz/format';
import type { LoadedSequences } from '../runs/runState';
import type { Catalogue } from './catalogue';

/** A place of the ranking that no item took, and an item that has no row. */
const NO_ITEM = -1;
const NO_ROW = -2;

/** int32 [cases, 20]: the row of each item among the vectors or codes that are joined, best first; its number where none are. -1: fewer were found; -2: the item has no row. */
export function topItemsNpy({ ranked, targets }: Pick<RetrievalResult, 'ranked' | 'targets'>, { rows }: Catalogue): Blob {
  const named = rows ? ranked.map((item) => (item < 0 ? NO_ITEM : rows[item]! < 0 ? NO_ROW : rows[item]!)) : ranked;
  return npyFile(named, [targets.length, ranked.length / Math.max(1, targets.length)]);
}

/** A row for each test case: its row in the file, its user, the item that followed, the items ranked before it, the best items by name. */
export function topItemsCsv({ ranked, rowIndex, users, targets, ranks }: Pick<RetrievalResult, 'ranked' | 'rowIndex' | 'users' | 'targets' | 'ranks'>, { names }: Catalogue, userNames: LoadedSequences['userNames']): string {
  const places = ranked.length / Math.max(1, targets.length);
  const nameOf = (item: number): string => (item < 0 ? '' : (names[item] ?? ''));
  return csv(
    ['row', 'user', 'target', 'rank', ...Array.from({ length: places }, (_, place) => `top_${place + 1}`)],
    Array.from(targets, (target, at) => [rowIndex[at]!, userNames?.[users[at]!] ?? '', nameOf(target), ranks[at]! < 0 ? '' : ranks[at]!, ...Array.from(ranked.subarray(at * places, (at + 1) * places), nameOf)]),
  );
}

/** A row for each item: its number among the sequences, its name, its title, and its row where vectors or codes are joined. */
export function itemsCsv({ names, titles, rows }: Catalogue): string {
  return csv(['item', 'name', ...(titles ? ['title'] : []), ...(rows ? ['row'] : [])], names.map((name, item) => [item, name, ...(titles ? [titles[item]!] : []), ...(rows ? [rows[item]!] : [])]));
}
