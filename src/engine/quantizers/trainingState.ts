/** What a method trained by gradients needs to go on where it stood: weights, moments, usage, batches and its place in the schedule. */
import type * as tf from '@tensorflow/tfjs-core';
import type { AdamW } from '../nn/adamW';
import { readVariables, writeVariables } from '../nn/variables';
import type { Batches } from './batches';
import type { DeadCodes } from './deadCodes';

export interface Training {
  readonly variables: readonly tf.Variable[];
  readonly optimizer: AdamW;
  readonly dead: DeadCodes;
  readonly batches: Batches;
}

/** Steps done, and whether the codebooks have been started. */
export interface Place {
  readonly step: number;
  readonly started: boolean;
}

export async function readTraining({ variables, optimizer, dead, batches }: Training, { step, started }: Place): Promise<Record<string, Float32Array | Float64Array>> {
  return {
    ...(await readVariables(named(variables))),
    ...(await optimizer.state()),
    ...(await dead.state()),
    ...batches.state(),
    place: Float64Array.of(step, started ? 1 : 0),
  };
}

export function writeTraining({ variables, optimizer, dead, batches }: Training, state: Readonly<Record<string, Float32Array | Float64Array>>): Place {
  writeVariables(named(variables), state);
  optimizer.restore(state);
  dead.restore(state);
  batches.restore(state);
  return { step: state.place![0]!, started: state.place![1] === 1 };
}

function named(variables: readonly tf.Variable[]): Record<string, tf.Variable> {
  return Object.fromEntries(variables.map((variable, i) => [`weight.${i}`, variable]));
}
