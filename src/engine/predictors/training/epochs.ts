/** How far a predictor's training has come in epochs, and the weights of the best of them: part of its checkpoints, and what its result says of them. */
import type { StateArrays } from '../../checkpoints/format';

/** What of a predictor this concerns. */
export interface EpochTrained {
  readonly plannedEpochs: number;
  /** Epochs without a better validation score after which training ends; 0: never. */
  readonly patience: number;
  readonly selectBy: string;
  weights(): Promise<Readonly<Record<string, Float32Array>>>;
  setWeights(weights: Readonly<Record<string, Float32Array>>): void;
}

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

export const BEGINNING: EpochPlace = { epochs: 0, best: null };

const KEPT = 'best/';

/** The place after an epoch of this validation score; `over`: no further epoch is worth it. */
export async function afterEpoch(predictor: EpochTrained, place: EpochPlace, score: number, direction: 'up' | 'down'): Promise<{ readonly place: EpochPlace; readonly over: boolean }> {
  const epoch = place.epochs + 1;
  const better = !place.best || (direction === 'up' ? score > place.best.score : score < place.best.score);
  const best = better ? { epoch, score, weights: await predictor.weights() } : place.best!;
  return { place: { epochs: epoch, best }, over: predictor.patience > 0 && epoch - best.epoch >= predictor.patience };
}

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
export function bestKept(predictor: EpochTrained, { best }: EpochPlace): number {
  if (!best || predictor.plannedEpochs === 0) return 0;
  predictor.setWeights(best.weights);
  return best.epoch;
}

/** What a reader should know of the epochs: `score` in words, "least validation MAE". */
export function epochNote({ plannedEpochs, patience }: EpochTrained, { epochs, best, stopped }: { readonly epochs: number; readonly best: number; readonly stopped: boolean }, score: string): string {
  const early = !stopped && patience > 0 && epochs < plannedEpochs && epochs - best >= patience;
  const why = early ? `Training ended after epoch ${epochs} of ${plannedEpochs}, ${patience} epochs without a better score on the validation part. ` : '';
  const last = best === plannedEpochs ? ' It was the last one: more epochs may do better.' : '';
  return `${why}The weights of epoch ${best} are kept, those with the ${score}.${last}`;
}
