/** The registry of views, of every family: what a card, a file and a menu need to know of each. */
import type { Family } from '../../engine/records/run';
import type { ViewKey } from '../notebook/spec';
import type { MethodRun, ViewEntry } from './drawing';
import { CLICK_VIEWS } from './clickViews';
import { FIT_VIEWS } from './fitViews';
import { RETRIEVAL_VIEWS } from './retrievalViews';
import { SOURCE_VIEWS } from './sourceViews';
import { VIEWS } from './views';

/** Reads methods of its family alone: what joins the two (the ports of a view cell) has seen to it. */
export interface AnyView extends ViewEntry<MethodRun> {
  readonly family: Family;
}

export const ALL_VIEWS = { ...of('quantizer', VIEWS), ...of('value', FIT_VIEWS), ...of('click', CLICK_VIEWS), ...of('source', SOURCE_VIEWS), ...of('retrieval', RETRIEVAL_VIEWS) } as Readonly<Record<ViewKey, AnyView>>;

function of<Key extends string, Item extends MethodRun>(family: Family, entries: Readonly<Record<Key, ViewEntry<Item>>>): Record<string, AnyView> {
  return Object.fromEntries(Object.entries<ViewEntry<Item>>(entries).map(([key, entry]) => [key, { ...entry, family } as unknown as AnyView]));
}
