/** The reader of histories as a predictor of labels: batches of training events, steps, probabilities, and what it attends to. */
import type { StateArrays } from '../../../checkpoints/format';
import { fitsAttention } from '../../../cpu/blocks/attention';
import { fitsScratch } from '../../../cpu/scratch';
import { InputError } from '../../../errors';
import type { Random } from '../../../math/random';
import { concatenated } from '../../../math/rows';
import { dropoutMask } from '../../../nn/dropout';
import { cosineRate } from '../../../nn/schedule';
import type { HistoryAttention } from '../../../records/click';
import type { Params } from '../../../records/params';
import type { Step } from '../../../runs/task';
import type { ClickPredictor } from '../../log/clickPredictor';
import type { LogInputs } from '../../log/inputs';
import { Passes } from '../passes';
import { FaceTrainer } from '../../training/faceTrainer';
import { attentionOf } from './attention';
import { ReaderData } from './batch';
import { ReaderNetwork, type Dropouts } from './network';
import { readerSettings, type ReaderSettings } from './params';

/** Events predicted at once. */
const CHUNK = 1024;
const WARM_UP = 20;
/** Numbers of a vector of zeros where no store is joined. */
const ZERO_DIM = 16;

/** @throws InputError where the store is missing or is not of this log. */
export async function createReader({ events, store }: LogInputs, params: Params, random: Random): Promise<ClickPredictor> {
  const settings = readerSettings(params, store !== undefined);
  if (store && store.data.length !== events.log.events * store.dim) {
    const wanted = `${events.log.events} were wanted, one for each event of ${events.log.name}`;
    throw new InputError(`The store has ${store.data.length / store.dim} vectors; ${wanted}.`, 'Join a source model that ran on the same log.');
  }
  const used = settings.history === 'store' ? store! : null;
  return new HistoryReader(new ReaderData(events, used, settings, store?.dim ?? ZERO_DIM), settings, used?.bits ?? 0, random);
}

export class HistoryReader implements ClickPredictor {
  readonly plannedSteps: number;
  readonly plannedEpochs: number;
  readonly patience: number;
  readonly selectBy: ReaderSettings['selectBy'];
  readonly parameters: number;
  private readonly network: ReaderNetwork;
  private readonly trainer: FaceTrainer;
  private readonly passes: Passes;
  private readonly dropout: Random;
  private done = 0;

  /** `bits`: of a stored vector; 0 where none is read. */
  constructor(
    private readonly data: ReaderData,
    private readonly settings: ReaderSettings,
    readonly bits: number,
    random: Random,
  ) {
    const { epochs, batchSize, patience, selectBy, hidden, width, length, heads } = settings;
    this.network = new ReaderNetwork(data, settings, random.split('network'));
    this.passes = new Passes(data.events.train.length, batchSize, 1, random.split('rows'));
    this.dropout = random.split('dropout');
    this.plannedEpochs = epochs;
    this.plannedSteps = epochs * this.passes.stepsPerEpoch;
    this.patience = patience;
    this.selectBy = selectBy;
    const { weights, tokenWidth } = this.network;
    this.parameters = weights.parameters;
    const inputs = (data.fields.count + data.bagFields) * settings.fieldDim + 1 + width;
    const rows = this.passes.size * (settings.history === 'none' ? 1 : length);
    this.trainer = new FaceTrainer(weights.variables, settings, fitsScratch([inputs, ...hidden, 4 * width, heads * tokenWidth, 3 * tokenWidth, data.dim, rows]) && fitsAttention(length, tokenWidth));
  }

  async trainStep(): Promise<Omit<Step, 'level'>> {
    const { settings, passes, plannedSteps, data: { events } } = this;
    const epoch = Math.floor(this.done / passes.stepsPerEpoch);
    const rows = passes.next().map((at) => events.train[at]!);
    const batch = this.data.batch(rows);
    const labels = Float32Array.from(rows, (event) => events.labels[event]!);
    const weights = new Float32Array(rows.length).fill(1);
    const dropouts = settings.dropout > 0 ? this.drawDropouts(rows.length) : null;
    const learningRate = cosineRate(settings.learningRate, this.done, plannedSteps, WARM_UP);
    const losses = this.trainer.step((face) => face.loss('prediction', this.network.logits(face, batch, dropouts), labels, weights, 1), learningRate);
    this.done++;
    return { losses, items: rows.length, phase: `epoch ${epoch + 1} of ${settings.epochs}`, epochEnded: this.done % passes.stepsPerEpoch === 0, done: this.done >= plannedSteps };
  }

  async predict(events: Uint32Array): Promise<Float32Array> {
    const chunks: Float32Array[] = [];
    for (let at = 0; at < events.length; at += CHUNK) {
      const batch = this.data.batch(events.subarray(at, at + CHUNK));
      chunks.push(await this.trainer.read((face) => this.network.logits(face, batch)));
    }
    return concatenated(chunks).map((logit) => 1 / (1 + Math.exp(-logit)));
  }

  get attention(): ((events: Uint32Array) => Promise<HistoryAttention>) | undefined {
    const { data, settings, network, trainer } = this;
    if (settings.history === 'none') return undefined;
    return async (events) => attentionOf({ data, settings, network, trainer }, events, await this.predict(events));
  }

  weights(): Promise<Readonly<Record<string, Float32Array>>> {
    return this.trainer.weights();
  }

  setWeights(weights: Readonly<Record<string, Float32Array>>): void {
    this.trainer.setWeights(weights);
  }

  async state(): Promise<StateArrays> {
    return { ...(await this.trainer.state()), ...this.passes.state(), step: Float64Array.of(this.done), dropout: this.dropout.state() };
  }

  restore(state: StateArrays): void {
    this.trainer.restore(state);
    this.passes.restore(state);
    this.done = state.step![0]!;
    this.dropout.restore(state.dropout!);
  }

  notes(): readonly string[] {
    const { history } = this.settings;
    if (history === 'zero') return ['The vectors of the past are all zero: what this gains over no history is due to labels, gaps and order alone.'];
    return history === 'store' ? [`Each past event is read from ${this.data.dim} stored numbers (${this.bits} bits), which stay as they are.`] : [];
  }

  dispose(): void {
    this.trainer.dispose();
    this.network.dispose();
  }

  private drawDropouts(rows: number): Dropouts {
    const { dropout, settings: { dropout: share, width, hidden, history } } = this;
    const draw = (columns: number) => dropoutMask(rows * columns, share, dropout);
    return { history: history === 'none' ? new Float32Array(0) : draw(width), hidden: hidden.map(draw) };
  }
}
