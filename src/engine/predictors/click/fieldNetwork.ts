/**
 * Networks over fields: v_f [w] is the embedding of field f, u = [v_1 .. v_F]. FNN (Zhang et al., 1601.02376): logit = MLP(u); here its tables start from random normal numbers, not from a
 * factorisation machine. IPNN (Qu et al., 1611.00144): logit = MLP([u, v_i . v_j for i < j]). A vector of the item is one more field, x W + b.
 */
import * as tf from '@tensorflow/tfjs-core';
import { binaryCrossEntropy as keptCrossEntropy } from '../../cpu/blocks/binaryCrossEntropy';
import { embedding as keptEmbedding } from '../../cpu/blocks/embedding';
import { dense, perceptron, sideBySide } from '../../cpu/blocks/layers';
import { pairProducts as keptPairProducts } from '../../cpu/blocks/pairProducts';
import type { Node, Tape } from '../../cpu/tape';
import type { Random } from '../../math/random';
import { Mlp } from '../../nn/mlp';
import { binaryCrossEntropy } from '../../ops/binaryCrossEntropy';
import { embedding } from '../../ops/embedding';
import { pairProducts } from '../../ops/pairProducts';
import type { Params } from '../../records/params';
import type { ClickDeclaration } from '../log/clickPredictor';
import { GradientClickPredictor, type ClickModel } from '../log/gradientClicks';
import type { LogInputs } from '../log/inputs';
import type { PreparedLog } from '../log/preparedLog';
import type { KeptLosses, Losses } from '../training/gradientTraining';
import { batchIds, tableLayout, type BatchIds } from './batchIds';
import { knownFields, type KnownFields } from './knownFields';
import { networkSettings, type NetworkSettings } from './networkParams';

/** Spread of the embeddings at first. */
const SPREAD = 0.01;

/** `pairs`: IPNN, with inner products of all pairs of fields; else FNN. */
export const createFieldNetwork = (pairs: boolean): ClickDeclaration['create'] => async (inputs, params, random) => {
  const model = fieldNetwork(inputs, params, pairs, random);
  return new GradientClickPredictor(model, networkSettings(params), inputs.events, random);
};

export function fieldNetwork(inputs: LogInputs, params: Params, pairs: boolean, random: Random): FieldNetwork {
  return new FieldNetwork(knownFields(inputs, params, random.split('shuffled codes')), inputs.events, networkSettings(params), pairs, random.split('network'));
}

export class FieldNetwork implements ClickModel {
  readonly variables: readonly tf.Variable[];
  readonly bits: number;
  readonly random: Random;
  /** [values of all fields, w], field after field. */
  private readonly table: tf.Variable;
  /** [dim, w] and [w]; null without vectors. */
  private readonly projection: Mlp | null;
  private readonly layers: Mlp;
  private readonly offsets: readonly number[];
  /** Fields with the vector, which comes last. */
  private readonly fields: number;
  /** Training labels, by event. */
  private readonly labels: Uint8Array;

  constructor(
    private readonly known: KnownFields,
    { labels, train }: PreparedLog,
    private readonly settings: NetworkSettings,
    private readonly pairs: boolean,
    random: Random,
  ) {
    const { width, hidden } = settings;
    const { offsets, rows } = tableLayout(known);
    const normal = random.split('table');
    this.offsets = offsets;
    this.table = tf.tidy(() => tf.variable(tf.tensor2d(Float32Array.from({ length: rows * width }, () => SPREAD * normal.normal()), [rows, width])));
    this.projection = known.vectors && new Mlp([known.vectors.dim, width], random.split('vectors'));
    this.fields = known.fields.length + (known.vectors ? 1 : 0);
    this.layers = new Mlp([this.fields * width + (pairs ? (this.fields * (this.fields - 1)) / 2 : 0), ...hidden, 1], random.split('layers'));
    const share = train.reduce((sum, event) => sum + labels[event]!, 0) / train.length;
    tf.tidy(() => this.layers.biases.at(-1)!.assign(tf.tensor1d([Math.log(share / (1 - share))])));
    this.variables = [this.table, ...(this.projection?.variables ?? []), ...this.layers.variables];
    this.labels = labels;
    this.bits = known.bits;
    this.random = random.split('left out');
  }

