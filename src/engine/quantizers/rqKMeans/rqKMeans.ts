/**
 * RQ-KMeans: residual k-means, the baseline every other quantizer is compared with.
 *
 *     e[0] = x - mean;   C[l] = kmeans(e[l], K_l);   code[l] = argmin_k |e[l] - C[l][k]|^2;   e[l+1] = e[l] - C[l][code[l]]
 *
 * Levels are fitted one after another: seeding, then Lloyd passes until no row changes its code, inertia falls by less than `tolerance` of
 * itself, or `maxIterations`. One step is one seeding, one Lloyd pass or one mini-batch.
 */
import * as tf from '@tensorflow/tfjs-core';
import { readTogether } from '../../gpu/launch';
import { nearestCode } from '../../kernels/nearestCode';
import { InputError } from '../../errors';
import type { Random } from '../../math/random';
import type { Params } from '../../records/params';
import type { SettleReason, Tell } from '../../records/run';
import { decodeAdditive, encodeAdditive, exportAdditive } from '../additiveCodes';
import { balancedCodes, capacities } from './balancedCodes';
import { encodeBeam, extendBeam } from '../beamEncode';
import { firstResiduals, plannedPasses } from '../levelByLevel';
import { numCodesPerLevel } from '../numCodes';
import type { Encoding, Quantizer, StepResult, TrainingRows } from '../quantizer';
import { LevelFit } from './level';
import { lessCodes } from '../residuals';
import { squaredNorms } from '../rowSums';
import { Vectors } from '../vectors';

const OUTCOMES = ['settled', 'limit', 'byHand', 'budget'] as const;
type Outcome = (typeof OUTCOMES)[number];

export class RqKMeans implements Quantizer {
  readonly latentDim: number;
  readonly plannedSteps: number;
  readonly traits = { encoder: 'none', perItem: 0, soft: false };
  private readonly mean: tf.Tensor1D;
  private readonly fitted: tf.Tensor2D[] = [];
  /** With balanced assignment: the codes of the training rows, int32 [n] a finished level. */
  private readonly balanced: Int32Array[] = [];
  /** Of each finished level: its outcome's number, passes, distinct centres, repairs, rows fitted to; and what balancing did. */
  private readonly records: Float64Array[] = [];
  /** What the level in the making is fitted to: residuals [n * kept states, dim]. */
  private current: Vectors;
  private kept = 1;
  private fit: LevelFit | null = null;

  constructor(
    private readonly rows: TrainingRows,
    readonly numCodes: readonly number[],
    private readonly params: Params,
    private readonly random: Random,
    private readonly tell?: Tell,
  ) {
    this.latentDim = rows.dim;
    this.plannedSteps = plannedPasses(rows, numCodes.length, params);
    ({ mean: this.mean, residuals: this.current } = firstResiduals(rows, params));
  }

  get levelsReady(): number {
    return this.fitted.length;
  }

  get parameters(): number {
    return this.numCodes.reduce((sum, k) => sum + k, 0) * this.latentDim + (this.params.centre ? this.latentDim : 0);
  }

  async trainStep(): Promise<StepResult> {
    const level = this.fitted.length;
    this.fit ??= this.newFit(level);
    const { phase, inertia, squaredError, items, outcome } = await this.fit.step();
    if (outcome) await this.closeLevel(outcome);
    return {
      losses: inertia === undefined ? {} : { inertia },
      // Each level codes what is left, so its inertia is the error of all codes so far, unless several states of a row are kept.
      ...(squaredError === undefined || this.params.trainBeam !== 1 ? {} : { squaredError }),
      level,
      phase: `${phase}, level ${level + 1}`,
      items,
      done: this.fitted.length === this.numCodes.length,
    };
  }

  async settle(why?: SettleReason): Promise<void> {
    if (this.fitted.length < this.numCodes.length && this.fit) await this.closeLevel(why === 'budget' ? 'budget' : 'byHand');
  }

  /** Training rows, recognised by their own tensor, keep their balanced codes; all others take the nearest, or the best of a beam. */
  async encode(x: tf.Tensor2D): Promise<Encoding> {
    const books = this.readyCodebooks();
    const given = this.balanced.length > 0 && books.codebooks.length === this.balanced.length ? this.trainingCodes(x) : null;
    const encoding = given
      ? encodeAdditive(x, this.mean, books.codebooks, (_residuals, level) => tf.tensor1d(given[level]!, 'int32'))
      : await encodeBeam(x, this.mean, books.codebooks, this.params.beam as number);
    books.release();
    return encoding;
  }

  decode(codes: readonly tf.Tensor1D[], rows: number): tf.Tensor2D {
    const books = this.readyCodebooks();
    const decoded = decodeAdditive(codes, rows, this.mean, books.codebooks);
    books.release();
    return decoded;
  }

