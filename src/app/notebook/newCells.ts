/** Cells as a person adds them from the page, before `addCell` gives them an id of their own. */
import { FAIR_DEFAULTS } from './fair';
import type { CompareCell, QuantizerCell, SweepCell, ViewCell, ViewKey } from './spec';
import { SWEEP_METRIC } from './toSweep';
import { VIEW_NAMES } from './toNotebook';

/** A sweep of a quantizer, over nothing yet. */
export function newSweep(base: QuantizerCell): SweepCell {
  return { id: `${base.id}-sweep`, name: `Sweep of ${base.name}`, mode: 'sweep', inputs: [base.id], spec: { parameters: [], metric: SWEEP_METRIC, seeds: [] } };
}

export function newComparison(quantizers: readonly string[]): CompareCell {
  return { id: 'compare', name: 'Compare', mode: 'compare', inputs: quantizers, spec: { columns: null, fair: FAIR_DEFAULTS } };
}

export function newView(view: ViewKey, quantizers: readonly string[]): ViewCell {
  return { id: view.toLowerCase(), name: VIEW_NAMES[view], mode: 'view', inputs: quantizers, spec: { view, options: {} } };
}
