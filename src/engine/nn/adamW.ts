/**
 * AdamW (Loshchilov and Hutter, 1711.05101) over tf.Variables; weight decay 0 makes it Adam.
 *
 *     p <- p (1 - rate decay);  m <- b1 m + (1 - b1) g;  v <- b2 v + (1 - b2) g^2
 *     p <- p - rate (m / (1 - b1^t)) / (sqrt(v / (1 - b2^t)) + eps)
 *
 * The powers are computed in float64 on the CPU, so a restored optimizer goes on bit for bit (TensorFlow.js's recomputes them on the GPU).
 */
import * as tf from '@tensorflow/tfjs-core';
import { readTogether } from '../gpu/launch';
import { adamWUpdate } from '../kernels/adamW';
import { adamWFactors, type AdamWFactors, type AdamWOptions } from '../math/adamWFactors';

export class AdamW {
  private readonly first: tf.Variable[];
  private readonly second: tf.Variable[];
  private steps = 0;

  constructor(
    readonly variables: readonly tf.Variable[],
    private readonly options: AdamWOptions = {},
  ) {
    const zeros = (variable: tf.Variable) => tf.tidy(() => tf.variable(tf.zeros(variable.shape), false));
    this.first = variables.map(zeros);
    this.second = variables.map(zeros);
  }

  /** One update. Gradients by variable name, as tf.variableGrads gives them; a variable without one stays as it is, decay apart. */
  apply(gradients: Readonly<Record<string, tf.Tensor>>, rate: number): void {
    const factors = this.nextFactors(rate);
    this.variables.forEach((variable, i) => {
      const gradient = gradients[variable.name];
      if (!gradient) return;
      const first = this.first[i]!;
      const second = this.second[i]!;
      tf.tidy(() => {
        const updated = adamWUpdate({ parameters: variable, first, second }, gradient, factors);
        first.assign(updated.first);
        second.assign(updated.second);
        variable.assign(updated.parameters);
      });
    });
  }

  /** Counts one update and gives its numbers, for who updates the parameters elsewhere (nn/keptTraining.ts). */
  nextFactors(rate: number): AdamWFactors {
    return adamWFactors(++this.steps, rate, this.options);
  }

  /** First and second moments of variable i. */
  moments(i: number): readonly [tf.Variable, tf.Variable] {
    return [this.first[i]!, this.second[i]!];
  }

  /** Those of one variable; none where it is not trained here. */
  momentsOf(variable: tf.Variable): readonly tf.Variable[] {
    const i = this.variables.indexOf(variable);
    return i < 0 ? [] : this.moments(i);
  }

  /** Forgets the moments of some rows of one variable [rows, ...]: after a dead code was moved. */
  async forgetRows(variable: tf.Variable, rows: readonly number[]): Promise<void> {
    const i = this.variables.indexOf(variable);
    const width = variable.size / variable.shape[0]!;
    await readTogether(this.moments(i));
    for (const moment of this.moments(i)) {
      const values = (await moment.data()).slice();
      for (const row of rows) values.fill(0, row * width, (row + 1) * width);
      tf.tidy(() => moment.assign(tf.tensor(values, moment.shape, 'float32')));
    }
  }

  /** Moments and step count, for a checkpoint. */
  async state(): Promise<Record<string, Float32Array | Float64Array>> {
    const state: Record<string, Float32Array | Float64Array> = { 'adam.steps': Float64Array.of(this.steps) };
    await readTogether([...this.first, ...this.second]);
    for (let i = 0; i < this.variables.length; i++) {
      state[`adam.first.${i}`] = (await this.first[i]!.data<'float32'>()).slice();
      state[`adam.second.${i}`] = (await this.second[i]!.data<'float32'>()).slice();
    }
    return state;
  }

  restore(state: Readonly<Record<string, Float32Array | Float64Array>>): void {
    this.steps = state['adam.steps']![0]!;
    this.variables.forEach((variable, i) =>
      tf.tidy(() => {
        this.first[i]!.assign(tf.tensor(state[`adam.first.${i}`]!, variable.shape, 'float32'));
        this.second[i]!.assign(tf.tensor(state[`adam.second.${i}`]!, variable.shape, 'float32'));
      }),
    );
  }

  dispose(): void {
    for (const moment of [...this.first, ...this.second]) moment.dispose();
  }
}
