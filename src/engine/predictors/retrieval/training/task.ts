/** A recommender as a task of a run: after each epoch the validation cases are ranked, the weights of the best one are kept, and the test cases are ranked once at the end. */
import type { Identity } from '../../../checkpoints/checkpointing';
import { Random } from '../../../math/random';
import type { Params } from '../../../records/params';
import type { Scores } from '../../../records/predict';
import type { Recommendation, RecommendAsk, RetrievalResult, RetrievalSnapshot } from '../../../records/retrieval';
import type { RunSpec, Tell } from '../../../records/run';
import { diverged } from '../../../runs/losses';
import type { Ending, Report, TaskKind } from '../../../runs/task';
import { EpochTask } from '../../training/epochTask';
import { evenly } from '../../training/groups';
import { historyOf, type Cases } from '../preparedSequences';
import type { RetrievalInputs } from '../inputs';
import type { Recommender, RetrievalDeclaration } from '../recommender';
import { fingerprint } from './fingerprint';
import { recommended } from './recommended';
import { retrievalResult } from './result';
import { scoresOfCases } from './snapshot';

/** Validation cases ranked after an epoch, and those whose tokens are looked at in between. */
const RANKED_CASES = 1000;
const PROBE_CASES = 256;

export class RetrievalTask extends EpochTask<Recommender> {
  private readonly probe: Chosen;
  private readonly judged: Chosen;
  /** Of the last epoch. */
  private scores: Scores = scoresOfCases({ ranks: new Int32Array(0), bucketSizes: new Int32Array(0) });

  private constructor(
    predictor: Recommender,
    readonly inputs: RetrievalInputs,
    identity: Identity,
  ) {
    super(predictor, identity);
    this.judged = chosen(inputs.sequences.validation, RANKED_CASES);
    this.probe = chosen(inputs.sequences.validation, PROBE_CASES);
  }

  static async create({ create }: Pick<RetrievalDeclaration, 'create'>, inputs: RetrievalInputs, { kind, params, seed }: { readonly kind: RunSpec['kind']; readonly params: Params; readonly seed: number }): Promise<RetrievalTask> {
    const { training, items } = inputs.sequences;
    const identity = { kind, params, seed, rows: training.events.length, dim: items, total: fingerprint(inputs) };
    return new RetrievalTask(await create(inputs, params, new Random(seed)), inputs, identity);
  }

  /** Weights, two moments of each, and those of the best epoch. */
  get size(): number {
    return 4 * this.predictor.parameters;
  }

  async endEpoch(step: number): Promise<{ metrics: Record<string, number>; over: boolean }> {
    this.scores = scoresOfCases(await this.predictor.rank(this.judged.histories, this.judged.targets));
    const loss = await this.predictor.loss?.(this.judged.histories, this.judged.targets);
    if (loss !== undefined && !Number.isFinite(loss)) throw diverged(`the validation cross-entropy is ${loss}`, step, this.identity.params);
    const metrics = { recall10: this.scores.recall10!, ndcg10: this.scores.ndcg10!, ...(loss !== undefined && { loss }), ...(await this.accuracies()) };
    return { metrics, over: await this.scored(this.predictor.selectBy === 'loss' ? loss! : metrics.recall10) };
  }

  async report({ step }: { readonly step: number }, snapshotWanted: boolean): Promise<Report> {
    return { snapshot: snapshotWanted ? await this.snapshot(step) : null, value: () => null };
  }

  async end(ending: Ending, tell?: Tell): Promise<RetrievalResult> {
    const { predictor, inputs } = this;
    return retrievalResult({ predictor, inputs, ...this.keepBest() }, ending, tell);
  }

  /** The next items after a history, or that of a test case. @throws InputError where neither is told. */
  recommend(ask: Omit<RecommendAsk, 'run'>): Promise<Recommendation> {
    return recommended(this.predictor, this.inputs, ask);
  }

  /** Of the probe, one a place, for the curves: `tokenAccuracy1`, `tokenAccuracy2`, ... */
  private async accuracies(): Promise<Record<string, number>> {
    const { predictor: { tokens }, probe } = this;
    const found = tokens ? await tokens.accuracy(probe.histories, probe.targets) : new Float32Array(0);
    return Object.fromEntries(Array.from(found, (share, place) => [`tokenAccuracy${place + 1}`, share]));
  }

  private async snapshot(step: number): Promise<RetrievalSnapshot> {
    const { predictor: { tokens }, probe } = this;
    return {
      family: 'retrieval', step, epoch: this.place.epochs, part: 'validation', exact: false, scores: this.scores, places: tokens?.places ?? [],
      tokenAccuracy: tokens ? await tokens.accuracy(probe.histories, probe.targets) : new Float32Array(0), foundByDepth: new Float32Array(0), byFrequency: null, byHistory: null,
    };
  }
}

interface Chosen {
  readonly histories: readonly Int32Array[];
  readonly targets: Int32Array;
}

/** So many cases at even distances. */
export function chosen(cases: Cases, most: number): Chosen {
  const rows = evenly(cases.count, most);
  return { histories: rows.map((i) => historyOf(cases, i)), targets: Int32Array.from(rows, (i) => cases.targets[i]!) };
}

/** How the registry gives a recommender to a run. */
export function retrievalTask(declared: Pick<RetrievalDeclaration, 'params' | 'create'>): TaskKind {
  return { family: 'retrieval', params: declared.params, create: (inputs, order) => RetrievalTask.create(declared, inputs as unknown as RetrievalInputs, order) };
}
