/** One level of RQ-KMeans in the making: seeding, then Lloyd passes or mini-batches until it has settled, as often as restarts are asked for. One step is one of these. */
import type { Random } from '../../math/random';
import type { Params } from '../../records/params';
import type { Tell } from '../../records/run';
import { KMeans } from '../kMeans';
import { MiniBatchKMeans } from './miniBatchKMeans';
import { progressiveCentres } from './progressiveSeeds';
import { Vectors } from '../vectors';

/** Rows a code that seed a mini-batch level. */
const SEED_ROWS_PER_CODE = 20;

export interface LevelStep {
  readonly phase: string;
  /** Mean over the rows of the step of the squared distance to the centres before it; absent while seeding. */
  readonly inertia?: number;
  /** The same summed, where the step looked at every row of the level. */
  readonly squaredError?: number;
  readonly items: number;
  /** Why the level is finished; absent while it is not. */
  readonly outcome?: 'settled' | 'limit';
}

/** The best of the restarts that have ended. */
interface Best {
  readonly centres: Float32Array;
  readonly inertia: number;
  readonly passes: number;
  readonly effectiveCodes: number;
}

export class LevelFit {
  private kMeans: KMeans;
  private readonly sample: Vectors | null;
  private miniBatch: MiniBatchKMeans | null = null;
  private seeded = false;
  private passCount = 0;
  private lastInertia = Infinity;
  private repairs = 0;
  /** Restarts that have ended. */
  private ended = 0;
  private best: Best | null = null;
  /** Sum of squared distances and rows of the pass that mini-batches are in the middle of. */
  private running = { inertia: 0, rows: 0 };

  /** `random` is the level's own stream. `rows` belong to the caller. `tell` hears of the choice of first centres. */
  constructor(
    private readonly rows: Vectors,
    readonly numCodes: number,
    private readonly params: Params,
    private readonly random: Random,
    private readonly tell?: Tell,
  ) {
    const most = (params.fitRows as number) * numCodes;
    this.sample = most > 0 && most < rows.rows ? sampled(rows, random.split('sample').choose(rows.rows, most)) : null;
    this.kMeans = this.newKMeans();
  }

  /** float32 [numCodes, dim] as they stand; of several restarts the best so far. */
  get centres(): Float32Array {
    return this.ahead?.centres ?? this.kMeans.centres;
  }

  get effectiveCodes(): number {
    return this.ahead?.effectiveCodes ?? this.kMeans.effectiveCodes;
  }

  /** Passes, or passes' worth of batches, that led to these centres. */
  get passes(): number {
    return this.ahead?.passes ?? this.passCount;
  }

  /** True once centres are worth showing. */
  get begun(): boolean {
    return this.best !== null || this.passCount > 0 || this.running.rows > 0;
  }

  get repaired(): number {
    return this.repairs;
  }

  /** Rows the level is fitted to. */
  get fitRows(): number {
    return this.fitted.rows;
  }

  async step(): Promise<LevelStep> {
    if (!this.seeded) return this.seed();
    return this.params.miniBatch === 0 ? this.lloyd() : this.batchStep();
  }

  state(): Record<string, Float32Array | Float64Array> {
    const { inertia, rows } = this.running;
    const place = Float64Array.of(this.seeded ? 1 : 0, this.passCount, this.lastInertia, this.repairs, inertia, rows, this.ended, this.best?.inertia ?? 0, this.best?.passes ?? 0, this.best?.effectiveCodes ?? 0);
    return { ...this.kMeans.state(), ...(this.miniBatch?.state() ?? {}), ...(this.best && { bestCentres: this.best.centres.slice() }), place };
  }

  restore(state: Readonly<Record<string, Float32Array | Float64Array>>): void {
    // A state written before there were restarts ends after `rows`.
    const [seeded, passes, lastInertia, repairs, inertia, rows, ended = 0, bestInertia = 0, bestPasses = 0, effectiveCodes = 0] = state.place!;
    this.kMeans.restore(state);
    this.ended = ended;
    this.best = state.bestCentres ? { centres: Float32Array.from(state.bestCentres), inertia: bestInertia, passes: bestPasses, effectiveCodes } : null;
    this.seeded = seeded === 1;
    this.passCount = passes!;
    this.lastInertia = lastInertia!;
    this.repairs = repairs!;
    this.running = { inertia: inertia!, rows: rows! };
    if (this.seeded && this.params.miniBatch !== 0) {
      this.miniBatch = this.newMiniBatch();
      this.miniBatch.restore(state);
    }
  }

  /** Hands the sample back; centres stay. */
  dispose(): void {
    this.sample?.dispose();
  }

  private get fitted(): Vectors {
    return this.sample ?? this.rows;
  }

