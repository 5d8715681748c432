/** What each repair of semantic IDs is called and does. */
import type { RepairMethod } from '../../engine/records/repair';

export const REPAIR_WORDS: Readonly<Record<RepairMethod, { readonly title: string; readonly tip: string }>> = {
  stored: { title: 'Stored codes', tip: 'The codes that the method gave these rows together while it made IDs distinct. Rows that are equal share one. No rule gives them: a row that comes later is placed around them.' },
  suffix: { title: 'Add a suffix', tip: 'One more digit: 0 for the first item of an ID, then 1, 2, … No code changes and nothing is lost, but the digit means nothing (TIGER).' },
  nextFree: { title: 'Next free code', tip: 'The first item of an ID stays; each other one takes the nearest code of the last level whose ID is still free under the same prefix.' },
  sinkhorn: { title: 'Sinkhorn', tip: 'Items of one ID are spread evenly over the codes of the last level, in up to 20 rounds (LC-Rec). Near-equal items can land on far codes.' },
};
