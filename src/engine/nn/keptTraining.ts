/** The parameters that an optimizer trains, where a step runs in the processor's kept memory: brought there when a step begins, brought back when somebody reads them. */
import * as tf from '@tensorflow/tfjs-core';
import { KeptParameters, type Place } from '../cpu/blocks/parameters';
import type { CpuRoad } from '../cpu/road';
import type { AdamW } from './adamW';

export class KeptTraining {
  private readonly parameters: KeptParameters;
  /** Which side moved last; both hold the same where it is null. */
  private newer: 'tensors' | 'kept' | null = 'tensors';

  constructor(
    road: CpuRoad,
    private readonly optimizer: AdamW,
  ) {
    this.parameters = new KeptParameters(road, optimizer.variables.map((variable) => variable.size));
  }

  /** Where each variable lies, in the order of the optimizer. */
  get places(): readonly Place[] {
    return this.parameters.places;
  }

  /** Before a step: the kept memory holds what the variables hold. */
  begin(): void {
    if (this.newer === 'tensors') {
      this.optimizer.variables.forEach((variable, i) => {
        const views = this.parameters.views(i);
        const [first, second] = this.optimizer.moments(i);
        views.values.set(variable.dataSync<'float32'>());
        views.first.set(first.dataSync<'float32'>());
        views.second.set(second.dataSync<'float32'>());
      });
    }
    this.newer = null;
  }

  /** After their gradients are written: one update of these variables (their numbers, rising), of all where they are absent. */
  update(rate: number, clipNorm: number, variables: readonly number[] = [...this.places.keys()]): void {
    this.parameters.update(this.optimizer.nextFactors(rate), clipNorm, variables);
    this.newer = 'kept';
  }

  /** Before the variables or the moments are read as tensors, or written: they hold what the last step left. */
  flush(): void {
    if (this.newer === 'kept') {
      this.optimizer.variables.forEach((variable, i) => {
        const views = this.parameters.views(i);
        const [first, second] = this.optimizer.moments(i);
        assign(variable, views.values);
        assign(first, views.first);
        assign(second, views.second);
      });
      this.newer = null;
    }
  }

  /** After the variables or the moments were written as tensors. */
  changed(): void {
    this.newer = 'tensors';
  }

  dispose(): void {
    this.parameters.dispose();
  }
}

/** Losses as the float32 that a device would have: what overflows there has diverged. */
export function asFloat32(losses: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(losses).map(([name, loss]) => [name, Math.fround(loss)]));
}

function assign(variable: tf.Variable, values: Float32Array): void {
  tf.tidy(() => variable.assign(tf.tensor(values.slice(), variable.shape)));
}
