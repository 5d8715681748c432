/** The registry of views of single items and of what trained codes make of them. */
import type { ItemViewKey } from '../notebook/spec';
import type { ViewEntry } from './drawing';
import { PAIR_OPTIONS, compareDrawing } from './compareView';
import { collisionDrawing } from './collisionView';
import { NO_TIME, timelineDrawing } from './timelineView';
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
  compareRuns: {
    shows: 'result', items: true, wide: true,
    how: 'The codes of two runs at one level: a band is as wide as the items that have the code on its left in one run and the code on its right in the other. A click selects these items.',
    options: PAIR_OPTIONS,
    drawing: (runs, options, _, items) => compareDrawing(runs, options, items),
  },
  timeline: {
    shows: 'snapshot', wide: true,
    how: 'Each ring is a snapshot of training that this page keeps. Move the slider, or choose a ring: the figures of codes, norms, mixtures and errors show that time.',
    options: [RUN_OPTION],
    drawing: (runs) => timelineDrawing(runs, NO_TIME),
  },
};