  losses(events: Uint32Array): Losses {
    const { logits, found } = this.apply(this.batch(events, true));
    const logLoss = binaryCrossEntropy(logits, Float32Array.from(events, (event) => this.labels[event]!));
    const penalty = tf.mul(this.settings.l2 / events.length, tf.sum(tf.square(found)));
    return { total: tf.add(logLoss, penalty) as tf.Scalar, terms: { logLoss } };
  }

  keptLosses(tape: Tape, variables: readonly Node[], events: Uint32Array): KeptLosses {
    const { l2 } = this.settings;
    const { logits, found } = this.applyKept(tape, variables, this.batch(events, true));
    const logLoss = keptCrossEntropy(tape, logits, Float32Array.from(events, (event) => this.labels[event]!));
    const values = tape.view(found);
    let squares = 0;
    for (let i = 0; i < values.length; i++) squares += values[i]! * values[i]!;
    const factor = l2 / events.length;
    if (l2 > 0) tape.give(found, (out) => tape.road.memory.floats(out, values.length).forEach((_, i, slopes) => (slopes[i] = 2 * factor * values[i]!)));
    return { total: logLoss + factor * squares, terms: { logLoss } };
  }

  logits(events: Uint32Array): tf.Tensor {
    return this.apply(this.batch(events, false)).logits;
  }

  notes(): readonly string[] {
    return this.known.notes;
  }

  dispose(): void {
    this.table.dispose();
    this.projection?.dispose();
    this.layers.dispose();
  }

  private batch(events: Uint32Array, training: boolean): BatchIds {
    const { known, offsets, random, settings: { codeDropout } } = this;
    return batchIds(known, offsets, events, training ? { share: codeDropout, random } : undefined);
  }

  /** Logits [n, 1], and the embeddings looked up, [n fields, w]. */
  private apply({ rows, ids, vectors }: BatchIds): { logits: tf.Tensor2D; found: tf.Tensor2D } {
    const { width } = this.settings;
    const { known, fields } = this;
    const found = embedding(this.table as unknown as tf.Tensor2D, ids);
    const ofIds = tf.reshape(found, [rows, known.fields.length * width]) as tf.Tensor2D;
    const u = vectors ? tf.concat([ofIds, this.projection!.apply(tf.tensor2d(vectors, [rows, known.vectors!.dim]), true)], 1) : ofIds;
    const input = this.pairs ? tf.concat([u, pairProducts(tf.reshape(u, [rows, fields, width]) as tf.Tensor3D)], 1) : u;
    return { logits: this.layers.apply(input), found };
  }

  private applyKept(tape: Tape, variables: readonly Node[], { rows, ids, vectors }: BatchIds): { logits: Node; found: Node } {
    const { width } = this.settings;
    const { known, fields, projection } = this;
    const [table, ...rest] = variables as [Node, ...Node[]];
    const found = reshaped(tape, keptEmbedding(tape, table, ids), rows, known.fields.length * width);
    const u = vectors ? sideBySide(tape, [found, dense(tape, tape.data(vectors, rows, known.vectors!.dim), projection!.layers(rest.slice(0, 2))[0]!, false)]) : found;
    const input = this.pairs ? sideBySide(tape, [u, keptPairProducts(tape, u, fields)]) : u;
    return { logits: perceptron(tape, input, this.layers.layers(projection ? rest.slice(2) : rest)), found };
  }
}

/** The same numbers in another shape; its gradient is that of `x`. */
function reshaped(tape: Tape, x: Node, rows: number, columns: number): Node {
  const view = { ...x, rows, columns };
  tape.record(view, () => (x.touched = true));
  return view;
}
