/** SASRec as a recommender: every position of a window of a training sequence is scored against all items. */
import type { StateArrays } from '../../../checkpoints/format';
import { fitsAttention } from '../../../cpu/blocks/attention';
import { fitsScratch } from '../../../cpu/scratch';
import { InputError } from '../../../errors';
import type { Random } from '../../../math/random';
import { dropoutMask } from '../../../nn/dropout';
import { rateAt } from '../../../nn/schedule';
import type { Step } from '../../../runs/task';
import { FaceTrainer } from '../../training/faceTrainer';
import { catalogueOf } from '../inputs';
import { epochsOf, LengthBatches } from '../lengthBatches';
import { emptyRankings, rankByScores, type Rankings } from '../ranking';
import type { Recommender, RetrievalDeclaration } from '../recommender';
import { SasrecNetwork, slotsOf } from './network';
import { sasrecSettings, type SasrecSettings } from './params';

const CLIP = 5;
/** Histories ranked at once. */
const CHUNK = 64;

/** @throws InputError where width and heads do not fit. */
export const createSasrec: RetrievalDeclaration['create'] = async (inputs, params, random) => {
  const settings = sasrecSettings(params);
  const { width, heads, history } = settings;
  if (width % heads !== 0) throw new InputError(`The width is ${width}, which ${heads} heads cannot share.`, 'Choose a width that is a multiple of the heads.');
  const { events, offsets } = inputs.sequences.training;
  // The newest items first: windows of history + 1 items, of which each begins with the last target of the one before it.
  const windows: Int32Array[] = [];
  for (let i = 0; i + 1 < offsets.length; i++) for (let end = offsets[i + 1]!; end - offsets[i]! > 1; end -= history) windows.push(events.subarray(Math.max(offsets[i]!, end - history - 1), end));
  return new Sasrec(windows, catalogueOf(inputs), settings, random);
};

class Sasrec implements Recommender {
  readonly plannedSteps: number;
  readonly plannedEpochs: number;
  readonly patience: number;
  readonly selectBy: SasrecSettings['selectBy'];
  readonly parameters: number;
  readonly scoring = 'logProbability';
  private readonly network: SasrecNetwork;
  private readonly trainer: FaceTrainer;
  private readonly batches: LengthBatches;
  private readonly dropout: Random;
  private done = 0;

  constructor(
    private readonly windows: readonly Int32Array[],
    private readonly items: number,
    private readonly settings: SasrecSettings,
    random: Random,
  ) {
    const { width, heads, history, batchSize } = settings;
    this.network = new SasrecNetwork(items, settings, random.split('network'));
    this.batches = new LengthBatches(windows.map(({ length }) => length), batchSize, random.split('batches'));
    this.dropout = random.split('dropout');
    this.plannedEpochs = epochsOf(settings, this.batches.perEpoch);
    this.plannedSteps = this.plannedEpochs * this.batches.perEpoch;
    this.patience = settings.patience;
    this.selectBy = settings.selectBy;
    this.parameters = this.network.weights.parameters;
    this.trainer = new FaceTrainer(this.network.weights.variables, { ...settings, clip: CLIP }, fitsScratch([width, items, batchSize * history]) && fitsAttention(history, width / heads));
  }

  async trainStep(): Promise<Omit<Step, 'level'>> {
    const { settings, batches, plannedSteps, plannedEpochs } = this;
    const windows = Array.from(batches.at(this.done), (row) => this.windows[row]!);
    const sequences = windows.map((window) => window.subarray(0, -1));
    const each = slotsOf(sequences);
    const rows = Int32Array.from(sequences.flatMap(({ length }, i) => Array.from({ length }, (_, slot) => i * each + slot)));
    const targets = Int32Array.from(windows.flatMap((window) => Array.from(window.subarray(1))));
    const chance = this.dropout.split(`step ${this.done}`);
    const dropping = settings.dropout > 0 ? (length: number) => dropoutMask(length, settings.dropout, chance) : null;
    const losses = this.trainer.step((face) => face.crossEntropy('next item', this.network.scores(face, { sequences, rows }, dropping), targets, 1), rateAt('linear', settings.learningRate, this.done, plannedSteps));
    const epoch = Math.floor(this.done / batches.perEpoch);
    this.done++;
    return { losses, items: targets.length, phase: `epoch ${epoch + 1} of ${plannedEpochs}`, epochEnded: this.done % batches.perEpoch === 0, done: this.done >= plannedSteps };
  }

  async rank(histories: readonly Int32Array[], targets: ArrayLike<number>): Promise<Rankings> {
    const { removeSeen } = this.settings;
    const rankings = emptyRankings(histories.length);
    await this.scored(histories, (i, scores) => {
      if (removeSeen) for (const item of histories[i]!) scores[item] = -Infinity;
      rankByScores(rankings, i, scores, targets[i]!);
    });
    return rankings;
  }

  async loss(histories: readonly Int32Array[], targets: ArrayLike<number>): Promise<number> {
    let sum = 0;
    await this.scored(histories, (i, scores) => (sum -= scores[targets[i]!]!));
    return sum / histories.length;
  }

  /** Calls `take` with the log probabilities of all items after each history; what it writes into them is lost. */
  private async scored(histories: readonly Int32Array[], take: (history: number, scores: Float32Array) => void): Promise<void> {
    const { items, settings: { history } } = this;
    for (let at = 0; at < histories.length; at += CHUNK) {
      const sequences = histories.slice(at, at + CHUNK).map((all) => all.subarray(Math.max(0, all.length - history)));
      const each = slotsOf(sequences);
      // An empty history is scored by a slot that holds zeros.
      const rows = Int32Array.from(sequences, ({ length }, i) => i * each + Math.max(0, length - 1));
      const scores = await this.trainer.read((face) => this.network.scores(face, { sequences, rows }, null));
      sequences.forEach((_, i) => {
        const own = scores.subarray(i * items, (i + 1) * items);
        toLogProbabilities(own);
        take(at + i, own);
      });
    }
  }

  weights(): Promise<Readonly<Record<string, Float32Array>>> {
    return this.trainer.weights();
  }

  setWeights(weights: Readonly<Record<string, Float32Array>>): void {
    this.trainer.setWeights(weights);
  }

  /** Batches and dropout follow from the step. */
  async state(): Promise<StateArrays> {
    return { ...(await this.trainer.state()), step: Float64Array.of(this.done) };
  }

  restore(state: StateArrays): void {
    this.trainer.restore(state);
    this.done = state.step![0]!;
  }

  notes(): readonly string[] {
    return [];
  }

  dispose(): void {
    this.trainer.dispose();
    this.network.dispose();
  }
}

function toLogProbabilities(scores: Float32Array): void {
  const most = scores.reduce((largest, score) => Math.max(largest, score), -Infinity);
  const total = most + Math.log(scores.reduce((sum, score) => sum + Math.exp(score - most), 0));
  for (let item = 0; item < scores.length; item++) scores[item]! -= total;
}
