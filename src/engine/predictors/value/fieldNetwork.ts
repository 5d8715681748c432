/** The network all baselines share: fields as vectors, one hidden layer of 2 H units with ReLU, and a linear layer to the outputs. */
import * as tf from '@tensorflow/tfjs-core';
import { perceptron } from '../../cpu/blocks/layers';
import type { Node, Tape } from '../../cpu/tape';
import type { Random } from '../../math/random';
import { FieldEncoder, type FeatureBatch } from '../../nn/fieldEncoder';
import { keptFields } from '../../nn/keptFields';
import { Mlp } from '../../nn/mlp';
import type { FeatureRows, FeatureShape } from '../../records/features';
import type { TrainingSettings } from './trainingParams';

export class FieldNetwork {
  readonly variables: readonly tf.Variable[];
  private readonly encoder: FieldEncoder;
  private readonly layers: Mlp;

  /** `start` [outputs]: what it puts out before training, but for small random parts. Throws InputError where there is no field at all. */
  constructor(shape: FeatureShape, { width, fieldDim }: Pick<TrainingSettings, 'width' | 'fieldDim'>, start: readonly number[], random: Random) {
    this.encoder = new FieldEncoder(shape, fieldDim, random.split('fields'));
    this.layers = new Mlp([this.encoder.width, 2 * width, start.length], random.split('layers'));
    tf.tidy(() => this.layers.biases.at(-1)!.assign(tf.tensor1d([...start])));
    this.variables = [...this.encoder.variables, ...this.layers.variables];
  }

  /** [B, outputs] */
  apply(batch: FeatureBatch): tf.Tensor2D {
    return this.layers.apply(this.encoder.apply(batch));
  }

  /** As `apply` for these rows, on a tape; `variables` in their order. */
  applyKept(tape: Tape, variables: readonly Node[], features: FeatureRows, rows: Uint32Array): Node {
    const count = this.encoder.variables.length;
    return perceptron(tape, keptFields(tape, this.encoder.nodes(variables.slice(0, count)), features, rows), this.layers.layers(variables.slice(count)));
  }

  dispose(): void {
    this.encoder.dispose();
    this.layers.dispose();
  }
}
