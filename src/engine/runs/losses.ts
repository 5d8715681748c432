/** The losses of a step: read when a report wants them, checked, and disposed. */
import type * as tf from '@tensorflow/tfjs-core';
import { EngineError } from '../errors';
import type { Params } from '../records/params';

interface Step {
  readonly losses: Readonly<Record<string, tf.Scalar | number>>;
}

/** Waits for the device. */
export async function readLosses(result: Step): Promise<Record<string, number>> {
  const losses: Record<string, number> = {};
  for (const [name, loss] of Object.entries(result.losses)) losses[name] = typeof loss === 'number' ? loss : (await loss.data())[0]!;
  return losses;
}

export function disposeLosses(result: Step): void {
  for (const loss of Object.values(result.losses)) if (typeof loss !== 'number') (loss as tf.Scalar).dispose();
}

/** @throws EngineError that names the step, the term, and the learning rate to try, where a loss is not finite. */
export function checkLosses(losses: Readonly<Record<string, number>>, step: number, params: Params): void {
  const bad = Object.entries(losses).find(([, value]) => !Number.isFinite(value));
  if (bad) throw diverged(`the ${bad[0]} loss is ${bad[1]}`, step, params);
}

/** Training ran away: what was seen at which step, and what to set for another try. */
export function diverged(seen: string, step: number, params: Params): EngineError {
  const { learningRate } = params;
  const message = `Training diverged: at step ${step} ${seen}.`;
  if (typeof learningRate !== 'number') return new EngineError(message, 'Centre and scale the data, and run again.');
  const gentler = Number((learningRate / 3).toPrecision(1));
  return new EngineError(message, `Try a learning rate of ${gentler} in place of ${learningRate}, or centre and scale the data.`, { learningRate: gentler });
}
