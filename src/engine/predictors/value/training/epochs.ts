/** How far a predictor's training has come in epochs, and the weights of the best of them: part of its checkpoints. */
import type { StateArrays } from '../../../checkpoints/format';
import type { Predictor } from '../predictor';

/** The best epoch so far. */
export interface Best {
  readonly epoch: number;
  readonly score: number;
  readonly weights: Readonly<Record<string, Float32Array>>;
}

export interface EpochPlace {
  readonly epochs: number;
  /** Null before the first epoch ended. */
  readonly best: Best | null;
}

const KEPT = 'best/';

export function withPlace(state: StateArrays, { epochs, best }: EpochPlace): StateArrays {
  const kept = Object.entries(best?.weights ?? {}).map(([name, values]) => [`${KEPT}${name}`, values] as const);
  return { ...state, fit: Float64Array.of(epochs, best?.epoch ?? 0, best?.score ?? 0), ...Object.fromEntries(kept) };
}

export function placeOf(state: StateArrays): EpochPlace {
  const [epochs, epoch, score] = state.fit as Float64Array;
  const weights = Object.entries(state).flatMap(([name, values]) => (name.startsWith(KEPT) ? [[name.slice(KEPT.length), values as Float32Array] as const] : []));
  return { epochs: epochs!, best: epoch === 0 ? null : { epoch: epoch!, score: score!, weights: Object.fromEntries(weights) } };
}

/** The weights of the best epoch are put in place, where there are epochs at all; gives the epoch, or 0. */
export function bestKept(predictor: Predictor, { best }: EpochPlace): number {
  if (!best || predictor.plannedEpochs === 0) return 0;
  predictor.setWeights(best.weights);
  return best.epoch;
}
