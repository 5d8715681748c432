/** Watches a level for codebook collapse: every twentieth of the steps it takes the perplexity of the codes over evenly spaced rows. */
import { countCodes, entropy } from '../../math/counting';

/** Below this share of K the perplexity counts as a collapse. */
const COLLAPSED = 0.1;
/** Looks in a run. */
const LOOKS = 20;
/** Rows looked at for each code, and at least: perplexity of fewer rows than codes would be low by itself. */
const ROWS_PER_CODE = 8;
const LEAST_ROWS = 1024;

export class CollapseGuard {
  private readonly every: number;
  /** Step and perplexity of the first look below the bound, and of the last look; 0 steps: there was none. */
  private first = { step: 0, perplexity: NaN };
  private last = { step: 0, perplexity: NaN };

  /** `start`: steps before codes are trained. */
  constructor(
    private readonly numCodes: number,
    private readonly start: number,
    steps: number,
  ) {
    this.every = Math.max(1, Math.ceil(steps / LOOKS));
  }

  /** Whether to look after this many steps. */
  due(step: number): boolean {
    return step > this.start && (step - this.start) % this.every === 0;
  }

  /** Evenly spaced row numbers to look at. */
  rowsOf(rows: number): Uint32Array {
    const count = Math.min(rows, Math.max(LEAST_ROWS, ROWS_PER_CODE * this.numCodes));
    return Uint32Array.from({ length: count }, (_, i) => Math.floor((i * rows) / count));
  }

  /** Takes the codes of those rows after `step` steps. */
  look(step: number, codes: Int32Array): void {
    const perplexity = Math.exp(entropy(countCodes(codes, this.numCodes)));
    this.last = { step, perplexity };
    if (this.first.step === 0 && perplexity < COLLAPSED * this.numCodes) this.first = this.last;
  }

  /** What to tell a reader of the numbers; nothing where all was well. */
  notes(): string[] {
    const { first, last, numCodes } = this;
    if (first.step === 0) return [];
    const share = ({ perplexity }: { perplexity: number }) => `${perplexity.toFixed(1)} of ${numCodes} codes`;
    const since = last.perplexity < COLLAPSED * numCodes ? `at step ${last.step} it was ${share(last)}` : `it recovered to ${share(last)} by step ${last.step}`;
    return [
      `Collapse: at step ${first.step} the perplexity of level 1 was ${share(first)}, below a tenth; ${since}. ` +
        'Try more warm-up, the k-means start, restarts, summed reconstruction, a larger batch or fewer codes.',
    ];
  }

  state(): Record<string, Float64Array> {
    return { guard: Float64Array.of(this.first.step, this.first.perplexity, this.last.step, this.last.perplexity) };
  }

  restore(state: Readonly<Record<string, ArrayLike<number>>>): void {
    const guard = state.guard!;
    this.first = { step: guard[0]!, perplexity: guard[1]! };
    this.last = { step: guard[2]!, perplexity: guard[3]! };
  }
}
