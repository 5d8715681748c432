/** Variables as named arrays and back: what checkpoints are made of. */
import * as tf from '@tensorflow/tfjs-core';
import { readTogether } from '../gpu/launch';

export async function readVariables(named: Readonly<Record<string, tf.Variable>>): Promise<Record<string, Float32Array>> {
  await readTogether(Object.values(named));
  const arrays: Record<string, Float32Array> = {};
  for (const [name, variable] of Object.entries(named)) arrays[name] = (await variable.data<'float32'>()).slice();
  return arrays;
}

export function writeVariables(named: Readonly<Record<string, tf.Variable>>, arrays: Readonly<Record<string, Float32Array | Float64Array>>): void {
  for (const [name, variable] of Object.entries(named)) {
    const values = arrays[name];
    if (!values || values.length !== variable.size) throw new Error(`Checkpoint: ${name} has ${values?.length ?? 0} numbers, wanted ${variable.size}.`);
    tf.tidy(() => variable.assign(tf.tensor(values, variable.shape, 'float32')));
  }
}
