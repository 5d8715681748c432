/** Training by gradients that all networks share: epochs of batches, AdamW, weights as named arrays, predictions in chunks. */
import * as tf from '@tensorflow/tfjs-core';
import { cpuRoad } from '../../cpu/road';
import { fitsScratch } from '../../cpu/scratch';
import { Tape, type Node } from '../../cpu/tape';
import type { StateArrays } from '../../checkpoints/format';
import type { Random } from '../../math/random';
import { concatenated } from '../../math/rows';
import { AdamW } from '../../nn/adamW';
import { asFloat32, KeptTraining } from '../../nn/keptTraining';
import { disposeBatch, featureBatch, type FeatureBatch } from '../../nn/fieldEncoder';
import { readVariables, writeVariables } from '../../nn/variables';
import { Batches } from '../../quantizers/batches';
import type { FitData, FitStep, Prediction, Predictor } from './predictor';
import type { FeatureRows } from '../../records/features';
import type { TrainingSettings } from './trainingParams';

/** Rows predicted at once. */
const CHUNK = 4096;

/** What is minimised, and the terms shown beside it. */
export interface Losses {
  readonly total: tf.Scalar;
  readonly terms?: Readonly<Record<string, tf.Scalar | number>>;
}

/** Of a batch: the positions of its rows among the training rows [B], and the 0-based epoch. */
export interface BatchPlace {
  readonly rows: Uint32Array;
  readonly epoch: number;
}

/** The same as numbers. */
export interface KeptLosses {
  readonly total: number;
  readonly terms?: Readonly<Record<string, number>>;
}

/** What one method adds. */
export interface GradientModel {
  readonly variables: readonly tf.Variable[];
  /** Names of the partial sums, as Predictor.stages. */
  readonly stages?: readonly string[];
  /** Losses of a batch, differentiable in the variables. What it makes is disposed with the step. */
  losses(batch: FeatureBatch, place: BatchPlace): Losses;
  /** As `losses`, on a tape over kept memory: has given the gradients of the total loss to what it is made of. `variables`: nodes in their order. Absent: the plain form alone. */
  readonly keptLosses?: ((tape: Tape, variables: readonly Node[], features: FeatureRows, place: BatchPlace) => KeptLosses) | undefined;
  /** Outputs of a batch [B, any width], which `read` understands. */
  outputs(batch: FeatureBatch): tf.Tensor2D;
  /** Outputs of n rows [n, width], row-major, in the unit of the target. */
  read(outputs: Float32Array, rows: number): Prediction;
  /** Called before predictions whenever the weights have moved, with outputs of training rows (positions) on demand. */
  adjust?(trainingOutputs: (rows: Uint32Array) => Promise<Float32Array>): Promise<void>;
  /** RQ-Reg only; as in Predictor. */
  readonly decode?: Predictor['decode'];
  /** The source of chance that `losses` draws from. */
  readonly random?: Random;
  notes?(): readonly string[];
  dispose(): void;
}

export class GradientPredictor implements Predictor {
  readonly plannedSteps: number;
  readonly plannedEpochs: number;
  readonly patience: number;
  readonly selectBy: 'mae' | 'rmse';
  readonly parameters: number;
  readonly stages: readonly string[];
  readonly decode?: Predictor['decode'];
  private readonly optimizer: AdamW;
  private readonly batches: Batches;
  private readonly stepsPerEpoch: number;
  /** Where steps run in the processor's kept memory; null elsewhere. */
  private readonly kept: { readonly tape: Tape; readonly training: KeptTraining } | null;
  private step = 0;
  private adjusted = false;

  /** Takes the model over: it is disposed with the predictor. */
  constructor(
    private readonly data: FitData,
    private readonly model: GradientModel,
    private readonly settings: Pick<TrainingSettings, 'epochs' | 'batchSize' | 'learningRate' | 'weightDecay' | 'patience' | 'selectBy'>,
    random: Random,
  ) {
    this.batches = new Batches(data.train.features.rows, settings.batchSize, random.split('batches'));
    this.stepsPerEpoch = Math.floor(data.train.features.rows / this.batches.size);
    this.plannedEpochs = settings.epochs;
    this.plannedSteps = settings.epochs * this.stepsPerEpoch;
    this.patience = settings.patience;
    this.selectBy = settings.selectBy;
    this.parameters = model.variables.reduce((sum, variable) => sum + variable.size, 0);
    this.stages = model.stages ?? [];
    this.decode = model.decode && ((rows, thorough) => {
      this.kept?.training.flush();
      return model.decode!(rows, thorough);
    });
    this.optimizer = new AdamW(model.variables, { weightDecay: settings.weightDecay });
    const road = model.keptLosses && fitsScratch([...model.variables.flatMap(({ shape }) => shape.slice(-1)), this.batches.size]) ? cpuRoad() : null;
    this.kept = road && { tape: new Tape(road), training: new KeptTraining(road, this.optimizer) };
  }

