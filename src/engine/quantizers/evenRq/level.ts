/** Fitting one level, step by step: random rows as first centres, soft passes, then even passes. */
import type { Random } from '../../math/random';
import type { Vectors } from '../vectors';
import { assignBiased } from './assign';
import { evenPass } from './evenPass';
import { chargeOf, countsOf, evennessOf } from './price';
import { batchSizeOf, temperatureOf, type Settings } from './settings';
import { softPass } from './softPass';

/** What a pass did. */
export interface LevelStep {
  readonly phase: string;
  readonly losses: Readonly<Record<string, number>>;
  /** Sum of squared errors over all rows, where the pass knows it. */
  readonly squaredError?: number;
  readonly items: number;
}

type State = Readonly<Record<string, Float32Array | Float64Array>>;

export class LevelFit {
  /** float32 [K, dim] */
  centres: Float32Array;
  bias: Float64Array;
  /** Codes of the last even pass, int32 [n]. */
  codes: Int32Array | null = null;
  private seeded = false;
  private soft = 0;
  private even = 0;

  /** `random`: the streams of this level, split by purpose and pass. `floor`: added to mean errors. */
  constructor(
    private readonly rows: Vectors,
    readonly numCodes: number,
    private readonly settings: Settings,
    private readonly random: Random,
    private readonly floor: number,
    private readonly breathe: () => Promise<void>,
  ) {
    this.centres = new Float32Array(numCodes * rows.dim);
    this.bias = new Float64Array(numCodes);
  }

  get begun(): boolean {
    return this.seeded;
  }

  get done(): boolean {
    return this.even === this.settings.evenPasses;
  }

  /** Passes done, for the notes. */
  get passes(): { readonly soft: number; readonly even: number } {
    return { soft: this.soft, even: this.even };
  }

  step(): Promise<LevelStep> {
    if (!this.seeded) return Promise.resolve(this.seed());
    return this.soft < this.settings.softPasses ? this.softStep() : this.evenStep();
  }

  /** Codes of the rows as the level stands: of its last even pass, or the nearest with the biases. */
  async close(): Promise<Int32Array> {
    // Without a charge one assignment follows the last pass.
    if (this.codes && this.settings.gamma > 0) return this.codes;
    return (await assignBiased(this.rows, this.centres, this.bias, this.breathe)).codes;
  }

  state(): State {
    return { centres: this.centres.slice(), bias: this.bias.slice(), codes: Float32Array.from(this.codes ?? []), passes: Float64Array.of(this.seeded ? 1 : 0, this.soft, this.even) };
  }

  restore(state: State): void {
    this.centres = Float32Array.from(state.centres!);
    this.bias = Float64Array.from(state.bias!);
    this.codes = state.codes!.length > 0 ? Int32Array.from(state.codes!) : null;
    [this.soft, this.even] = [state.passes![1]!, state.passes![2]!];
    this.seeded = state.passes![0] === 1;
  }

  private seed(): LevelStep {
    const { rows } = this;
    this.random.split('seed').choose(rows.rows, this.numCodes).forEach((row, k) => this.centres.set(rows.data.subarray(row * rows.dim, (row + 1) * rows.dim), k * rows.dim));
    this.seeded = true;
    return { phase: 'seeding', losses: {}, items: this.numCodes };
  }

  private async softStep(): Promise<LevelStep> {
    const { gamma, innerSteps } = this.settings;
    const pass = await softPass(this.rows, this.centres, this.bias, { gamma, e: temperatureOf(this.soft, this.settings), inner: innerSteps, floor: this.floor }, this.breathe);
    this.centres = pass.centres;
    this.bias = pass.bias;
    this.soft++;
    const objective = pass.meanError + chargeOf(pass.mass, pass.lambda);
    return { phase: 'soft passes', losses: { objective, meanError: pass.meanError, temperature: pass.epsilon, charge: pass.lambda, evenness: evennessOf(pass.mass) }, items: this.rows.rows };
  }

  private async evenStep(): Promise<LevelStep> {
    const { rows, settings } = this;
    const random = this.random.split(`even pass ${this.even + 1}`);
    const codes = this.codes ?? (await assignBiased(rows, this.centres, this.bias, this.breathe)).codes;
    const order = random.permutation(rows.rows);
    const pass = await evenPass(rows, this.centres, codes, { gamma: settings.gamma, batchSize: batchSizeOf(rows.rows, settings), order, random, floor: this.floor }, this.breathe);
    this.centres = pass.centres;
    this.bias = pass.bias;
    this.codes = pass.codes;
    this.even++;
    const counts = countsOf(pass.codes, this.numCodes);
    return {
      phase: settings.gamma > 0 ? 'even passes' : 'passes without a charge',
      losses: { objective: pass.meanError + chargeOf(counts, pass.lambda), meanError: pass.meanError, charge: pass.lambda, evenness: evennessOf(counts) },
      squaredError: (pass.meanError - this.floor) * rows.rows,
      items: rows.rows,
    };
  }
}
