/** The registry of views of single items and of what trained codes make of them. */
import type { ItemViewKey } from '../notebook/spec';
import type { ViewEntry } from './drawing';
import { collisionDrawing } from './collisionView';
import { MEASURE_OPTION, NO_EXTRAS, RUN_OPTION, treeDrawing } from './treeView';

export const ITEM_VIEWS: Readonly<Record<ItemViewKey, ViewEntry>> = {
  idTree: {
    shows: 'result', items: true, wide: true,
    how: 'Every prefix of the IDs is as wide as it has items, one row a level. A click selects its items and zooms to it; Shift adds them to the selection. Under a prefix lies the share of it that is selected.',
    options: [RUN_OPTION, MEASURE_OPTION],
    drawing: (runs, options, _, items) => treeDrawing(runs, options, items, NO_EXTRAS),
  },
  collisions: {
    shows: 'result', items: true, wide: true,
    how: 'An ID of several items cannot tell them apart: a bar for every number of items that share one. A bar lists its IDs below; a line opens its items, and what each repair would change for them.',
    options: [RUN_OPTION],
    drawing: (runs, options) => collisionDrawing(runs, options),
  },
};
