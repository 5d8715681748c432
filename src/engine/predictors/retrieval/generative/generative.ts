/** Generative retrieval as a recommender: training pairs, steps, rankings by beam search, and what is told of its tokens. */
import type { StateArrays } from '../../../checkpoints/format';
import { fitsAttention } from '../../../cpu/blocks/attention';
import { fitsScratch } from '../../../cpu/scratch';
import type { Random } from '../../../math/random';
import { dropoutMask } from '../../../nn/dropout';
import { rateAt } from '../../../nn/schedule';
import type { BeamPlace } from '../../../records/retrieval';
import type { Step } from '../../../runs/task';
import { FaceTrainer } from '../../training/faceTrainer';
import { epochsOf, LengthBatches } from '../lengthBatches';
import { emptyRankings, type Rankings } from '../ranking';
import type { Recommender, TokenSide } from '../recommender';
import { logSumExp } from './beam';
import { decode } from './decoder';
import { encoderBatch, readable } from './histories';
import { MOST_SUFFIXES, type ItemTokens } from './itemTokens';
import { GenerativeNetwork } from './network';
import type { GenerativeSettings } from './params';
import type { TrainingPairs } from './pairs';
import { placed } from './placed';
import { Trie } from './trie';

/** The most that the norm of all gradients may be. */
const CLIP = 1;
/** Cases whose tokens are scored at once. */
const CHUNK = 128;

export class GenerativeRetrieval implements Recommender {
  readonly plannedSteps: number;
  readonly plannedEpochs: number;
  readonly patience: number;
  readonly selectBy: GenerativeSettings['selectBy'];
  readonly parameters: number;
  readonly scoring = 'logProbability';
  readonly trie: Trie;
  private readonly network: GenerativeNetwork;
  private readonly trainer: FaceTrainer;
  private readonly batches: LengthBatches;
  private readonly dropout: Random;
  private done = 0;

  constructor(
    private readonly itemTokens: ItemTokens,
    private readonly pairs: TrainingPairs,
    private readonly settings: GenerativeSettings,
    random: Random,
  ) {
    const { width, ffn, history, headWidth, batchSize } = settings;
    this.trie = new Trie(itemTokens);
    this.network = new GenerativeNetwork(itemTokens, settings, random.split('network'));
    this.batches = new LengthBatches(pairs.lengths, batchSize, random.split('batches'));
    this.dropout = random.split('dropout');
    this.plannedEpochs = epochsOf(settings, this.batches.perEpoch);
    this.plannedSteps = this.plannedEpochs * this.batches.perEpoch;
    this.patience = settings.patience;
    this.selectBy = settings.selectBy;
    const { weights, places, inner } = this.network;
    this.parameters = weights.parameters;
    const slots = history * places;
    this.trainer = new FaceTrainer(weights.variables, { ...settings, clip: CLIP }, fitsScratch([width, inner, ffn, itemTokens.vocabulary, batchSize * slots]) && fitsAttention(slots, headWidth));
  }

  async trainStep(): Promise<Omit<Step, 'level'>> {
    const { settings, batches, pairs, network, plannedSteps, plannedEpochs } = this;
    const rows = batches.at(this.done);
    const batch = encoderBatch(network, this.itemTokens, Array.from(rows, (row) => pairs.history(row)));
    const codes = this.codesOf(Array.from(rows, (row) => pairs.target(row)));
    const chance = this.dropout.split(`step ${this.done}`);
    const dropping = settings.dropout > 0 ? (length: number) => dropoutMask(length, settings.dropout, chance) : null;
    const { places } = network;
    const losses = this.trainer.step((face) => {
      network.forced(face, batch, codes, dropping).forEach((logits, place) => face.crossEntropy(this.itemTokens.places[place]!, logits, this.trueRows(codes, place), 1 / places));
    }, rateAt('linear', settings.learningRate, this.done, plannedSteps));
    const epoch = Math.floor(this.done / batches.perEpoch);
    this.done++;
    return { losses, items: rows.length, phase: `epoch ${epoch + 1} of ${plannedEpochs}`, epochEnded: this.done % batches.perEpoch === 0, done: this.done >= plannedSteps };
  }

  async rank(histories: readonly Int32Array[], targets: ArrayLike<number>): Promise<Rankings> {
    return (await this.ranked(histories, targets, false)).rankings;
  }

  async loss(histories: readonly Int32Array[], targets: ArrayLike<number>): Promise<number> {
    return (await this.forced(histories, targets)).loss;
  }

