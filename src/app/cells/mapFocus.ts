/** What a map of items shows, as its cell stores it: which run, which stop of the slider, which colours and axes. */
import { firstStop, lastStop } from '../../viz/stagePlaces';
import type { Way } from '../../viz/stagePlaces';
import type { ViewOptions } from '../notebook/spec';
import type { RunOfCell } from './drawing';

export interface MapFocus {
  /** Cell of the run; empty: the first that has a result. */
  readonly run: string;
  readonly way: Way;
  readonly stop: number;
  /** A value of `colorChoices`; empty: the first. */
  readonly color: string;
  readonly axes: 'principal' | 'umap';
  /** Of UMAP. */
  readonly seed: number;
  readonly density: boolean;
}

export const MOST_SEED = 2 ** 31 - 1;

export function mapFocusOf({ run, way, stop, color, axes, seed, density }: ViewOptions): MapFocus {
  return {
    run: typeof run === 'string' ? run : '', way: way === 'rebuilt' ? 'rebuilt' : 'left', stop: typeof stop === 'number' && stop >= 0 ? Math.floor(stop) : 0,
    color: typeof color === 'string' ? color : '', axes: axes === 'umap' ? 'umap' : 'principal', seed: typeof seed === 'number' && Number.isInteger(seed) && seed >= 0 && seed <= MOST_SEED ? seed : 1, density: density === true,
  };
}

/** As options of a cell: what stands at its default is not written. */
export function mapOptions(focus: MapFocus): ViewOptions {
  const plain = mapFocusOf({});
  return Object.fromEntries((Object.keys(focus) as (keyof MapFocus)[]).filter((name) => focus[name] !== plain[name]).map((name) => [name, focus[name]]));
}

/** The run that is shown: the one that was chosen, else the first with a result, else the first. */
export function mapRun(runs: readonly RunOfCell[], { run }: Pick<MapFocus, 'run'>): RunOfCell | undefined {
  return runs.find(({ cell }) => cell.id === run) ?? runs.find((item) => item.run?.result) ?? runs[0];
}

/** The stop that is shown, of a run with `levels`. */
export function stopOf({ way, stop }: Pick<MapFocus, 'way' | 'stop'>, levels: number): number {
  return Math.max(firstStop(way), Math.min(lastStop(levels, way), stop));
}

/** The stop of the other way that has as many codes. */
export function turned(focus: MapFocus, way: Way, levels: number): MapFocus {
  return { ...focus, way, stop: stopOf({ way, stop: stopOf(focus, levels) }, levels) };
}

/** "what is left after 1 of 3 codes" */
export function stopWords(way: Way, stop: number, levels: number): string {
  if (levels === 0) return 'before any codes';
  if (way === 'left') return stop === 0 ? 'before any codes' : `what is left after ${stop} of ${levels} codes`;
  return stop > levels ? 'the items themselves' : `rebuilt from ${stop} of ${levels} codes`;
}
