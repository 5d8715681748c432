/** All that a map shows, put together from the run, the engine's answers, the names of rows and the selection; each part is made anew only when what it is of changes. */
import { useMemo } from 'react';
import { fairSample } from '../../engine/client';
import { densityContours } from '../../viz/density';
import { boundsOf, meanLeft, stagePlaces } from '../../viz/stagePlaces';
import { useApp, useRuns } from '../components/context';
import { useExactAnswer } from '../components/useExactAnswer';
import { itemsAmong, rowsCellOf } from '../output/itemRows';
import { seriesOr } from './drawing';
import type { ItemsSeen, RunOfCell } from './drawing';
import { colorChoices, mapColor } from './mapColors';
import type { ColorChoice } from './mapColors';
import { chosenAt, chosenCode, codesAt, frameOf, mapData, stagesOf } from './mapDrawing';
import type { StillMap } from './mapDrawing';
import { mapRun, stopOf, stopWords } from './mapFocus';
import type { MapFocus } from './mapFocus';
import { useMoment } from './useMoment';
import type { Moment } from './useMoment';
import { useUmap } from './useUmap';

/** Points that are drawn at most; of more, a sample is. */
export const MOST_POINTS = 1_000_000;
const SAMPLE_SEED = 1;
const NOTHING = boundsOf();

export interface MapSeen {
  readonly data: StillMap;
  /** Another time than the end; its codes are not those of the run's result. */
  readonly moment: Moment | null;
  /** Rows drawn; null: all. */
  readonly rows: Uint32Array | null;
  readonly total: number;
  readonly dataCell: string;
  /** Cell whose codes are shown. */
  readonly run: string;
  /** 0: no codes yet. */
  readonly levels: number;
  readonly left: readonly number[];
  readonly colors: readonly ColorChoice[];
  readonly color: string;
  /** Placed by UMAP: there is one stop. */
  readonly umap: boolean;
  /** How far UMAP is; null: it does not work. */
  readonly share: number | null;
  /** Why the engine did not answer, in words. */
  readonly problem: string | null;
}

export function useMapData(runs: readonly RunOfCell[], focus: MapFocus, items: ItemsSeen): MapSeen {
  const { session } = useApp();
  const item = mapRun(runs, focus);
  const run = item?.cell.id ?? '';
  const result = item?.run?.result ?? null;
  const dataCell = rowsCellOf(session.notebook.getState().notebook, run);
  const loaded = useRuns((state) => state.data[dataCell]?.loaded ?? null);
  const published = item?.cell.mode === 'codes' ? result : null;
  const umap = useUmap(focus.axes === 'umap', dataCell, loaded ?? published, focus.seed);
  const placed = umap.answer;

  const stagesAnswer = useExactAnswer(useMemo(() => (result ? () => session.items.stages(run) : null), [result, session, run]));
  const placesWanted = loaded !== null && (result === null || stagesAnswer.problem !== null);
  const placesAnswer = useExactAnswer(useMemo(() => (placesWanted ? () => session.items.places(dataCell) : null), [placesWanted, session, dataCell]));
  const whole = stagesAnswer.answer ?? placesAnswer.answer;
  const moment = useMoment(item);
  const then = placed ? null : (moment?.stages ?? null);
  const places = then ?? whole;
  const stages = stagesOf(places);
  const coded = then ?? (stages ? result : null);
  const levels = stages?.levels ?? 0;
  const stop = placed ? 0 : stopOf(focus, levels);
  const all = items.rowsOf(run);
  const names = useMemo(() => (then && all ? itemsAmong(all, then.of) : all), [then, all]);
  const total = whole?.rows ?? all?.rows ?? places?.rows ?? 0;

  const drawn = placed?.rows ?? null;
  const rows = useMemo(() => (then ? null : drawn ? (drawn.length < total ? drawn : null) : total > MOST_POINTS ? fairSample(total, MOST_POINTS, SAMPLE_SEED) : null), [then, drawn, total]);
  const told = then ? then.of : rows;
  // One frame at every time, so that what moves can be seen.
  const framed = whole ?? places;
  const frame = useMemo(() => (placed ? boundsOf(placed.places) : framed ? frameOf(framed) : NOTHING), [framed, placed]);
  const at = useMemo(() => (placed ? placed.places : places ? stagePlaces(places, focus.way, stop, rows) : new Float32Array(0)), [places, placed, focus.way, stop, rows]);
  const count = at.length / 2;

  const colors = useMemo(() => colorChoices(levels, names), [levels, names]);
  const color = colors.some(({ value }) => value === focus.color) ? focus.color : colors[0]!.value;
  const depth = color === 'left' ? Math.min(stop, levels) : 0;
  const painted = useMemo(() => mapColor(color, stages, coded, names, rows, count, depth), [color, stages, coded, names, rows, count, depth]);
  const marked = useMemo(() => (placed ? null : codesAt(stages, coded, focus.way, stop)), [stages, coded, placed, focus.way, stop]);
  const chosen = useMemo(() => chosenAt(items.selection, dataCell, total, told), [items.selection, dataCell, total, told]);
  const contours = useMemo(() => (focus.density && count > 0 ? densityContours(at, boundsOf(at)) : null), [focus.density, at, count]);
  const left = useMemo(() => (stages ? meanLeft(stages) : []), [stages]);

  const { selection, isolated } = items;
  const data = useMemo(() => mapData({
    series: seriesOr(item, 'the data', 'ink'), places, at, rows, told, total, coded, names, frame, contours, chosen, isolated, umap: placed ? focus.seed : null, color: painted,
    waits: waitWords(loaded !== null, result !== null), stage: placed ? 'placed by UMAP' : `${stopWords(focus.way, stop, levels)}${then ? `, at ${moment!.words}` : ''}`,
    zero: focus.way === 'left' && levels > 0 && stop > 0 ? 'zero, where nothing is left' : 'the mean of all items',
    codes: marked && { ...marked, cells: places?.plain === true && focus.way === 'left', sign: focus.way === 'left' ? 'cross' : 'ring', chosen: then ? null : chosenCode(selection, run, marked.level) },
  }), [item, places, at, rows, told, total, then, moment, coded, names, frame, contours, chosen, isolated, painted, placed, loaded, result, focus.way, focus.seed, stop, levels, marked, selection, run]);

  return { data, moment: placed ? null : moment, rows: told, total, dataCell, run, levels, left, colors, color, umap: placed !== null, share: umap.share, problem: umap.problem?.message ?? stagesAnswer.problem?.message ?? placesAnswer.problem?.message ?? null };
}

function waitWords(loaded: boolean, ended: boolean): string {
  if (ended) return 'Map of the items: the engine works out where they lie.';
  return loaded ? 'Map of the items: the engine works out the two principal axes.' : 'Map of the items: starts when the data is read.';
}
