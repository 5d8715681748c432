/**
 * Even RQ: a residual quantizer of the k-means family with evenly used codes and distinct IDs.
 *
 *     F = sum_i |x_i - xhat_i|^2 + sum_l lam_l sum_k n_lk log n_lk;   lam = gamma * mean squared error;   xhat = mean + sum_l C[l][code_l]
 *
 *     A  level by level: random rows, soft passes, even passes on what the levels before left over
 *     B  joint rounds: all codebooks by least squares, then all codes by a beam under the counts
 *     C  distinct IDs: contests for shared IDs, then least squares again
 *
 * A row's code by rule (`encode`) is the best of a beam by error and biases. The codes of C (`storedCodes`) belong to the training rows together and are no function of a row.
 */
import * as tf from '@tensorflow/tfjs-core';
import { InputError } from '../../errors';
import type { Random } from '../../math/random';
import type { Params } from '../../records/params';
import type { SettleReason } from '../../records/run';
import { Pace } from '../../runs/pace';
import { decodeAdditive, encodeAdditive, exportAdditive } from '../additiveCodes';
import { numCodesPerLevel } from '../numCodes';
import type { Encoding, PlacedRows, Quantizer, StepResult, TrainingRows } from '../quantizer';
import { lessCodes, lessMeans } from '../residuals';
import { columnMeans, squaredNorms } from '../rowSums';
import type { Vectors } from '../vectors';
import { appendRows } from './append';
import { MOST_GRAM, gramNumbers } from './beam';
import { placeDistinct } from './distinct';
import { rowErrors } from './jointSolve';
import { SWEEPS, jointRound } from './jointRound';
import { LevelFit } from './level';
import { refit, type Model } from './model';
import { notesOf, type Course } from './notes';
import { chargeOf, countsOf, evennessOf } from './price';
import { RowCoder } from './rowCoder';
import { batchSizeOf, settingsOf, type Settings } from './settings';

/** Added to mean errors, as a share of the rows' own mean square. */
const FLOOR = 1e-12;

export class EvenRq implements Quantizer {
  readonly latentDim: number;
  readonly plannedSteps: number;
  readonly traits = { encoder: 'none', perItem: 0, soft: false, storedCodes: true };
  private readonly settings: Settings;
  private readonly mean: tf.Tensor1D;
  private readonly means: Float64Array;
  /** Rows less their mean. */
  private readonly x: Vectors;
  private readonly floor: number;
  /** Finished levels. */
  private readonly model: Model = { books: [], biases: [], codes: [] };
  /** What the level in the making is fitted to; null from the joint rounds on. */
  private residuals: Vectors | null;
  private fit: LevelFit | null = null;
  private course: Course = { levels: [], rounds: 0, repairs: 0, groups: 0, moved: 0, lost: 0 };
  private coder: RowCoder | null = null;
  private readonly pace = new Pace();

  constructor(
    private readonly rows: TrainingRows,
    readonly numCodes: readonly number[],
    params: Params,
    private readonly random: Random,
  ) {
    this.settings = settingsOf(params);
    this.latentDim = rows.dim;
    const { softPasses, evenPasses, rounds, repairRounds } = this.settings;
    this.plannedSteps = numCodes.length * (1 + softPasses + evenPasses) + rounds + repairRounds;
    this.means = columnMeans(rows.data, rows.rows, rows.dim);
    this.mean = tf.tensor1d(Float32Array.from(this.means));
    this.x = lessMeans(rows, this.means);
    this.residuals = this.x;
    const square = squaredNorms(this.x.data, rows.rows, rows.dim).reduce((sum, own) => sum + own, 0) / rows.rows;
    this.floor = FLOOR * (square || 1);
  }

  get levelsReady(): number {
    return this.model.books.length;
  }

  get parameters(): number {
    return this.numCodes.reduce((sum, k) => sum + k, 0) * (this.latentDim + 1) + this.latentDim;
  }

  async trainStep(): Promise<StepResult> {
    this.coder = this.forgetCoder();
    if (this.model.books.length < this.numCodes.length) return this.levelStep();
    return this.course.rounds < this.settings.rounds ? this.roundStep() : this.distinctStep();
  }

  async settle(why?: SettleReason): Promise<void> {
    if (this.fit) await this.closeLevel(why ?? 'stopped');
  }

