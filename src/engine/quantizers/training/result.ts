/** The end of a run: a full pass over all rows and the record of everything it leaves. */
import { InputError } from '../../errors';
import { fullPass } from './fullPass';
import { rowMajor } from '../../math/rows';
import { findingsOf } from '../../metrics/findings';
import type { Quantizer } from '../quantizer';
import type { Vectors } from '../vectors';
import type { Remedies } from '../../records/basics';
import type { RunResult } from '../../records/quantize';
import type { Tell } from '../../records/run';
import type { Probe } from './probe';

/** How training ended. */
export interface Ending {
  readonly steps: number;
  readonly seconds: number;
  /** By hand, before the method called it complete. */
  readonly stopped: boolean;
  /** What a reader of the numbers should know about the run, before what the method has to say. */
  readonly notes: readonly string[];
}

/** Codes, exact metrics, codebooks. `total`: sum of squared distances of the rows to their mean. @throws InputError where nothing was trained. */
export async function runResult(quantizer: Quantizer, probe: Probe, rows: Vectors, total: number, ending: Ending, remedies?: Remedies, tell?: Tell): Promise<RunResult> {
  if (quantizer.levelsReady === 0) throw new InputError('The run was stopped before its first step.', 'Run it again and stop later.');
  const { pass, metrics } = await fullPass(quantizer, rows, total, tell);
  const levels = pass.levels;
  const codebooks = await quantizer.codebooks();
  const snapshot = await probe.finalSnapshot(ending.steps, pass, total, metrics);
  return {
    metrics,
    seconds: ending.seconds,
    steps: ending.steps,
    plannedSteps: Math.max(ending.steps, quantizer.plannedSteps),
    stopped: ending.stopped,
    codes: rowMajor(pass.codes),
    rows: rows.rows,
    dim: rows.dim,
    levels,
    codebooks: codebooks.slice(0, levels).map((data, level) => ({ data, numCodes: quantizer.numCodes[level]!, dim: quantizer.latentDim })),
    reconstruction: pass.reconstruction!,
    snapshot: { ...snapshot, findings: findingsOf({ relativeError: metrics.relativeError, usage: snapshot.usage, rows: rows.rows }, remedies) },
    traits: quantizer.traits,
    notes: [...ending.notes, ...quantizer.notes()],
  };
}
