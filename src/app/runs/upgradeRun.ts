/** Runs as earlier versions kept them, in the shape of today: what predictors left stood in fields of their own, and nothing said whose it was. */
import type { QuantizerResult, QuantizerSnapshot } from '../../engine/records/quantize';
import type { ValueResult, ValueSnapshot } from '../../engine/records/predict';
import type { RunResult, Snapshot } from '../../engine/records/event';
import type { CellRun } from './cellRun';

type Unnamed<T> = Omit<T, 'family' | 'snapshot'>;

/** As kept by any version. */
export interface KeptCellRun extends Omit<CellRun, 'snapshot' | 'result'> {
  readonly snapshot?: Snapshot | Unnamed<QuantizerSnapshot> | null;
  readonly result?: RunResult | (Unnamed<QuantizerResult> & { readonly snapshot: Unnamed<QuantizerSnapshot> }) | null;
  readonly fitSnapshot?: Unnamed<ValueSnapshot> | null;
  readonly fitResult?: (Unnamed<ValueResult> & { readonly snapshot: Unnamed<ValueSnapshot> }) | null;
}

/** The same run; what is of today's shape already comes back as it is. */
export function upgradedRun({ fitSnapshot, fitResult, snapshot = null, result = null, ...run }: KeptCellRun): CellRun {
  if (fitSnapshot || fitResult) {
    const left = fitResult && { ...fitResult, family: 'value' as const, snapshot: { ...fitResult.snapshot, family: 'value' as const } };
    return { ...run, snapshot: fitSnapshot ? { ...fitSnapshot, family: 'value' } : null, result: left ?? null };
  }
  return { ...run, snapshot: snapshot && named(snapshot), result: result && ('family' in result ? result : { ...result, family: 'quantizer', snapshot: named(result.snapshot) as QuantizerSnapshot }) };
}

function named(snapshot: Snapshot | Unnamed<QuantizerSnapshot>): Snapshot {
  return 'family' in snapshot ? snapshot : { ...snapshot, family: 'quantizer' };
}