  /** The best code of each row by error and biases. */
  async encode(x: tf.Tensor2D): Promise<Encoding> {
    this.coder ??= this.newCoder();
    const centred = tf.sub(x, this.mean) as tf.Tensor2D;
    const codes = await this.coder.code(centred, this.settings.encodeBeam);
    centred.dispose();
    return encodeAdditive(x, this.mean, this.coder.codebooks, (_residuals, level) => tf.tensor1d(codes[level]!, 'int32'));
  }

  decode(codes: readonly tf.Tensor1D[], rows: number): tf.Tensor2D {
    this.coder ??= this.newCoder();
    return decodeAdditive(codes, rows, this.mean, this.coder.codebooks);
  }

  async codebooks(): Promise<Float32Array[]> {
    return exportAdditive(this.model.books, Float32Array.from(this.means));
  }

  storedCodes(): readonly Int32Array[] | null {
    return this.course.repairs > 0 ? this.model.codes : null;
  }

  async placeRows(rows: TrainingRows, taken: Int32Array): Promise<PlacedRows> {
    const fresh = lessMeans(rows, this.means);
    try {
      const { encodeBeam: beam, candidates } = this.settings;
      const { codes, moved, lost } = await appendRows(this.model, fresh, this.x, taken, { beam, candidates }, this.breathe);
      return { codes, moved: moved.reduce((sum, one) => sum + one, 0), lost };
    } finally {
      fresh.dispose();
    }
  }

  notes(): readonly string[] {
    return notesOf(this.course, { settings: this.settings, rows: this.rows.rows, numCodes: this.numCodes });
  }

  /** Codebooks, biases and codes of the finished levels, and the level in the making. Residuals follow from them, and random streams from their names. */
  async state(): Promise<Readonly<{ [name: string]: Float32Array | Float64Array }>> {
    const { levels, rounds, repairs, groups, moved, lost } = this.course;
    const state: { [name: string]: Float32Array | Float64Array } = { place: Float64Array.of(rounds, repairs, groups, moved, lost) };
    this.model.books.forEach((book, level) => {
      state[`codebook.${level}`] = book.slice();
      state[`bias.${level}`] = this.model.biases[level]!.slice();
      state[`codes.${level}`] = Float32Array.from(this.model.codes[level]!);
      state[`record.${level}`] = Float64Array.from(levels[level]!);
    });
    for (const [name, values] of Object.entries(this.fit?.state() ?? {})) state[`making.${name}`] = values;
    return state;
  }

  async restore(state: Readonly<{ [name: string]: Float32Array | Float64Array }>): Promise<void> {
    this.coder = this.forgetCoder();
    for (let level = 0; state[`codebook.${level}`]; level++) {
      this.keepLevel(Float32Array.from(state[`codebook.${level}`]!), Float64Array.from(state[`bias.${level}`]!), Int32Array.from(state[`codes.${level}`]!), Array.from(state[`record.${level}`]!));
    }
    const [rounds, repairs, groups, moved, lost] = state.place! as unknown as [number, number, number, number, number];
    this.course = { ...this.course, rounds, repairs, groups, moved, lost };
    const making = Object.entries(state).flatMap(([name, values]) => (name.startsWith('making.') ? [[name.slice('making.'.length), values] as const] : []));
    if (making.length === 0) return;
    this.fit = this.newFit();
    this.fit.restore(Object.fromEntries(making));
  }

  dispose(): void {
    this.coder = this.forgetCoder();
    if (this.residuals !== this.x) this.residuals?.dispose();
    this.x.dispose();
    this.mean.dispose();
  }

  // ---------------------------------------------------------------- A

  private async levelStep(): Promise<StepResult> {
    const level = this.model.books.length;
    this.fit ??= this.newFit();
    const { phase, ...step } = await this.fit.step();
    if (this.fit.done) await this.closeLevel('done');
    return { ...step, level, stage: phase, phase: `${phase}, level ${level + 1}`, done: this.isDone() };
  }

  private newFit(): LevelFit {
    const level = this.model.books.length;
    return new LevelFit(this.residuals!, this.numCodes[level]!, this.settings, this.random.split(`level ${level}`), this.floor, this.breathe);
  }

  private async closeLevel(why: SettleReason | 'done'): Promise<void> {
    const fit = this.fit!;
    if (!fit.begun) return;
    this.coder = this.forgetCoder();
    const codes = await fit.close();
    this.fit = null;
    this.keepLevel(fit.centres, fit.bias, codes, [fit.passes.soft, fit.passes.even, ['done', 'stopped', 'budget'].indexOf(why)]);
  }