  async trainStep(): Promise<FitStep> {
    const { step, stepsPerEpoch, settings } = this;
    const epoch = Math.floor(step / stepsPerEpoch);
    const rows = this.batches.next();
    const losses = this.kept ? this.keptStep({ rows, epoch }) : this.tensorStep({ rows, epoch });
    this.adjusted = false;
    this.step++;
    return {
      losses,
      items: rows.length,
      phase: `epoch ${epoch + 1} of ${settings.epochs}`,
      epochEnded: this.step % stepsPerEpoch === 0,
      done: this.step >= this.plannedSteps,
    };
  }

  async predict(features: FeatureRows): Promise<Prediction> {
    this.kept?.training.flush();
    if (!this.adjusted) await this.model.adjust?.((rows) => this.outputsOf(this.data.train.features, rows));
    this.adjusted = true;
    return this.model.read(await this.outputsOf(features, Uint32Array.from({ length: features.rows }, (_, row) => row)), features.rows);
  }

  weights(): Promise<Readonly<Record<string, Float32Array>>> {
    this.kept?.training.flush();
    return readVariables(this.named());
  }

  setWeights(weights: Readonly<Record<string, Float32Array>>): void {
    this.kept?.training.flush();
    writeVariables(this.named(), weights);
    this.kept?.training.changed();
    this.adjusted = false;
  }

  async state(): Promise<StateArrays> {
    const { model, optimizer, batches, step } = this;
    this.kept?.training.flush();
    return { ...(await readVariables(this.named())), ...(await optimizer.state()), ...batches.state(), step: Float64Array.of(step), ...(model.random && { random: model.random.state() }) };
  }

  restore(state: StateArrays): void {
    writeVariables(this.named(), state);
    this.optimizer.restore(state);
    this.kept?.training.changed();
    this.batches.restore(state);
    this.step = state.step![0]!;
    this.model.random?.restore(state.random!);
    this.adjusted = false;
  }

  notes(): readonly string[] {
    return this.model.notes?.() ?? [];
  }

  dispose(): void {
    this.kept?.tape.dispose();
    this.kept?.training.dispose();
    this.optimizer.dispose();
    this.model.dispose();
  }

  private tensorStep(place: BatchPlace): Record<string, tf.Scalar | number> {
    const { model } = this;
    const batch = featureBatch(this.data.train.features, place.rows);
    let terms: Readonly<Record<string, tf.Scalar | number>> = {};
    const { value, grads } = tf.variableGrads(
      () => {
        const losses = model.losses(batch, place);
        terms = Object.fromEntries(Object.entries(losses.terms ?? {}).map(([name, term]) => [name, typeof term === 'number' ? term : tf.keep(term)]));
        return losses.total;
      },
      [...model.variables],
    );
    this.optimizer.apply(grads, this.settings.learningRate);
    tf.dispose(grads);
    disposeBatch(batch);
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
    const { total, terms } = this.model.keptLosses!(tape, nodes, this.data.train.features, place);
    tape.backward();
    training.update(this.settings.learningRate, 0, [...nodes.keys()].filter((i) => nodes[i]!.touched));
    return asFloat32({ ...terms, total });
  }

  private named(): Record<string, tf.Variable> {
    return Object.fromEntries(this.model.variables.map((variable, i) => [`weight.${i}`, variable]));
  }

  /** Outputs of these rows, chunk after chunk. */
  private async outputsOf(features: FeatureRows, rows: Uint32Array): Promise<Float32Array> {
    const chunks: Float32Array[] = [];
    for (let start = 0; start < rows.length; start += CHUNK) {
      const batch = featureBatch(features, rows.subarray(start, start + CHUNK));
      const outputs = tf.tidy(() => this.model.outputs(batch));
      chunks.push(await outputs.data<'float32'>());
      outputs.dispose();
      disposeBatch(batch);
    }
    return concatenated(chunks);
  }
}