  get tokens(): TokenSide {
    const { itemTokens, trie } = this;
    const possible = itemTokens.sizes.reduce((product, size) => product * size, 1);
    return {
      places: itemTokens.places, bits: itemTokens.bits, largestBucket: itemTokens.largestBucket, suffixTokens: itemTokens.suffixTokens, everyIdValid: trie.rows >= possible,
      accuracy: async (histories, targets) => (await this.forced(histories, targets)).accuracy,
      free: (histories, targets) => this.ranked(histories, targets, true),
      beam: (history) => this.beamOf(history),
      hasId: (item) => (trie.rowOf[item] ?? -1) >= 0,
      idOf: (item) => this.codesOf([item]),
    };
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
    const { itemTokens: { largestBucket, without, items }, settings: { ids, suffix, beam }, pairs } = this;
    return [
      ...(ids === 'shuffled' ? ['The IDs are dealt out anew among the items: what joined IDs gain over this, they gain by what they mean.'] : []),
      ...(ids === 'random' ? ['The IDs are drawn at random: what joined IDs gain over this, they gain by what they mean.'] : []),
      ...(largestBucket > MOST_SUFFIXES ? [`${largestBucket} items share one ID: the IDs are too coarse${suffix ? ', and most of the work is left to the suffix' : ''}.`] : []),
      ...(!suffix && largestBucket > 1 ? [`Up to ${largestBucket} items share one ID; they share a place of the ranking and count what they would in random order.`] : []),
      ...(without > 0 ? [`${without} of ${items} items have no ID: they are never recommended, and ${pairs.dropped} training events of them are left out.`] : []),
      ...(beam < 20 ? [`The beam keeps ${beam} IDs: no list is longer than what it finds.`] : []),
    ];
  }

  dispose(): void {
    this.trainer.dispose();
    this.network.dispose();
  }

  private async ranked(histories: readonly Int32Array[], targets: ArrayLike<number>, free: boolean): Promise<{ rankings: Rankings; invalidShare: number }> {
    const { settings: { beam, removeSeen }, trie, network: { places } } = this;
    const rankings = { ...emptyRankings(histories.length), found: new Uint8Array(histories.length * places) };
    let [invalid, all] = [0, 0];
    await decode(this.decoding, this.readable(histories), { beam, free, ...(removeSeen && { seen: histories }) }, (i, kept) => {
      const last = kept.at(-1)!;
      all += last.length;
      invalid += last.reduce((sum, { lo, hi }) => sum + (lo === hi ? 1 : 0), 0);
      placed(rankings, i, trie, kept, targets[i]!, removeSeen ? histories[i]! : null);
    });
    return { rankings, invalidShare: invalid / all };
  }

  /** Of the tokens of targets that have an ID, each after the true ones before it: the share that is the most probable one at each place, and the mean cross-entropy. */
  private async forced(histories: readonly Int32Array[], targets: ArrayLike<number>): Promise<{ accuracy: Float32Array; loss: number }> {
    const { network, itemTokens, trie } = this;
    const cases = Array.from(histories.keys()).filter((i) => (trie.rowOf[targets[i]!] ?? -1) >= 0);
    const right = new Float32Array(network.places);
    let loss = 0;
    for (let at = 0; at < cases.length; at += CHUNK) {
      const chunk = cases.slice(at, at + CHUNK);
      const batch = encoderBatch(network, itemTokens, this.readable(chunk.map((i) => histories[i]!)));
      const codes = this.codesOf(chunk.map((i) => targets[i]!));
      const logits = await this.trainer.read((face) => face.join(network.forced(face, batch, codes, null)));
      const wide = logits.length / chunk.length;
      for (let place = 0, from = 0; place < network.places; place++) {
        const V = network.scored(place)[1];
        const wanted = this.trueRows(codes, place);
        chunk.forEach((_, i) => {
          const row = logits.subarray(i * wide + from, i * wide + from + V);
          loss += logSumExp(row, 0, V) - row[wanted[i]!]!;
          if (row.indexOf(row.reduce((most, value) => Math.max(most, value), -Infinity)) === wanted[i]) right[place]!++;
        });
        from += V;
      }
    }
    return { accuracy: right.map((count) => count / cases.length), loss: loss / (cases.length * network.places) };
  }

  private async beamOf(history: Int32Array): Promise<readonly BeamPlace[]> {
    const { itemTokens: { places }, settings: { beam, removeSeen } } = this;
    let found: readonly BeamPlace[] = [];
    await decode(this.decoding, this.readable([history]), { beam, free: false, ...(removeSeen && { seen: [history] }) }, (_, kept) => {
      found = kept.map((prefixes, place): BeamPlace => ({
        place: places[place]!, codes: Int32Array.from(prefixes, ({ codes }) => codes[place]!), parents: Int32Array.from(prefixes, ({ parent }) => parent),
        logProbabilities: Float32Array.from(prefixes, ({ score }) => score), items: Uint32Array.from(prefixes, ({ lo, hi }) => hi - lo),
      }));
    });
    return found;
  }

  private get decoding() {
    const { network, trainer, itemTokens: tokens, trie } = this;
    return { network, trainer, tokens, trie };
  }

  private readable(histories: readonly Int32Array[]): Int32Array[] {
    return histories.map((history) => readable(this.itemTokens, history, this.settings.history));
  }

  /** int32 [n, places] */
  private codesOf(items: readonly number[]): Int32Array {
    const { places } = this.network;
    const codes = new Int32Array(items.length * places);
    items.forEach((item, i) => codes.set(this.itemTokens.codes.subarray(item * places, (item + 1) * places), i * places));
    return codes;
  }

  /** [n]: where the true tokens stand among those scored at a place. */
  private trueRows(codes: Int32Array, place: number): Int32Array {
    const { places } = this.network;
    const offset = this.itemTokens.starts[place]! - this.network.scored(place)[0];
    return Int32Array.from({ length: codes.length / places }, (_, i) => offset + codes[i * places + place]!);
  }
}