  async codebooks(): Promise<Float32Array[]> {
    const books = await Promise.all(this.fitted.map((codebook) => codebook.data<'float32'>()));
    return exportAdditive(books, await this.mean.data());
  }

  notes(): readonly string[] {
    const { beam, miniBatch } = this.params as Record<string, number>;
    return [
      ...this.records.flatMap((record, level) => this.levelNotes(record, level)),
      ...(this.balanced.length > 0 ? ['Balanced codes are those of the rows trained on; other rows, the live probe among them, are coded by nearest centre.'] : []),
      ...(miniBatch! > 0 ? [`Centres come from mini-batches of ${miniBatch} rows, which approximate those of full passes.`] : []),
      ...(beam! > 1 && this.fitted.length > 1 ? [`Codes are the better of a beam of ${beam} and the greedy choice, so a row's codes need not be the nearest of each level.`] : []),
    ];
  }

  /** Finished levels, and the one in the making as it stands. */
  async state(): Promise<Record<string, Float32Array | Float64Array>> {
    const state: Record<string, Float32Array | Float64Array> = {};
    for (const [level, codebook] of this.fitted.entries()) {
      state[`codebook.${level}`] = (await codebook.data<'float32'>()).slice();
      state[`record.${level}`] = this.records[level]!.slice();
      if (this.balanced[level]) state[`balanced.${level}`] = Float64Array.from(this.balanced[level]);
    }
    for (const [name, values] of Object.entries(this.fit?.state() ?? {})) state[`making.${name}`] = values;
    return state;
  }

  async restore(state: Readonly<Record<string, Float32Array | Float64Array>>): Promise<void> {
    for (let level = 0; state[`codebook.${level}`]; level++) {
      const given = state[`balanced.${level}`];
      await this.keepLevel(Float32Array.from(state[`codebook.${level}`]!), Float64Array.from(state[`record.${level}`]!), given ? Int32Array.from(given) : null);
    }
    const making = Object.entries(state).flatMap(([name, values]) => (name.startsWith('making.') ? [[name.slice('making.'.length), values] as const] : []));
    if (making.length === 0) return;
    this.fit = this.newFit(this.fitted.length);
    this.fit.restore(Object.fromEntries(making));
  }

  dispose(): void {
    this.mean.dispose();
    this.current.dispose();
    this.fit?.dispose();
    for (const codebook of this.fitted) codebook.dispose();
  }

  private newFit(level: number): LevelFit {
    return new LevelFit(this.current, this.numCodes[level]!, this.params, this.random.split(`level ${level}`), (phase, share) => this.tell?.(`${phase}, level ${level + 1}`, share));
  }

  /** Freezes the level's centres, balanced first where that is asked for. */
  private async closeLevel(outcome: Outcome): Promise<void> {
    const fit = this.fit!;
    const record = [OUTCOMES.indexOf(outcome), fit.passes, fit.effectiveCodes, fit.repaired, fit.fitRows];
    this.fit = null;
    fit.dispose();
    if (this.params.balance !== 'capacity') return this.keepLevel(fit.centres, Float64Array.from(record), null);
    const { centres, codes, figures } = await this.balanceLevel(fit.centres, fit.numCodes);
    await this.keepLevel(centres, Float64Array.of(...record, ...figures), codes);
  }

  /** Balanced codes, the means of their rows, and in figures: squared error before and after, share of rows at their nearest centre. */
  private async balanceLevel(before: Float32Array, numCodes: number): Promise<{ centres: Float32Array; codes: Int32Array; figures: number[] }> {
    const { data, rows, dim } = this.current;
    const nearest = await assignNearest(this.current, before);
    const codes = await balancedCodes(this.current, before, numCodes);
    const sums = new Float64Array(numCodes * dim);
    for (let i = 0, at = 0; i < rows; i++) for (let d = 0; d < dim; d++) sums[codes[i]! * dim + d]! += data[at++]!;
    const room = capacities(rows, numCodes);
    const centres = Float32Array.from(sums, (sum, at) => sum / room[Math.floor(at / dim)]!);
    const now = await assignNearest(this.current, centres);
    let same = 0;
    for (let i = 0; i < rows; i++) if (now.codes[i] === codes[i]) same++;
    const left = lessCodes(this.current, codes, centres);
    const after = total(squaredNorms(left.data, rows, dim));
    left.dispose();
    return { centres, codes, figures: [nearest.squaredError, after, same / rows] };
  }