  /** The best restart, where it is better than what is in the making. */
  private get ahead(): Best | null {
    return this.best && this.best.inertia <= this.lastInertia ? this.best : null;
  }

  private async seed(): Promise<LevelStep> {
    const random = this.ended === 0 ? this.random : this.random.split(`restart ${this.ended}`);
    const phase = `choosing first centres${this.ofRestarts(this.ended)}`;
    const told = (share: number) => this.tell?.(phase, share);
    if (this.params.init === 'progressive') {
      this.kMeans.centres = await progressiveCentres(this.fitted, this.numCodes, random, told);
    } else if (this.params.miniBatch === 0) {
      await this.kMeans.seed(random, told);
    } else {
      // k-means++ sweeps its rows once a code, which is what mini-batches are there to avoid.
      const few = sampled(this.fitted, random.split('seeding').choose(this.fitted.rows, SEED_ROWS_PER_CODE * this.numCodes));
      const seeding = new KMeans(few, this.numCodes, { init: this.params.init as 'k-means++' | 'random', repair: false });
      await seeding.seed(random, told);
      this.kMeans.centres = seeding.centres;
      this.kMeans.effectiveCodes = seeding.effectiveCodes;
      few.dispose();
    }
    if (this.params.miniBatch !== 0) this.miniBatch = this.newMiniBatch();
    this.seeded = true;
    return { phase, items: this.fitted.rows };
  }

  private async lloyd(): Promise<LevelStep> {
    const [pass, run] = [this.passCount + 1, this.ended];
    const { inertia, changed, repaired } = await this.kMeans.pass();
    this.repairs += repaired;
    const outcome = this.endPass(inertia, changed === 0, repaired === 0);
    const { rows } = this.fitted;
    return {
      phase: `Lloyd pass ${pass}${this.ofRestarts(run)}`,
      inertia: inertia / rows,
      items: rows,
      ...(this.sample ? {} : { squaredError: inertia }),
      ...(outcome ? { outcome } : {}),
    };
  }

  private ofRestarts(run: number): string {
    return (this.params.restarts as number) > 1 ? `, start ${run + 1} of ${this.params.restarts as number}` : '';
  }

  private async batchStep(): Promise<LevelStep> {
    const { inertia, passEnded, repaired } = await this.miniBatch!.step();
    const items = this.miniBatch!.batchSize;
    this.repairs += repaired;
    this.running = { inertia: this.running.inertia + inertia, rows: this.running.rows + items };
    const phase = `mini-batches, pass ${this.passCount + 1}${this.ofRestarts(this.ended)}`;
    if (!passEnded) return { phase, inertia: inertia / items, items };
    const outcome = this.endPass(this.running.inertia / this.running.rows, false, repaired === 0);
    this.running = { inertia: 0, rows: 0 };
    return { phase, inertia: inertia / items, items, ...(outcome ? { outcome } : {}) };
  }

  private endPass(inertia: number, unchanged: boolean, unrepaired: boolean): 'settled' | 'limit' | null {
    this.passCount++;
    const fall = (this.lastInertia - inertia) / this.lastInertia;
    this.lastInertia = inertia;
    const settled = unchanged || (unrepaired && Number.isFinite(fall) && fall < (this.params.tolerance as number));
    const outcome = settled ? 'settled' : this.passCount >= (this.params.maxIterations as number) ? 'limit' : null;
    return outcome && this.startsAgain() ? null : outcome;
  }

  /** After a restart has ended: keeps it where it is the best, and begins the next one, if there is one to come. */
  private startsAgain(): boolean {
    if (++this.ended >= (this.params.restarts as number)) return false;
    const { centres, effectiveCodes } = this.kMeans;
    if (!this.ahead) this.best = { centres: centres.slice(), inertia: this.lastInertia, passes: this.passCount, effectiveCodes };
    this.kMeans = this.newKMeans();
    this.seeded = false;
    this.passCount = 0;
    this.lastInertia = Infinity;
    return true;
  }

  private newKMeans(): KMeans {
    return new KMeans(this.fitted, this.numCodes, { init: this.params.init === 'random' ? 'random' : 'k-means++', repair: this.params.repairEmpty as boolean });
  }

  private newMiniBatch(): MiniBatchKMeans {
    const { miniBatch, repairEmpty } = this.params;
    const options = { batchSize: miniBatch as number, repair: repairEmpty as boolean };
    return new MiniBatchKMeans(this.fitted, this.kMeans.centres, this.numCodes, options, this.random.split('batches'));
  }
}

/** A copy of some rows. */
function sampled({ data, dim, chunkRows }: Vectors, picked: Uint32Array): Vectors {
  const result = new Float32Array(picked.length * dim);
  picked.sort().forEach((row, i) => result.set(data.subarray(row * dim, (row + 1) * dim), i * dim));
  return new Vectors(result, picked.length, dim, null, chunkRows);
}
