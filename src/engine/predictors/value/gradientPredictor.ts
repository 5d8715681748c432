/** Networks that predict a value from the features of a table: trained by gradients, their predictions made in chunks. */
import * as tf from '@tensorflow/tfjs-core';
import type { Node, Tape } from '../../cpu/tape';
import type { StateArrays } from '../../checkpoints/format';
import type { Random } from '../../math/random';
import { concatenated } from '../../math/rows';
import { disposeBatch, featureBatch, type FeatureBatch } from '../../nn/fieldEncoder';
import { GradientTraining, type BatchPlace, type KeptLosses, type Losses } from '../training/gradientTraining';
import type { FitData, FitStep, Prediction, Predictor } from './predictor';
import type { FeatureRows } from '../../records/features';
import type { TrainingSettings } from './trainingParams';

/** Rows predicted at once. */
const CHUNK = 4096;

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
  private readonly training: GradientTraining;
  private adjusted = false;

  /** Takes the model over: it is disposed with the predictor. */
  constructor(
    private readonly data: FitData,
    private readonly model: GradientModel,
    settings: Pick<TrainingSettings, 'epochs' | 'batchSize' | 'learningRate' | 'weightDecay' | 'patience' | 'selectBy'>,
    random: Random,
  ) {
    const { features } = data.train;
    const trainable = {
      variables: model.variables, random: model.random,
      losses: (place: BatchPlace) => model.losses(featureBatch(features, place.rows), place),
      keptLosses: model.keptLosses && ((tape: Tape, variables: readonly Node[], place: BatchPlace) => model.keptLosses!(tape, variables, features, place)),
    };
    this.training = new GradientTraining(trainable, settings, features.rows, random);
    this.plannedSteps = this.training.plannedSteps;
    this.plannedEpochs = settings.epochs;
    this.patience = settings.patience;
    this.selectBy = settings.selectBy;
    this.parameters = this.training.parameters;
    this.stages = model.stages ?? [];
    this.decode = model.decode && ((rows, thorough) => {
      this.training.flush();
      return model.decode!(rows, thorough);
    });
  }

  async trainStep(): Promise<FitStep> {
    this.adjusted = false;
    return this.training.trainStep();
  }

  async predict(features: FeatureRows): Promise<Prediction> {
    this.training.flush();
    if (!this.adjusted) await this.model.adjust?.((rows) => this.outputsOf(this.data.train.features, rows));
    this.adjusted = true;
    return this.model.read(await this.outputsOf(features, Uint32Array.from({ length: features.rows }, (_, row) => row)), features.rows);
  }

  weights(): Promise<Readonly<Record<string, Float32Array>>> {
    return this.training.weights();
  }

  setWeights(weights: Readonly<Record<string, Float32Array>>): void {
    this.training.setWeights(weights);
    this.adjusted = false;
  }

  state(): Promise<StateArrays> {
    return this.training.state();
  }

  restore(state: StateArrays): void {
    this.training.restore(state);
    this.adjusted = false;
  }

  notes(): readonly string[] {
    return this.model.notes?.() ?? [];
  }

  dispose(): void {
    this.training.dispose();
    this.model.dispose();
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
