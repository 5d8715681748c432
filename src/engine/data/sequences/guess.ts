/** Which columns hold the history, its user, the target and titles: by a person's choice, else by their names and by what they hold. */
import type { RoleReason } from '../../records/log';
import type { SequenceChoices, SequenceRole } from '../../records/sequences';
import { nameWords } from '../tableNames';
import type { Facts } from '../log/facts';
import { userRank } from '../log/names';
import { holdsLists } from './lists';

export interface GuessedLists {
  readonly choices: SequenceChoices;
  readonly reasons: readonly RoleReason<SequenceRole>[];
  /** How plainly the history is one: above 0 by its name, -Infinity where there is no column of lists. */
  readonly worth: number;
}

const HISTORY = /^(history|histories|hist|past|prev|previous|seq|seqs|sequence|sequences|clicked|behavior|behaviour|interactions|interacted|session|basket|seen|trajectory|list|lists)$/;
const ITEM = /^(id|ids|item|items|asin|asins|sku|skus|video|videos|movie|movies|product|products|news|article|articles|itemids)$/;
const OTHER = /^(title|titles|name|names|text|texts|sid|sids|semantic|code|codes|rating|ratings|time|times|timestamp|timestamps|ts|label|labels|category|categories|cat|cats|brand|price|prices|genre|genres|tag|tags|target|embedding|emb|feature|features|candidates|negatives|neg)$/;
const TITLE = /^(title|titles|name|names|text|texts)$/;
const TARGET = /^(target|next|label|pos|positive|answer|truth|gt)$/;

/**
 * History: the list column with the best name ("history_item_id", "item_seq"), else the first. Target: the column of single ids named as the history without "history", or named "target", "next", if its ids
 * are in some history. Titles: lists named so. User: by its name (the log's names.ts), or the key of a JSON object.
 */
export function guessLists(all: readonly Facts[], given: SequenceChoices): GuessedLists {
  const lists = all.filter(({ column }) => holdsLists(column));
  const single = all.filter((facts) => !lists.includes(facts) && facts.idLike);
  const ranked = lists.map((facts) => ({ facts, worth: worthOf(facts.about.name) })).sort((a, b) => b.worth - a.worth);
  const choices: { -readonly [K in keyof SequenceChoices]: SequenceChoices[K] } = { ...given };
  const reasons: RoleReason<SequenceRole>[] = [];
  const settle = (role: SequenceRole, find: () => { column: string; reason: string }): string => {
    const chosen = given[role];
    const { column, reason } = chosen === undefined ? find() : { column: chosen, reason: chosen === '' ? 'none, as chosen' : 'as chosen' };
    choices[role] = column;
    reasons.push({ role, column, chosen: chosen !== undefined, reason });
    return column;
  };
  const none = (reason: string) => ({ column: '', reason });

  const history = settle('history', () => {
    const best = ranked[0];
    if (!best) return none('no column holds lists');
    return { column: best.facts.about.name, reason: best.worth > 0 ? 'lists, by its name' : lists.length > 1 ? 'the first column of lists' : 'the only column of lists' };
  });
  settle('user', () => {
    const named = single.filter(({ about }) => userRank(about.name) < Infinity).sort((a, b) => userRank(a.about.name) - userRank(b.about.name))[0];
    if (named) return { column: named.about.name, reason: 'by its name' };
    return single.some(({ about }) => about.name === 'key') ? { column: 'key', reason: 'the key of each list' } : none('no column is named as users');
  });
  settle('target', () => {
    const same = single.find(({ about }) => about.name !== choices.user && stem(about.name) === stem(history) && stem(history) !== '');
    if (same) return { column: same.about.name, reason: `named as the items of "${history}"` };
    const named = single.find(({ about }) => about.name !== choices.user && nameWords(about.name).some((word) => TARGET.test(word)) && !nameWords(about.name).some((word) => TITLE.test(word) || word === 'sid'));
    return named && history !== '' && shares(named, all.find(({ about }) => about.name === history)) ? { column: named.about.name, reason: 'by its name, and its ids are in histories' } : none('no column is named as the next item');
  });
  const titles = settle('titles', () => {
    const named = lists.find(({ about }) => about.name !== history && nameWords(about.name).some((word) => TITLE.test(word)));
    return named ? { column: named.about.name, reason: 'lists of titles, by its name' } : none('no column holds lists of titles');
  });
  settle('targetTitle', () => {
    const named = titles === '' ? undefined : all.find((facts) => !lists.includes(facts) && stem(facts.about.name) === stem(titles));
    return named ? { column: named.about.name, reason: `named as the titles of "${titles}"` } : none('no column holds the target’s title');
  });
  return { choices, reasons, worth: ranked[0]?.worth ?? -Infinity };
}

function worthOf(name: string): number {
  const words = nameWords(name);
  const has = (pattern: RegExp): number => (words.some((word) => pattern.test(word)) ? 1 : 0);
  return 2 * has(HISTORY) + 2 * has(ITEM) - 3 * has(OTHER);
}

/** "history_item_ids", "item_seq" and "item_id" are one. */
function stem(name: string): string {
  const words = nameWords(name).filter((word) => !HISTORY.test(word)).map((word) => word.replace(/s$/, ''));
  const bare = words.filter((word) => word !== 'id');
  return (bare.length > 0 ? bare : words).join('_');
}

/** A tenth of the first different ids, or more, stand in some history. */
function shares(target: Facts, history: Facts | undefined): boolean {
  if (!history || history.column.type === 'number') return false;
  const text = new Set(history.column.labels.slice(0, 20_000).flatMap((label) => label.match(/[^\s,;|'"[\](){}]+/g) ?? []));
  const examples = target.column.type === 'number' ? Array.from(target.column.values.slice(0, 200), String) : target.column.labels.slice(0, 200);
  return 10 * examples.filter((id) => text.has(id)).length >= examples.length;
}