  /** Hands the residuals on: of the nearest codes, of the balanced ones, or of every state a beam keeps. */
  private async keepLevel(centres: Float32Array, record: Float64Array, given: Int32Array | null): Promise<void> {
    const { data, dim, chunkRows } = this.current;
    const codebook = tf.tensor2d(centres.slice(), [centres.length / dim, dim]);
    const width = this.params.trainBeam as number;
    let left: Vectors;
    if (width > 1) {
      const states = await extendBeam(data, this.rows.rows, this.kept, codebook, width);
      this.kept = states.kept;
      left = new Vectors(states.residuals, states.residuals.length / dim, dim, null, chunkRows);
    } else {
      left = lessCodes(this.current, given ?? (await assignNearest(this.current, centres)).codes, centres);
    }
    this.fitted.push(codebook);
    this.records.push(record);
    if (given) this.balanced.push(given);
    this.current.dispose();
    this.current = left;
  }

  /** Balanced codes of a chunk of the training rows, int32 [chunk rows] a level; null for other tensors. */
  private trainingCodes(x: tf.Tensor2D): Int32Array[] | null {
    let start = 0;
    for (const chunk of this.rows.chunks) {
      if (chunk === x) return this.balanced.map((codes) => codes.slice(start, start + chunk.shape[0]));
      start += chunk.shape[0];
    }
    return null;
  }

  private levelNotes(record: Float64Array, level: number): string[] {
    const [outcome, passes, distinct, repaired, fitRows, before, after, nearest] = record;
    const numCodes = this.numCodes[level]!;
    const unit = this.params.miniBatch === 0 ? 'passes' : 'passes of mini-batches';
    const how = { settled: `settled after ${passes} ${unit}`, limit: `stopped at the limit of ${passes} ${unit}`, byHand: `stopped by hand after ${passes} ${unit}`, budget: `ended by the budget after ${passes} ${unit}` };
    const states = level === 0 || this.params.trainBeam === 1 ? 1 : this.params.trainBeam;
    const sampled = fitRows! < this.rows.rows ? `, fitted to a sample of ${fitRows} rows` : states !== 1 ? `, fitted to ${fitRows} kept states` : '';
    const repairs = repaired! > 0 ? `, ${repaired} empty clusters repaired` : '';
    const starts = (this.params.restarts as number) > 1 ? `, the best of ${this.params.restarts as number} starts` : '';
    const notes = [`Level ${level + 1}: ${how[OUTCOMES[outcome!]!]}${starts}${sampled}${repairs}.`];
    if (distinct! < numCodes) notes.unshift(`Level ${level + 1}: only ${distinct} distinct residuals for ${numCodes} codes; the others stay unused.`);
    if (nearest !== undefined) {
      const rows = this.rows.rows;
      const even = rows % numCodes === 0 ? `${rows / numCodes}` : `${Math.floor(rows / numCodes)} or ${Math.ceil(rows / numCodes)}`;
      notes.push(
        `Level ${level + 1}: balanced to ${even} rows per code; mean squared error ${(before! / rows).toPrecision(4)} before and ${(after! / rows).toPrecision(4)} after; ` +
          `${(100 * nearest).toFixed(0)} % of the rows have their nearest code.`,
      );
    }
    return notes;
  }

  /** Finished codebooks, and the one in the making as it stands: what the views show while a level is fitted. */
  private readyCodebooks(): { codebooks: tf.Tensor2D[]; release: () => void } {
    if (!this.fit?.begun) return { codebooks: [...this.fitted], release: () => undefined };
    const unfinished = tf.tensor2d(this.fit.centres.slice(), [this.fit.numCodes, this.latentDim]);
    return { codebooks: [...this.fitted, unfinished], release: () => unfinished.dispose() };
  }
}

/** Throws InputError where levels, codes, rows and options do not fit together. */
export async function createRqKMeans(rows: TrainingRows, params: Params, random: Random, tell?: Tell): Promise<Quantizer> {
  if (params.balance === 'capacity' && params.trainBeam !== 1) {
    throw new InputError('Balanced assignment and a beam in training were asked for: a row has one balanced code but several kept states.', 'Turn one of the two off.');
  }
  return new RqKMeans(rows, numCodesPerLevel(params, rows.rows), params, random, tell);
}

/** int32 [n] nearest codes, and the sum of the squared distances to them. */
async function assignNearest(rows: Vectors, centres: Float32Array): Promise<{ codes: Int32Array; squaredError: number }> {
  const codebook = tf.tensor2d(centres.slice(), [centres.length / rows.dim, rows.dim]);
  const codes = new Int32Array(rows.rows);
  let squaredError = 0;
  let start = 0;
  for (const chunk of rows.chunks) {
    const nearest = nearestCode(chunk, codebook);
    await readTogether([nearest.codes, nearest.distances]);
    codes.set(await nearest.codes.data<'int32'>(), start);
    squaredError += total(await nearest.distances.data<'float32'>());
    start += chunk.shape[0];
    tf.dispose([nearest.codes, nearest.distances]);
  }
  codebook.dispose();
  return { codes, squaredError };
}

function total(values: Float32Array | Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}
