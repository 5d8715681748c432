/** Which codes of a run are its IDs: by rule, as the method stored them, or repaired. Whoever shows, writes or judges IDs asks here. */
import type { Metrics, QuantizerResult } from '../../engine/records/quantize';
import type { Repair, RepairMethod, RepairOptions } from '../../engine/records/repair';
import { inputOf } from '../notebook/inputs';
import { quantizerCell } from '../notebook/spec';
import type { Notebook, PredictorCell, QuantizerCell } from '../notebook/spec';
import { repairMethodsOf } from '../notebook/toRepair';
import { quantized } from './cellRun';
import type { CellRun } from './cellRun';
import { hasStoredIds } from './storedSide';

/** The repair of a run's IDs: the one chosen; where nobody chose, the codes that the method itself stored for all rows, if it did. */
export function repairInUse(spec: Pick<QuantizerCell['spec'], 'repair'> | undefined, result: QuantizerResult | null): RepairOptions | null {
  if (!spec || spec.repair !== undefined) return spec?.repair ?? null;
  return result && hasStoredIds(result) ? { method: 'stored' } : null;
}

/** How the IDs that a recommender reads are told apart; null: it reads none, or they are codes as they are. */
export function repairRead(notebook: Notebook, runs: Readonly<Record<string, CellRun>>, cell: PredictorCell): RepairMethod | null {
  const read = quantizerCell(notebook, inputOf(cell, 'codes'));
  return (read && repairInUse(read.spec, quantized(runs[read.id]))?.method) ?? null;
}

/** Stored codes as a repair, from the result alone: it needs no trained model, which may be gone. Figures are the run's own metrics. */
export function storedRepair(result: QuantizerResult): Repair | null {
  const { stored, metrics, levels, rows } = result;
  if (!stored || !hasStoredIds(result)) return null;
  const figures = ({ collisionRate, uniqueIdShare, largestBucket, rmse, knnOverlap }: Metrics) => ({ collisionRate, uniqueIdShare, largestBucket, rmse, knnOverlap });
  return {
    options: { method: 'stored' }, codes: stored.codes, levels, items: rows, moved: Math.round(stored.differing * rows), suffixCodes: 0, rounds: 0, before: figures(metrics), after: figures(stored.metrics),
    notes: ['Stored codes are those the method gave the rows together: they are no function of a row, and equal rows share one.'],
  };
}

/** The repairs that a run's IDs can have; one that was chosen is always told of. */
export function repairsOf(spec: Pick<QuantizerCell['spec'], 'repair'>, result: QuantizerResult): readonly RepairMethod[] {
  return repairMethodsOf({ storedCodes: hasStoredIds(result) || spec.repair?.method === 'stored' });
}

/** Codes as they are to be used: those of a repair, or the run's own. */
export function codesInUse(result: QuantizerResult, repair: Repair | null | undefined): { readonly codes: Int32Array; readonly levels: number } {
  return repair ?? result;
}
