/** The end of a quantizer's run: a full pass over all rows and the record of everything it leaves. */
import { InputError } from '../../errors';
import { findingsOf } from '../../metrics/findings';
import { rowMajor } from '../../math/rows';
import type { Remedies } from '../../records/basics';
import type { QuantizerResult } from '../../records/quantize';
import type { Tell } from '../../records/run';
import type { Ending } from '../../runs/task';
import type { Quantizer } from '../quantizer';
import type { Vectors } from '../vectors';
import { fullPass } from './fullPass';
import type { Probe } from './probe';
import { storedNote, storedResult } from './storedCodes';

/** What was trained, and on what. */
export interface Trained {
  readonly quantizer: Quantizer;
  readonly probe: Probe;
  readonly rows: Vectors;
  /** Sum of squared distances of the rows to their mean. */
  readonly total: number;
  readonly remedies: Remedies | undefined;
}

/** Codes, exact metrics, codebooks. @throws InputError where nothing was trained. */
export async function quantizerResult({ quantizer, probe, rows, total, remedies }: Trained, ending: Ending, tell?: Tell): Promise<QuantizerResult> {
  if (quantizer.levelsReady === 0) throw new InputError('The run was stopped before its first step.', 'Run it again and stop later.');
  const { pass, metrics } = await fullPass(quantizer, rows, total, tell);
  const levels = pass.levels;
  const codebooks = await quantizer.codebooks();
  const storedCodes = total > 0 ? quantizer.storedCodes?.() : null;
  const stored = storedCodes ? await storedResult({ quantizer, rows, total, byRule: pass.codes, steps: ending.steps }, storedCodes, tell) : null;
  const snapshot = await probe.finalSnapshot(ending.steps, pass, total, metrics);
  return {
    family: 'quantizer',
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
    ...(stored && { stored }),
    notes: [...ending.notes, ...ending.past, ...quantizer.notes(), ...(stored ? [storedNote(stored)] : [])],
  };
}
