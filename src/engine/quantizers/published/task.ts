/** Published codes as a task of a run: one step that fits their code vectors again where there are vectors, and the numbers of any quantizer at its end. */
import type { Identity } from '../../checkpoints/checkpointing';
import type { StateArrays } from '../../checkpoints/format';
import { computeMetrics } from '../../metrics/metrics';
import { findingsOf } from '../../metrics/findings';
import { rowsOf } from '../../math/rows';
import type { ItemCodes, ItemVectors } from '../../predictors/log/inputs';
import type { Metrics, QuantizerResult, QuantizerSnapshot } from '../../records/quantize';
import type { RunSpec, Tell } from '../../records/run';
import type { Ending, Report, Step, Task, TaskKind } from '../../runs/task';
import { toSnapshot } from '../training/probe';
import { KNN, neighboursKept } from '../training/neighboursKept';
import { publishedRemedies } from './kind';
import { rebuilt, refit, type CodedRows, type Refitted } from './refit';

/** What a run of published codes reads: the codes of its items, and vectors in the same order. */
export interface PublishedInputs {
  readonly codes: ItemCodes;
  readonly rows?: ItemVectors;
}

/** Metrics that need vectors: NaN where there are none. The numbers have one value, the lists one a level. */
const OF_VECTORS = ['rmse', 'relativeError', 'duplicateShare', 'knnOverlap'] as const;
const OF_VECTORS_BY_LEVEL = ['residualEnergy', 'explainedVariance', 'residualNorm5', 'residualNorm25', 'residualNormMedian', 'residualNorm75', 'residualNorm95', 'residualNormMax', 'cohesion', 'cohesionByItems', 'discrimination'] as const;
const OF_LABELS = ['prefixPurity', 'prefixPurityChance', 'prefixPurityShared', 'prefixSingletons'] as const;

export class PublishedTask implements Task {
  readonly identity: Identity;
  readonly plannedSteps = 1;
  readonly levels = { ready: 0, count: 0 };
  readonly size: number;
  private readonly items: number;
  private readonly columns: readonly Int32Array[];
  /** Places of the items with vectors. */
  private readonly known: readonly number[];
  private fitted: Refitted | null = null;

  constructor(
    private readonly inputs: PublishedInputs,
    { kind, params, seed }: Pick<RunSpec, 'kind' | 'params' | 'seed'>,
  ) {
    const { codes: { codes, numCodes }, rows } = inputs;
    const levels = numCodes.length;
    this.items = codes.length / levels;
    this.columns = numCodes.map((_, level) => Int32Array.from({ length: this.items }, (__, item) => codes[item * levels + level]!));
    this.known = rows ? Array.from(rows.known.keys()).filter((item) => rows.known[item] === 1) : [];
    this.size = codes.length;
    this.identity = { kind, params, seed, rows: this.items, dim: rows?.dim ?? 0, total: checksum(codes) };
  }

  step(): Promise<Step> {
    if (this.known.length > 0) this.fitted = refit(this.rows());
    return Promise.resolve({ losses: {}, level: -1, phase: 'fitting code vectors', items: this.known.length, done: true });
  }

  report(): Promise<Report> {
    const { fitted } = this;
    const relativeError = fitted ? Math.sqrt(fitted.squaredErrors.at(-1)! / fitted.squaredErrors[0]!) : NaN;
    return Promise.resolve({ snapshot: null, ...(Number.isFinite(relativeError) && { losses: { relativeError } }), value: () => null });
  }

  direction(): 'up' | 'down' {
    return 'down';
  }

  settle(): Promise<void> {
    return Promise.resolve();
  }

  async end(ending: Ending, tell?: Tell): Promise<QuantizerResult> {
    const { items, columns, known, inputs: { codes: { codes, numCodes }, rows: vectors } } = this;
    const levels = numCodes.length;
    const fitted = known.length > 0 ? (this.fitted ?? refit(this.rows())) : null;
    const dim = fitted ? vectors!.dim : 0;
    const reconstruction = fitted ? rebuilt(codes, fitted.codebooks, dim) : new Float32Array(0);
    const metrics = await this.metrics(fitted, reconstruction, tell);
    const pass = { rows: items, levels, codes: columns, norms: fitted?.norms ?? [], squaredErrors: fitted?.squaredErrors ?? [], otherSquaredErrors: {}, reconstruction: null };
    const counted = toSnapshot({ numCodes }, pass, fitted?.squaredErrors[0] ?? 0, ending.steps, true);
    const snapshot: QuantizerSnapshot = { ...counted, metrics, findings: findingsOf({ relativeError: metrics.relativeError, usage: counted.usage, rows: items }, publishedRemedies) };
    return {
      family: 'quantizer', metrics, seconds: NaN, steps: ending.steps, plannedSteps: 1, stopped: false, codes: codes.slice(), rows: items, dim, levels,
      codebooks: numCodes.map((count, level) => ({ data: fitted?.codebooks[level] ?? new Float32Array(0), numCodes: count, dim })),
      reconstruction, snapshot, traits: { encoder: 'none', perItem: 0, soft: false }, notes: [...this.notes(fitted), ...ending.past],
    };
  }

