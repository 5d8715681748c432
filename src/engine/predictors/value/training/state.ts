/** What a fit goes on from: the predictor as it stands, the epochs done, and the weights of the best of them. */
import { readResume, type Identity } from '../../../checkpoints/checkpointing';
import type { StateArrays } from '../../../checkpoints/format';
import type { CheckpointStore } from '../../../checkpoints/store';
import { Random } from '../../../math/random';
import { mean } from '../../../math/statistics';
import { completeParams } from '../../../params';
import type { FitKind, Predictor } from '../predictor';
import type { PreparedTable } from './preparedTable';
import type { Params } from '../../../records/params';
import type { FitSpec } from '../../../records/run';

/** The best epoch so far. */
export interface Best {
  readonly epoch: number;
  readonly score: number;
  readonly weights: Readonly<Record<string, Float32Array>>;
}

/** How far a fit has come. */
export interface FitPlace {
  readonly epochs: number;
  /** Null before the first epoch ended. */
  readonly best: Best | null;
}

const KEPT = 'best/';

/** As it is before its first step. */
export function createPredictor(kind: FitKind, { encoder, train, validation }: PreparedTable, params: Params, seed: number): Promise<Predictor> {
  return kind.create({ shape: encoder.shape, train, validation }, params, new Random(seed));
}

/** What tells a fit and its data from others, in its checkpoints. */
export function fitIdentity({ kind, seed }: FitSpec, params: Params, { encoder, train: { targets } }: PreparedTable): Identity {
  const { numbers, categories, lists } = encoder.shape;
  const centre = mean(targets);
  const total = targets.reduce((sum, target) => sum + (target - centre) ** 2, 0);
  return { kind, params, seed, rows: targets.length, dim: numbers.length + categories.length + lists.length, total };
}

export async function readFit(predictor: Predictor, { epochs, best }: FitPlace): Promise<StateArrays> {
  const kept = Object.entries(best?.weights ?? {}).map(([name, values]) => [`${KEPT}${name}`, values] as const);
  return { ...(await predictor.state()), fit: Float64Array.of(epochs, best?.epoch ?? 0, best?.score ?? 0), ...Object.fromEntries(kept) };
}

/** Puts the predictor where it stood. */
export function writeFit(predictor: Predictor, state: StateArrays): FitPlace {
  predictor.restore(state);
  const [epochs, epoch, score] = state.fit as Float64Array;
  const weights = Object.entries(state).flatMap(([name, values]) => (name.startsWith(KEPT) ? [[name.slice(KEPT.length), values as Float32Array] as const] : []));
  return { epochs: epochs!, best: epoch === 0 ? null : { epoch: epoch!, score: score!, weights: Object.fromEntries(weights) } };
}

/** The weights of the best epoch are put in place, where there are epochs at all; gives the epoch, or 0. */
export function keepBest(predictor: Predictor, best: Best | null): number {
  if (!best || predictor.plannedEpochs === 0) return 0;
  predictor.setWeights(best.weights);
  return best.epoch;
}

/** The predictor of a fit that ended earlier, from what was kept of it. @throws InputError in words where nothing was. */
export async function takeUpFit(kind: FitKind, table: PreparedTable, spec: FitSpec, store: CheckpointStore | undefined): Promise<Predictor> {
  const params = completeParams(kind.params, spec.params);
  const kept = await readResume(store, { ...spec, resume: 'last' }, fitIdentity(spec, params, table));
  const predictor = await createPredictor(kind, table, params, spec.seed);
  try {
    keepBest(predictor, writeFit(predictor, kept!.state).best);
    return predictor;
  } catch (thrown) {
    predictor.dispose();
    throw thrown;
  }
}
