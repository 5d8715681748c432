/** The fair comparison: what all compared quantizers share while it is on, laid over each cell's own settings. */
import type { Params } from '../../engine/records/params';
import type { QuantizerKind } from '../../engine/records/quantize';
import type { Budget } from '../../engine/records/run';
import { inputsOf } from './inputs';
import type { CodedCell, FairTerms, Notebook, QuantizerCell } from './spec';

/** Lists of layer widths: as long as they like, whatever the number of levels. */
const NOT_PER_LEVEL: readonly string[] = ['hidden'];

export const FAIR_DEFAULTS: FairTerms = { on: false, numLevels: 3, numCodes: 64, budget: { unit: 'seconds', value: 20 } };

/** The terms this quantizer is compared under; null where no comparison that reads it is fair. The first in the document wins. */
export function fairTermsOf(notebook: Notebook, id: string): FairTerms | null {
  for (const cell of notebook.cells) if (cell.mode === 'compare' && cell.spec.fair.on && inputsOf(cell, 'runs').includes(id)) return cell.spec.fair;
  return null;
}

/** Share of the rows that this quantizer is not trained on: that of the first comparison that reads it and holds some out; 0: none. */
export function heldOutOf(notebook: Notebook, id: string): number {
  for (const cell of notebook.cells) if (cell.mode === 'compare' && cell.spec.holdOut > 0 && inputsOf(cell, 'runs').includes(id)) return cell.spec.holdOut;
  return 0;
}

/** What a quantizer is run with. */
export interface EffectiveSpec {
  readonly kind: QuantizerKind;
  readonly params: Params;
  readonly budget?: Budget;
}

/** A cell's own settings, or those settings under the terms: same levels, codes, latent space and budget. */
export function effectiveSpec(cell: QuantizerCell, terms: FairTerms | null): EffectiveSpec {
  const { kind, params } = cell.spec;
  if (!terms) return { kind, params };
  const { numLevels, numCodes, budget } = terms;
  const shared: Params = {
    ...withLevels(params, numLevels), numCodes: [numCodes],
    // Where a method can code the data itself, as the others do, it does.
    ...('encoder' in params && { encoder: 'identity' }),
    // Schedules (decay, warm-up) stretch over the steps that there will be.
    ...('steps' in params && budget.unit === 'steps' && { steps: Math.max(1, Math.round(budget.value)) }),
  };
  return { kind, params: shared, budget };
}

/** The cell as it is run: itself, or with the terms laid over its parameters. Codes made elsewhere take no terms. */
export function effectiveCell(notebook: Notebook, cell: CodedCell): CodedCell {
  if (cell.mode === 'codes') return cell;
  const terms = fairTermsOf(notebook, cell.id);
  return terms ? { ...cell, spec: { ...cell.spec, params: effectiveSpec(cell, terms).params } } : cell;
}

/** The parameters with another number of levels; lists with an entry a level are cut, or go on with their last entry. */
export function withLevels(params: Params, numLevels: number): Params {
  const before = params.numLevels;
  const fitted = Object.entries(params).map(([name, value]) => {
    const perLevel = Array.isArray(value) && value.length > 1 && value.length === before && !NOT_PER_LEVEL.includes(name);
    return [name, perLevel ? Array.from({ length: numLevels }, (_, level) => (value as readonly number[])[Math.min(level, value.length - 1)]!) : value];
  });
  return { ...(Object.fromEntries(fitted) as Params), numLevels };
}
