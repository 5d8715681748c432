/** A source model in training: its steps over rows by themselves or over users in time, what it predicts, and the vectors that it leaves of events. */
import type * as tf from '@tensorflow/tfjs-core';
import type { StateArrays } from '../../../checkpoints/format';
import { fitsAttention } from '../../../cpu/blocks/attention';
import { fitsScratch } from '../../../cpu/scratch';
import type { Random } from '../../../math/random';
import { concatenated } from '../../../math/rows';
import { cosineRate } from '../../../nn/schedule';
import { TRAIN } from '../../log/parts';
import type { EpochTrained } from '../../training/epochs';
import type { Face } from '../../../nn/face';
import { Passes } from '../passes';
import { FaceTrainer } from '../../training/faceTrainer';
import { SourceNetwork } from './network';
import type { SourceSettings } from './params';
import { piecesOf, sequencesOf, stretchesOf, type Stretch } from './sequences';
import type { SourceData } from './sourceData';

/** Rows computed at once, and sequences. */
const ROWS = 4096;
const GROUPS = 64;
const WARM_UP = 20;

export class SourceModel implements EpochTrained {
  readonly plannedSteps: number;
  readonly plannedEpochs: number;
  readonly patience: number;
  readonly selectBy: SourceSettings['selectBy'];
  readonly parameters: number;
  readonly network: SourceNetwork;
  /** Numbers of the vector of an event. */
  readonly vectorDim: number;
  private readonly trainer: FaceTrainer;
  private readonly passes: Passes;
  /** Pieces of users that train; empty where rows stand by themselves. */
  private readonly pieces: readonly Stretch[];
  private done = 0;

  constructor(
    readonly data: SourceData,
    readonly settings: SourceSettings,
    random: Random,
  ) {
    const { epochs, length, dim, width, heads, layers, hidden } = settings;
    const shape = { fields: data.fields.count, entries: data.fields.size, ownHead: settings.ownLoss > 0, layers: this.inUserOrder ? layers : 0, product: this.inUserOrder, decompressed: hidden.at(-1)! };
    this.network = new SourceNetwork({ ...settings, ...shape }, random.split('network'));
    this.pieces = this.inUserOrder ? piecesOf(data.seen, length, data.start) : [];
    this.passes = this.inUserOrder
      ? new Passes(this.pieces.length, settings.usersPerBatch, settings.passes, random.split('users'))
      : new Passes(data.learned.length, settings.batchSize, settings.passes, random.split('rows'));
    this.vectorDim = this.inUserOrder && settings.store === 'after' ? width : dim;
    this.plannedEpochs = epochs;
    this.plannedSteps = epochs * this.passes.stepsPerEpoch;
    this.patience = settings.patience;
    this.selectBy = settings.selectBy;
    const { weights } = this.network;
    this.parameters = weights.parameters;
    // Weight gradients sum over the rows of a batch, which lie between their operands.
    const longest = this.inUserOrder ? settings.usersPerBatch * length : settings.batchSize;
    const widths = [data.fields.count * settings.fieldDim + hidden.at(-1)!, ...hidden, 4 * width, dim, longest];
    this.trainer = new FaceTrainer(weights.variables, settings, fitsScratch(widths) && fitsAttention(2 * length, width / heads));
  }

  private get inUserOrder(): boolean {
    return this.settings.order === 'user';
  }

  trainStep(): { losses: Record<string, tf.Scalar | number>; items: number; phase: string; epochEnded: boolean; done: boolean } {
    const { settings, passes, plannedSteps } = this;
    const epoch = Math.floor(this.done / passes.stepsPerEpoch);
    const rate = cosineRate(settings.learningRate, this.done, plannedSteps, WARM_UP);
    const { losses, items } = this.inUserOrder ? this.userStep(rate) : this.rowStep(rate);
    this.done++;
    return { losses, items, phase: `epoch ${epoch + 1} of ${settings.epochs}`, epochEnded: this.done % passes.stepsPerEpoch === 0, done: this.done >= plannedSteps };
  }

  /** Probabilities of these events (rising), each with the rows of its user before it. */
  async predict(events: Uint32Array): Promise<Float32Array> {
    const logits = await this.outputsOf(events, (face, g, e) => this.network.logits(face, g, e));
    return logits.map((logit) => 1 / (1 + Math.exp(-logit)));
  }

