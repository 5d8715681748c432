/** Which columns of a file are user, item, time, label and session: by a person's choice, else by their names, else by what they hold. */
import type { LogChoices, LogRole, RoleReason } from '../../records/log';
import { count } from '../limits';
import { rowsOf } from '../tableCells';
import { namesCounter, namesOutcome, namesReference } from '../tableNames';
import type { Facts } from './facts';
import { itemRank, labelRank, namesOtherTime, namesReady, namesStay, sessionRank, timeRank, userRank } from './names';
import { UNIT_WORDS } from './times';

export interface Guessed {
  readonly choices: LogChoices;
  readonly reasons: readonly RoleReason[];
  /** User and item are chosen, or told by their names; sessions stand for users. */
  readonly idsNamed: boolean;
}

interface Found {
  readonly facts: Facts;
  readonly reason: string;
}

/**
 * The first that holds decides:
 * - user and item: the best name among columns of ids (names.ts); where there is no such name, columns of ids whose values repeat, in file order, the user first;
 * - the user, where only sessions are named: the session;
 * - time: of columns that hold dates or times since 1970 and are not named as a span or another time, the one with the most different values; else a column of numbers named as a time;
 * - label: the best name among numbers and answers ("true", "no"); without any header, a number with at most 20 values that follows user and item.
 */
export function guessLog(all: readonly Facts[], given: LogChoices, named: boolean): Guessed {
  const taken = new Map<string, LogRole>();
  const reasons: RoleReason[] = [];
  const choices: { -readonly [K in keyof LogChoices]: LogChoices[K] } = { ...given };
  const roles: readonly LogRole[] = ['user', 'item', 'time', 'label', 'session'];
  for (const role of roles) if (given[role] !== undefined && given[role] !== '') taken.set(given[role], role);
  const free = (): Facts[] => all.filter(({ about }) => !taken.has(about.name));
  const settle = (role: LogRole, find: () => Found | string): void => {
    const chosen = given[role];
    if (chosen !== undefined) return void reasons.push({ role, column: chosen, chosen: true, reason: chosen === '' ? 'none, as chosen' : 'as chosen' });
    const found = find();
    const column = typeof found === 'string' ? '' : found.facts.about.name;
    reasons.push({ role, column, chosen: false, reason: typeof found === 'string' ? found : found.reason });
    choices[role] = column;
    if (column !== '') taken.set(column, role);
  };

  const byName = (rank: (name: string) => number, fits: (facts: Facts) => boolean): Facts | undefined =>
    free().filter((facts) => rank(facts.about.name) < Infinity && fits(facts)).sort((a, b) => rank(a.about.name) - rank(b.about.name))[0];
  const isId = ({ idLike, about }: Facts): boolean => idLike && about.distinct > 0;
  const namedItem = given.item === undefined ? byName(itemRank, isId) : undefined;
  const namedUser = given.user === undefined ? byName(userRank, (facts) => isId(facts) && facts !== namedItem) : undefined;
  const namedSession = given.session === undefined ? byName(sessionRank, (facts) => isId(facts) && facts !== namedItem && facts !== namedUser) : undefined;
  const isTime = ({ about, unit }: Facts): boolean => unit !== null && unit !== 'order' && !namesOtherTime(about.name) && about.distinct > 1;
  const byData = (): Facts[] => {
    const ids = free().filter((facts) => isId(facts) && !isTime(facts) && ![namedItem, namedUser, namedSession].includes(facts) && !(named && namesCounter(facts.about.name)) && labelRank(facts.about.name) === Infinity && timeRank(facts.about.name) === Infinity && facts.about.distinct > 1);
    const repeat = ids.filter(({ distinct, about, column }) => distinct < rowsOf(column) - about.missing);
    return [...repeat, ...ids.filter((facts) => !repeat.includes(facts))];
  };
  const byPlace = (facts: Facts | undefined, what: string): Found | string =>
    facts ? { facts, reason: `no column is named as ${what}; this is the first one with ids that repeat` } : `no column is named as ${what}, and none holds ids that repeat`;

  settle('user', () => {
    if (namedUser) return { facts: namedUser, reason: 'by its name' };
    if (namedSession && named) return { facts: namedSession, reason: 'no column names users; sessions stand for them' };
    return byPlace(byData()[0], 'users');
  });
  settle('item', () => (namedItem ? { facts: namedItem, reason: 'by its name' } : byPlace(byData()[0], 'items')));
  settle('time', () => {
    const timed = free().filter(isTime);
    const best = timed.reduce<Facts | undefined>((found, each) => (!found || each.distinct > found.distinct || (each.distinct === found.distinct && timeRank(each.about.name) < timeRank(found.about.name)) ? each : found), undefined);
    const finest = timed.length > 1 ? `, the finest of ${timed.length} such columns` : '';
    if (best && (timeRank(best.about.name) < Infinity || best.unit === 'dates' || best.about.distinct > 10 || !named)) return { facts: best, reason: `holds ${UNIT_WORDS[best.unit!]}${finest}` };
    const order = byName(timeRank, ({ unit }) => unit === 'order');
    return order ? { facts: order, reason: 'by its name; plain numbers that order the events' } : 'no column holds times';
  });
  settle('label', () => {
    const best = byName(labelRank, ({ numeric, about }) => numeric && about.distinct > 0);
    if (best) return { facts: best, reason: 'by its name' };
    const few = named ? undefined : free().find(({ numeric, about, column }) => numeric && column.type === 'number' && about.distinct > 1 && about.distinct <= 20);
    return few ? { facts: few, reason: `the file names no columns; this one holds ${count(few.about.distinct)} different numbers` } : 'no column is named as a label';
  });
  settle('session', () => (namedSession && !taken.has(namedSession.about.name) ? { facts: namedSession, reason: 'by its name' } : 'no column is named as a session or request'));
  const others = free();
  const rest = others.map(({ about }) => about.name);
  // Other ways to write the time of the event: hour and weekday are made of the one chosen.
  const otherTimes = new Set(choices.time ? others.filter(({ unit, about }) => unit !== null && unit !== 'order' && !namesOtherTime(about.name)).map(({ about }) => about.name) : []);
  // What a person did is known after the event, whatever is predicted of it.
  const after = new Set(choices.label ? others.filter(({ about }) => namesOutcome(about.name, about.distinct <= 2) || namesStay(about.name)).map(({ about }) => about.name) : []);
  choices.references ??= rest.filter(namesReference);
  choices.ready ??= choices.label ? (rest.find(namesReady) ?? '') : '';
  choices.context ??= rest.filter((name) => !choices.references!.includes(name) && name !== choices.ready && !(choices.labels ?? []).includes(name) && !after.has(name) && !otherTimes.has(name) && !(name in (choices.only ?? {})));
  const known = (role: 'user' | 'item', byItsName: boolean): boolean => (given[role] === undefined ? byItsName : given[role] !== '');
  const idsNamed = known('user', namedUser !== undefined || (namedSession !== undefined && named)) && known('item', namedItem !== undefined);
  return { choices, reasons, idsNamed };
}
