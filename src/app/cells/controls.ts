/** The control of a predictor of labels: the one that differs from it in nothing but what is to be judged. */
import { inputOf } from '../notebook/inputs';
import type { PredictorCell } from '../notebook/spec';

/** Of codes or vectors: the same codes shuffled, else none; of a store: a store of zeros, else no history. Null: it has none among these. */
export function controlOf(cell: PredictorCell, cells: readonly PredictorCell[]): PredictorCell | null {
  const { fields, history } = cell.spec.params;
  const kin = cells.filter((other) => other !== cell && other.spec.kind === cell.spec.kind && inputOf(other, 'events') === inputOf(cell, 'events'));
  const find = (name: 'fields' | 'history', values: readonly string[], fits: (other: PredictorCell) => boolean = () => true): PredictorCell | null =>
    values.flatMap((value) => kin.filter((other) => other.spec.params[name] === value && fits(other)))[0] ?? null;
  if (fields !== undefined) {
    if (fields === 'none') return null;
    const shuffled = fields === 'shuffled' ? null : find('fields', ['shuffled'], (other) => inputOf(other, 'codes') === inputOf(cell, 'codes'));
    return shuffled ?? find('fields', ['none']);
  }
  if (history === 'store') return find('history', ['zero', 'sequence', 'none']);
  return history === 'zero' || history === 'sequence' ? find('history', history === 'zero' ? ['sequence', 'none'] : ['none']) : null;
}
