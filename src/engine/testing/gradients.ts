/** Gradients of a network over a face against finite differences. */
import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { Random } from '../math/random';
import type { Minimised } from '../nn/face';
import { PlainFace } from '../nn/plainFace';
import type { Weights } from '../nn/weights';

/** A few numbers of every variable, by central differences; where they straddle a bend of a ReLU the steps of two sizes disagree, and the number is left out. */
export async function expectGradients({ variables }: Weights, minimised: Minimised): Promise<void> {
  // Biases start at zero, and with a vector of zeros a ReLU at its very bend.
  const noise = new Random(6);
  for (const variable of variables) tf.tidy(() => variable.assign(tf.add(variable, tf.tensor(Float32Array.from({ length: variable.size }, () => 0.1 * noise.normal()), variable.shape))));
  const loss = (): number => tf.tidy(() => {
    const face = new PlainFace(variables);
    minimised(face);
    return face.total!.dataSync()[0]!;
  });
  const { value, grads } = tf.variableGrads(() => {
    const face = new PlainFace(variables);
    minimised(face);
    return face.total!;
  }, variables);
  let [checked, skipped] = [0, 0];
  for (const [number, variable] of variables.entries()) {
    const values = (await variable.data<'float32'>()).slice();
    const gradient = grads[variable.name] ? await grads[variable.name]!.data<'float32'>() : new Float32Array(values.length);
    const set = (at: number, by: number): number => {
      const moved = values.slice();
      moved[at]! += by;
      tf.tidy(() => variable.assign(tf.tensor(moved, variable.shape)));
      return loss();
    };
    const places = [...new Set([gradient.reduce((best, slope, at) => (Math.abs(slope) > Math.abs(gradient[best]!) ? at : best), 0), 0, Math.floor(values.length / 2)])];
    for (const at of places) {
      const slopeBy = (h: number) => (set(at, h) - set(at, -h)) / (2 * h);
      const [wide, narrow] = [slopeBy(0.008), slopeBy(0.004)];
      if (Math.abs(wide - narrow) > 2e-4 + 0.01 * Math.abs(narrow)) skipped++;
      else {
        checked++;
        // Richardson's step: the error of second order goes.
        expect(Math.abs((4 * narrow - wide) / 3 - gradient[at]!), `variable ${number} of ${variable.shape.join(' x ')}, number ${at}`).toBeLessThan(3e-4 + 0.03 * Math.abs(gradient[at]!));
      }
    }
    tf.tidy(() => variable.assign(tf.tensor(values, variable.shape)));
  }
  expect(skipped).toBeLessThan(0.5 * checked);
  tf.dispose([value, grads]);
}
