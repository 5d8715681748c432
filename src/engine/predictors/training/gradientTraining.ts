/** Training by gradients that all networks share, whatever rows they read: epochs of batches, AdamW, weights as named arrays, steps in kept memory where there is one. */
import * as tf from '@tensorflow/tfjs-core';
import { cpuRoad } from '../../cpu/road';
import { fitsScratch } from '../../cpu/scratch';
import { Tape, type Node } from '../../cpu/tape';
import type { StateArrays } from '../../checkpoints/format';
import type { Random } from '../../math/random';
import { AdamW } from '../../nn/adamW';
import { asFloat32, KeptTraining } from '../../nn/keptTraining';
import { readVariables, writeVariables } from '../../nn/variables';
import { Batches } from '../../quantizers/batches';
import type { Step } from '../../runs/task';

/** What is minimised, and the terms shown beside it. */
export interface Losses {
  readonly total: tf.Scalar;
  readonly terms?: Readonly<Record<string, tf.Scalar | number>>;
}

/** The same as numbers. */
export interface KeptLosses {
  readonly total: number;
  readonly terms?: Readonly<Record<string, number>>;
}

/** Of a batch: the positions of its rows among the training rows [B], and the 0-based epoch. */
export interface BatchPlace {
  readonly rows: Uint32Array;
  readonly epoch: number;
}

/** What is trained. */
export interface Trainable {
  readonly variables: readonly tf.Variable[];
  /** Losses of a batch, differentiable in the variables. What it makes is disposed with the step. */
  losses(place: BatchPlace): Losses;
  /** As `losses`, on a tape over kept memory: has given the gradients of the total loss to what it is made of. `variables`: nodes in their order. Absent: the plain form alone. */
  readonly keptLosses?: ((tape: Tape, variables: readonly Node[], place: BatchPlace) => KeptLosses) | undefined;
  /** The source of chance that `losses` draws from. */
  readonly random?: Random | undefined;
}

export interface GradientSettings {
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number;
  readonly weightDecay: number;
}

export class GradientTraining {
  readonly plannedSteps: number;
  readonly parameters: number;
  private readonly optimizer: AdamW;
  private readonly batches: Batches;
  private readonly stepsPerEpoch: number;
  /** Where steps run in the processor's kept memory; null elsewhere. */
  private readonly kept: { readonly tape: Tape; readonly training: KeptTraining } | null;
  private step = 0;

  /** The variables stay the model's. `rows`: how many training rows there are. */
  constructor(
    private readonly model: Trainable,
    private readonly settings: GradientSettings,
    rows: number,
    random: Random,
  ) {
    this.batches = new Batches(rows, settings.batchSize, random.split('batches'));
    this.stepsPerEpoch = Math.floor(rows / this.batches.size);
    this.plannedSteps = settings.epochs * this.stepsPerEpoch;
    this.parameters = model.variables.reduce((sum, variable) => sum + variable.size, 0);
    this.optimizer = new AdamW(model.variables, { weightDecay: settings.weightDecay });
    const road = model.keptLosses && fitsScratch([...model.variables.flatMap(({ shape }) => shape.slice(-1)), this.batches.size]) ? cpuRoad() : null;
    this.kept = road && { tape: new Tape(road), training: new KeptTraining(road, this.optimizer) };
  }

  trainStep(): Omit<Step, 'level'> & { readonly epochEnded: boolean } {
    const { step, stepsPerEpoch, settings } = this;
    const epoch = Math.floor(step / stepsPerEpoch);
    const rows = this.batches.next();
    const losses = this.kept ? this.keptStep({ rows, epoch }) : this.tensorStep({ rows, epoch });
    this.step++;
    return {
      losses,
      items: rows.length,
      phase: `epoch ${epoch + 1} of ${settings.epochs}`,
      epochEnded: this.step % stepsPerEpoch === 0,
      done: this.step >= this.plannedSteps,
    };
  }

  /** Before the variables are read as tensors: they hold what the last step left. */
  flush(): void {
    this.kept?.training.flush();
  }

  weights(): Promise<Readonly<Record<string, Float32Array>>> {
    this.flush();
    return readVariables(this.named());
  }

  setWeights(weights: Readonly<Record<string, Float32Array>>): void {
    this.flush();
    writeVariables(this.named(), weights);
    this.kept?.training.changed();
  }

  async state(): Promise<StateArrays> {
    const { model, optimizer, batches, step } = this;
    this.flush();
    return { ...(await readVariables(this.named())), ...(await optimizer.state()), ...batches.state(), step: Float64Array.of(step), ...(model.random && { random: model.random.state() }) };
  }

  restore(state: StateArrays): void {
    writeVariables(this.named(), state);
    this.optimizer.restore(state);
    this.kept?.training.changed();
    this.batches.restore(state);
    this.step = state.step![0]!;
    this.model.random?.restore(state.random!);
  }

  dispose(): void {
    this.kept?.tape.dispose();
    this.kept?.training.dispose();
    this.optimizer.dispose();
  }

  private tensorStep(place: BatchPlace): Record<string, tf.Scalar | number> {
    let terms: Readonly<Record<string, tf.Scalar | number>> = {};
    const { value, grads } = tf.variableGrads(
      () => {
        const losses = this.model.losses(place);
        terms = Object.fromEntries(Object.entries(losses.terms ?? {}).map(([name, term]) => [name, typeof term === 'number' ? term : tf.keep(term)]));
        return losses.total;
      },
      [...this.model.variables],
    );
    this.optimizer.apply(grads, this.settings.learningRate);
    tf.dispose(grads);
    return { ...terms, total: value };
  }

  private keptStep(place: BatchPlace): Record<string, number> {
    const { tape, training } = this.kept!;
    training.begin();
    tape.begin();
    const nodes = this.model.variables.map(({ shape, size }, i): Node => {
      const { address, gradient } = training.places[i]!;
      return { address, gradient, rows: size / shape.at(-1)!, columns: shape.at(-1)!, touched: false };
    });
    const { total, terms } = this.model.keptLosses!(tape, nodes, place);
    tape.backward();
    training.update(this.settings.learningRate, 0, [...nodes.keys()].filter((i) => nodes[i]!.touched));
    return asFloat32({ ...terms, total });
  }

  private named(): Record<string, tf.Variable> {
    return Object.fromEntries(this.model.variables.map((variable, i) => [`weight.${i}`, variable]));
  }
}
