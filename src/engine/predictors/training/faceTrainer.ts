/** Steps of AdamW over a network that is written over a face: in kept memory where the processor has it, in TensorFlow.js elsewhere. */
import * as tf from '@tensorflow/tfjs-core';
import type { StateArrays } from '../../checkpoints/format';
import { cpuRoad } from '../../cpu/road';
import { Tape, type Node } from '../../cpu/tape';
import { AdamW } from '../../nn/adamW';
import { clipNorm } from '../../nn/clipNorm';
import { asFloat32, KeptTraining } from '../../nn/keptTraining';
import { readVariables, writeVariables } from '../../nn/variables';
import type { Forward, Minimised } from '../../nn/face';
import { KeptFace } from '../../nn/keptFace';
import { PlainFace } from '../../nn/plainFace';

interface Kept {
  readonly training: KeptTraining;
  /** Of steps, and of computing alone: their shapes differ, and each keeps its memory. */
  readonly steps: Tape;
  readonly reads: Tape;
}

export class FaceTrainer {
  private readonly optimizer: AdamW;
  /** Null where steps run in TensorFlow.js. */
  private readonly kept: Kept | null;

  /** `clip`: the most that the norm of all gradients may be; absent: any. `fits`: whether the network's shapes fit the kernels of kept memory. The variables stay the caller's. */
  constructor(
    private readonly variables: readonly tf.Variable[],
    private readonly options: { readonly weightDecay: number; readonly clip?: number },
    fits: boolean,
  ) {
    this.optimizer = new AdamW(variables, options);
    const road = fits ? cpuRoad() : null;
    this.kept = road && { training: new KeptTraining(road, this.optimizer), steps: new Tape(road), reads: new Tape(road) };
  }

  /** One update; gives the losses by name. */
  step(minimised: Minimised, rate: number): Record<string, tf.Scalar | number> {
    return this.kept ? this.keptStep(this.kept, minimised, rate) : this.tensorStep(minimised, rate);
  }

  /** What the network computes with the weights as they are, row-major. It stands in `into`, longer or new where that is too short, which a caller that reads often gives again. */
  async read(forward: Forward, into?: Float32Array<ArrayBuffer>): Promise<Float32Array<ArrayBuffer>> {
    if (this.kept) {
      const { training, reads } = this.kept;
      // `begin` alone would forget that the last step is still to be brought back.
      training.flush();
      training.begin();
      reads.begin();
      const found = reads.view(forward(new KeptFace(reads, this.nodes(training))));
      if (!into) return found.slice();
      const whole = into.length >= found.length ? into : new Float32Array(found.length);
      whole.set(found);
      return whole;
    }
    const output = tf.tidy(() => forward(new PlainFace(this.variables)));
    const values = await output.data<'float32'>();
    output.dispose();
    return values as Float32Array<ArrayBuffer>;
  }

  weights(): Promise<Readonly<Record<string, Float32Array>>> {
    this.kept?.training.flush();
    return readVariables(this.named());
  }

  setWeights(weights: Readonly<Record<string, Float32Array>>): void {
    this.kept?.training.flush();
    writeVariables(this.named(), weights);
    this.kept?.training.changed();
  }

  /** Weights and moments. */
  async state(): Promise<StateArrays> {
    return { ...(await this.weights()), ...(await this.optimizer.state()) };
  }

  restore(state: StateArrays): void {
    writeVariables(this.named(), state);
    this.optimizer.restore(state);
    this.kept?.training.changed();
  }

  dispose(): void {
    this.kept?.steps.dispose();
    this.kept?.reads.dispose();
    this.kept?.training.dispose();
    this.optimizer.dispose();
  }

  private tensorStep(minimised: Minimised, rate: number): Record<string, tf.Scalar> {
    let losses: Record<string, tf.Scalar> = {};
    const { value, grads } = tf.variableGrads(
      () => {
        const face = new PlainFace(this.variables);
        minimised(face);
        losses = Object.fromEntries(Object.entries(face.losses).map(([name, loss]) => [name, tf.keep(tf.clone(loss))]));
        return face.total!;
      },
      [...this.variables],
    );
    const { clip } = this.options;
    const clipped = clip ? clipNorm(grads, clip) : grads;
    this.optimizer.apply(clipped, rate);
    tf.dispose([grads, clipped]);
    return { ...losses, total: value };
  }

  private keptStep({ training, steps }: Kept, minimised: Minimised, rate: number): Record<string, number> {
    training.begin();
    steps.begin();
    const nodes = this.nodes(training);
    const face = new KeptFace(steps, nodes);
    minimised(face);
    steps.backward();
    training.update(rate, this.options.clip ?? 0, [...nodes.keys()].filter((i) => nodes[i]!.touched));
    return asFloat32({ ...face.losses, total: face.total });
  }

  private nodes(training: KeptTraining): Node[] {
    return this.variables.map(({ shape, size }, i): Node => {
      const { address, gradient } = training.places[i]!;
      return { address, gradient, rows: size / shape.at(-1)!, columns: shape.at(-1)!, touched: false };
    });
  }

  private named(): Record<string, tf.Variable> {
    return Object.fromEntries(this.variables.map((variable, i) => [`weight.${i}`, variable]));
  }
}