  state(): Promise<StateArrays> {
    return Promise.resolve({});
  }

  restore(): Promise<void> {
    return Promise.resolve();
  }

  takeUp(): Promise<void> {
    return Promise.resolve();
  }

  dispose(): void {
    this.fitted = null;
  }

  /** The codes with their fitted vectors, for what is asked of single items; null where no item has a vector. */
  codeVectors(): { readonly codes: Int32Array; readonly vectors: ItemVectors; readonly codebooks: readonly Float32Array[]; readonly mean: Float64Array } | null {
    if (this.known.length === 0) return null;
    const { codebooks, mean } = (this.fitted ??= refit(this.rows()));
    return { codes: this.inputs.codes.codes, vectors: this.inputs.rows!, codebooks, mean };
  }

  /** The items that have vectors. */
  private rows(): CodedRows {
    const { known, columns, inputs: { codes: { numCodes }, rows } } = this;
    const { data, dim } = rows!;
    return { data: known.length === rows!.known.length ? data : rowsOf(data, dim, known), rows: known.length, dim, codes: columns.map((column) => rowsOf(column, 1, known)), numCodes };
  }

  /** Of IDs over all items; of errors, neighbours and labels over those with vectors. */
  private async metrics(fitted: Refitted | null, reconstruction: Float32Array, tell?: Tell): Promise<Metrics> {
    const { items, columns, known, inputs: { codes: { numCodes }, rows: vectors } } = this;
    const all = computeMetrics({ rows: items, dim: 0, numCodes, codes: columns, squaredErrors: [], otherSquaredErrors: {}, totalSquares: 0, norms: [] });
    const none = { ...Object.fromEntries(OF_VECTORS.map((key) => [key, NaN])), ...Object.fromEntries(OF_VECTORS_BY_LEVEL.map((key) => [key, numCodes.map(() => NaN)])) };
    if (!fitted) return { ...all, ...none, parameters: NaN } as Metrics;
    const coded = this.rows();
    const { data, rows, dim } = coded;
    tell?.('counting neighbours kept', 0);
    const kept = await neighboursKept(data, rows === items ? reconstruction : rowsOf(reconstruction, dim, known), rows, dim, KNN, (share) => tell?.('counting neighbours kept', share));
    const labels = vectors?.labels && rowsOf(vectors.labels, 1, known);
    const some = computeMetrics({
      rows, dim, numCodes, codes: coded.codes, squaredErrors: fitted.squaredErrors, otherSquaredErrors: {}, totalSquares: fitted.squaredErrors[0]!, norms: fitted.norms, vectors: data, knnOverlap: kept.expected,
      ...(labels && { labels }),
    });
    const taken = [...OF_VECTORS, ...OF_VECTORS_BY_LEVEL, ...OF_LABELS].filter((key) => some[key] !== undefined).map((key) => [key, some[key]] as const);
    return { ...all, ...Object.fromEntries(taken), parameters: fitted.codebooks.reduce((sum, { length }) => sum + length, 0) } as Metrics;
  }

  private notes(fitted: Refitted | null): string[] {
    const { items, known, inputs: { rows } } = this;
    const without = items - known.length;
    if (!fitted) return [rows ? 'None of the items has a vector: errors and neighbours are unknown.' : 'No vectors are joined: errors and neighbours are unknown.'];
    return [
      'The file has codes alone: their vectors are fitted again, level by level, each the mean of what the levels before it leave over. The vectors they were trained with may rebuild items better or worse.',
      ...(without > 0 ? [`${without.toLocaleString('en-US')} of ${items.toLocaleString('en-US')} items have no vector: errors, neighbours and purity are counted over the others, all else over all items.`] : []),
    ];
  }
}

/** How the registry gives published codes to a run. */
export const publishedTask: TaskKind = { family: 'quantizer', params: [], create: (inputs, order) => Promise.resolve(new PublishedTask(inputs as unknown as PublishedInputs, order)) };

function checksum(codes: Int32Array): number {
  let sum = 0;
  for (const code of codes) sum = (Math.imul(sum, 31) + code) | 0;
  return sum;
}
