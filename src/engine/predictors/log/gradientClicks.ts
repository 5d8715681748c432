/** Networks that predict a label of 0 or 1: trained by gradients on batches of events, their probabilities made in chunks. */
import * as tf from '@tensorflow/tfjs-core';
import type { StateArrays } from '../../checkpoints/format';
import type { Node, Tape } from '../../cpu/tape';
import type { Random } from '../../math/random';
import type { HistoryAttention } from '../../records/click';
import { GradientTraining, type BatchPlace, type GradientSettings, type KeptLosses, type Losses } from '../training/gradientTraining';
import type { ClickPredictor } from './clickPredictor';
import type { PreparedLog } from './preparedLog';

/** Events predicted at once. */
const CHUNK = 4096;

/** What one network adds. Events are numbers in the log. */
export interface ClickModel {
  readonly variables: readonly tf.Variable[];
  /** As ClickPredictor.bits. */
  readonly bits: number;
  /** Losses of training events [B], differentiable in the variables. What it makes is disposed with the step. */
  losses(events: Uint32Array, place: BatchPlace): Losses;
  /** As `losses`, on a tape over kept memory: has given the gradients of the total loss to what it is made of. `variables`: nodes in their order. Absent: the plain form alone. */
  readonly keptLosses?: ((tape: Tape, variables: readonly Node[], events: Uint32Array, place: BatchPlace) => KeptLosses) | undefined;
  /** Log-odds of any events, [n] or [n, 1]; draws nothing at random. It is called in a tidy. */
  logits(events: Uint32Array): tf.Tensor;
  attention?(events: Uint32Array): Promise<HistoryAttention>;
  /** The source of chance that `losses` draws from. */
  readonly random?: Random;
  notes(): readonly string[];
  dispose(): void;
}

export interface ClickSettings extends GradientSettings {
  readonly patience: number;
  readonly selectBy: 'auc' | 'logLoss';
}

export class GradientClickPredictor implements ClickPredictor {
  readonly plannedSteps: number;
  readonly plannedEpochs: number;
  readonly patience: number;
  readonly selectBy: 'auc' | 'logLoss';
  readonly parameters: number;
  readonly bits: number;
  readonly attention?: Required<ClickPredictor>['attention'];
  private readonly training: GradientTraining;

  /** Takes the model over: it is disposed with the predictor. */
  constructor(
    private readonly model: ClickModel,
    settings: ClickSettings,
    { train }: Pick<PreparedLog, 'train'>,
    random: Random,
  ) {
    const eventsOf = ({ rows }: BatchPlace) => rows.map((row) => train[row]!);
    const trainable = {
      variables: model.variables, random: model.random,
      losses: (place: BatchPlace) => model.losses(eventsOf(place), place),
      keptLosses: model.keptLosses && ((tape: Tape, variables: readonly Node[], place: BatchPlace) => model.keptLosses!(tape, variables, eventsOf(place), place)),
    };
    this.training = new GradientTraining(trainable, settings, train.length, random);
    this.plannedSteps = this.training.plannedSteps;
    this.plannedEpochs = settings.epochs;
    this.patience = settings.patience;
    this.selectBy = settings.selectBy;
    this.parameters = this.training.parameters;
    this.bits = model.bits;
    if (model.attention) {
      this.attention = (events) => {
        this.training.flush();
        return model.attention!(events);
      };
    }
  }

  async trainStep(): ReturnType<ClickPredictor['trainStep']> {
    return this.training.trainStep();
  }

  async predict(events: Uint32Array): Promise<Float32Array> {
    this.training.flush();
    const probabilities = new Float32Array(events.length);
    for (let start = 0; start < events.length; start += CHUNK) {
      const logits = tf.tidy(() => this.model.logits(events.subarray(start, start + CHUNK)));
      (await logits.data<'float32'>()).forEach((logit, i) => (probabilities[start + i] = 1 / (1 + Math.exp(-logit))));
      logits.dispose();
    }
    return probabilities;
  }

  weights(): Promise<Readonly<Record<string, Float32Array>>> {
    return this.training.weights();
  }

  setWeights(weights: Readonly<Record<string, Float32Array>>): void {
    this.training.setWeights(weights);
  }

  state(): Promise<StateArrays> {
    return this.training.state();
  }

  restore(state: StateArrays): void {
    this.training.restore(state);
  }

  notes(): readonly string[] {
    return this.model.notes();
  }

  dispose(): void {
    this.training.dispose();
    this.model.dispose();
  }
}
