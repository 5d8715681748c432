/** How far into an ID a beam holds on to the right item: the share of cases whose right prefix is kept after each token, a line a run. */
import { csv, formatShare, listWords } from './format';
import { emptyState, prepare } from './marks';
import { drawStepLines, stepLinesHeight } from './stepLines';
import type { StepPoint } from './stepLines';
import type { Series, ViewModule } from './view';

export interface DepthRecallData {
  /** By place: "level 1", ..., "suffix"; empty: not decoded yet. */
  readonly series: readonly { readonly series: Series; readonly places: readonly string[]; readonly found: ArrayLike<number> }[];
}

export interface DepthRecallEvents {
  hover(point: { seriesId: string; place: string; found: number } | null): void;
}

interface DepthPoint extends StepPoint {
  readonly seriesId: string;
  readonly place: string;
}

const SUFFIX = 'suffix';
const EMPTY = 'Found after each code: starts when the test cases are ranked.';
const CAPTION = 'Test cases whose right codes up to this place are among the prefixes that the beam keeps. Where a line falls, the right item is lost.';

export const depthRecall: ViewModule<DepthRecallData, DepthRecallEvents> = {
  draw(root, data, size, on) {
    prepare(root, size);
    const columns = columnsOf(data);
    const runs = data.series.map(({ series, places, found }) => ({ series, points: pointsOf(series, places, found, columns) })).filter(({ points }) => points.length > 0);
    if (emptyState(root, size, runs.length > 0 ? null : EMPTY)) return;
    drawStepLines<DepthPoint>(root, size, {
      runs, labels: columns, yTitle: 'right prefix kept (% of test cases)', xTitle: 'codes written so far', caption: CAPTION, label: `Found after each code: ${runs.length} runs`,
      show: (point) => on?.hover?.(point && { seriesId: point.seriesId, place: point.place, found: point.share }),
    });
  },
  height: (_, width) => stepLinesHeight(CAPTION, width),
  describe(data) {
    const parts = data.series.map(({ series, places, found }) => `${series.name}: ${found.length === 0 ? 'not decoded yet' : listWords(Array.from(found, (share, at) => `${formatShare(share)} after ${places[at]}`))}`);
    return `Share of test cases whose right prefix the beam keeps. ${parts.join('. ')}.`;
  },
  toCsv: ({ series }) => csv(['method', 'place', 'right prefix kept'], series.flatMap(({ series: { name }, places, found }) => Array.from(found, (share, at) => [name, places[at] ?? '', share]))),
};

/** All levels, then the suffix: IDs of different lengths end in the same column. */
function columnsOf({ series }: DepthRecallData): string[] {
  const names = new Set(series.flatMap(({ places, found }) => places.slice(0, found.length)));
  const levels = [...names].filter((name) => name !== SUFFIX).sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  return [...levels, ...(names.has(SUFFIX) ? [SUFFIX] : [])];
}

function pointsOf({ id, name }: Series, places: readonly string[], found: ArrayLike<number>, columns: readonly string[]): DepthPoint[] {
  return Array.from(found, (share, at): DepthPoint => ({ step: columns.indexOf(places[at]!), share, seriesId: id, place: places[at]!, words: `${name}, after ${places[at]}: ${formatShare(share)} kept` })).filter(({ share }) => Number.isFinite(share));
}