  /** Vectors of these events (rising) [n, vectorDim]: before SIT or after it, as the settings say; as the network leaves them, not standardised. */
  encode(events: Uint32Array): Promise<Float32Array> {
    return this.settings.store === 'after' ? this.outputsOf(events, (_, g) => g) : this.rowsOf(events, (_, c) => c);
  }

  weights(): Promise<Readonly<Record<string, Float32Array>>> {
    return this.trainer.weights();
  }

  setWeights(weights: Readonly<Record<string, Float32Array>>): void {
    this.trainer.setWeights(weights);
  }

  /** What the network computes with the weights as they are, for who has rows of another shape. */
  read(forward: <X>(face: Face<X>, network: SourceNetwork) => X): Promise<Float32Array> {
    return this.trainer.read((face) => forward(face, this.network));
  }

  async state(): Promise<StateArrays> {
    return { ...(await this.trainer.state()), ...this.passes.state(), step: Float64Array.of(this.done) };
  }

  restore(state: StateArrays): void {
    this.trainer.restore(state);
    this.passes.restore(state);
    this.done = state.step![0]!;
  }

  dispose(): void {
    this.trainer.dispose();
    this.network.dispose();
  }

  private rowStep(rate: number) {
    const events = this.passes.next().map((at) => this.data.learned[at]!);
    const labels = this.labels(events);
    const weights = new Float32Array(events.length).fill(1);
    const losses = this.trainer.step((face) => {
      const e = this.network.embed(face, this.data.fields.ids(events));
      face.loss('prediction', this.network.logits(face, this.network.compress(face, e), e), labels, weights, 1);
    }, rate);
    return { losses, items: events.length };
  }

  private userStep(rate: number) {
    const { data: { fields, times, events }, settings: { length, ownLoss }, network } = this;
    const sequences = sequencesOf(Array.from(this.passes.next(), (at) => this.pieces[at]!), length, times);
    const { rows, outputRows } = sequences;
    const learned = Float32Array.from(outputRows, (event) => (events.parts[event] === TRAIN ? 1 : 0));
    const labels = this.labels(outputRows);
    const losses = this.trainer.step((face) => {
      const e = network.embed(face, fields.ids(rows));
      const c = network.compress(face, e);
      // Pieces give all of their rows as outputs, in their order.
      face.loss('prediction', network.logits(face, network.mix(face, c, sequences), e), labels, learned, 1);
      if (ownLoss > 0) face.loss('own', network.ownLogits(face, c), labels, learned, ownLoss);
    }, rate);
    return { losses, items: rows.length };
  }

  private labels(events: ArrayLike<number>): Float32Array {
    return Float32Array.from(events, (event) => this.data.events.labels[event]!);
  }

  /** Rows of c, each by itself, with their e. */
  private async rowsOf(events: Uint32Array, then: <X>(face: Face<X>, c: X, e: X) => X): Promise<Float32Array> {
    const chunks: Float32Array[] = [];
    for (let at = 0; at < events.length; at += ROWS) {
      const ids = this.data.fields.ids(events.subarray(at, at + ROWS));
      chunks.push(await this.trainer.read((face) => {
        const e = this.network.embed(face, ids);
        return then(face, this.network.compress(face, e), e);
      }));
    }
    return concatenated(chunks);
  }

  /** Rows of g, after SIT, or c where there is none, with their e. */
  private async outputsOf(events: Uint32Array, then: <X>(face: Face<X>, g: X, e: X) => X): Promise<Float32Array> {
    if (!this.inUserOrder) return this.rowsOf(events, then);
    const { data: { fields, times, start }, settings: { length }, network } = this;
    const stretches = stretchesOf(events, length, start);
    const chunks: Float32Array[] = [];
    for (let at = 0; at < stretches.length; at += GROUPS) {
      const sequences = sequencesOf(stretches.slice(at, at + GROUPS), length, times);
      chunks.push(await this.trainer.read((face) => {
        const e = network.embed(face, fields.ids(sequences.rows));
        return then(face, network.mix(face, network.compress(face, e), sequences), face.embedding(e, sequences.outputPlaces));
      }));
    }
    return concatenated(chunks);
  }
}