  /** Hands on what the codes leave over; after the last level nothing is kept of it. */
  private keepLevel(centres: Float32Array, bias: Float64Array, codes: Int32Array, record: number[]): void {
    const { model } = this;
    const before = this.residuals!;
    const isLast = model.books.length + 1 === this.numCodes.length;
    this.residuals = isLast ? null : lessCodes(before, codes, centres);
    if (before !== this.x) before.dispose();
    model.books.push(centres);
    model.biases.push(bias);
    model.codes.push(codes);
    this.course = { ...this.course, levels: [...this.course.levels, record] };
  }

  // ---------------------------------------------------------------- B and C

  private async roundStep(): Promise<StepResult> {
    const { model, x, settings } = this;
    const { gamma, ridge, beam, rounds } = settings;
    const round = this.course.rounds + 1;
    const random = this.random.split(`joint round ${round}`);
    const orders = Array.from({ length: SWEEPS }, () => random.permutation(x.rows));
    const outcome = await jointRound(model, x, { gamma, ridge, beam, batchSize: batchSizeOf(x.rows, settings), orders, random, floor: this.floor }, this.breathe);
    if (round === rounds) await refit(model, x, ridge, this.breathe);
    this.course = { ...this.course, rounds: round };
    const { errorBefore, meanError, lambda, moved, counts } = outcome;
    const evenness = Object.fromEntries(counts.map((own, level) => [`evenness${level + 1}`, evennessOf(own)]));
    const squaredError = this.squaredError();
    const objective = counts.reduce((sum, own) => sum + chargeOf(own, lambda), squaredError / x.rows);
    return { losses: { objective, errorBeforeSolve: errorBefore, meanError, charge: lambda, rowsMoved: moved, ...evenness }, squaredError, level: -1, stage: 'joint rounds', phase: `joint rounds, ${round} of ${rounds}`, items: x.rows, done: this.isDone() };
  }

  private async distinctStep(): Promise<StepResult> {
    const { model, x, settings } = this;
    const { codes, groups, moved, lost } = await placeDistinct(model, x, { beam: settings.encodeBeam, candidates: settings.candidates }, this.breathe);
    model.codes = codes;
    await refit(model, x, settings.ridge, this.breathe);
    const repairs = this.course.repairs + 1;
    this.course = { ...this.course, repairs, groups, moved, lost };
    const squaredError = this.squaredError();
    const meanError = squaredError / x.rows;
    const objective = codes.reduce((sum, own, level) => sum + chargeOf(countsOf(own, this.numCodes[level]!), settings.gamma * meanError), meanError);
    return { losses: { objective, meanError, groupsMoved: moved, groupsLost: lost }, squaredError, level: -1, stage: 'distinct IDs', phase: `distinct IDs, ${repairs} of ${settings.repairRounds}`, items: x.rows, done: this.isDone() };
  }

  /** Of the present codes. */
  private squaredError(): number {
    return rowErrors(this.x, this.model.codes, this.model.books).reduce((sum, error) => sum + error, 0);
  }

  private isDone(): boolean {
    const { rounds, repairs } = this.course;
    return this.model.books.length === this.numCodes.length && rounds >= this.settings.rounds && repairs >= this.settings.repairRounds;
  }

  // ---------------------------------------------------------------- coding

  /** For the finished levels and the one in the making as it stands. */
  private newCoder(): RowCoder {
    const { books, biases } = this.model;
    const making = this.fit?.begun ? this.fit : null;
    return new RowCoder(making ? [...books, making.centres] : books, making ? [...biases, making.bias] : biases, this.latentDim);
  }

  private forgetCoder(): null {
    this.coder?.dispose();
    return null;
  }

  private readonly breathe = (): Promise<void> => this.pace.breathe();
}

/** @throws InputError where levels, codes and rows do not fit together. */
export async function createEvenRq(rows: TrainingRows, params: Params, random: Random): Promise<Quantizer> {
  const numCodes = numCodesPerLevel(params, rows.rows);
  const tables = gramNumbers(numCodes);
  if (tables > MOST_GRAM) {
    throw new InputError(
      `${numCodes.join(' x ')} codes were asked for: Even RQ keeps the inner products of all code vectors of different levels, which would be ${Math.round((tables * 8) / 1e6)} MB; ${Math.round((MOST_GRAM * 8) / 1e6)} MB is the most.`,
      'Use fewer codes or fewer levels.',
    );
  }
  return new EvenRq(rows, numCodes, params, random);
}
