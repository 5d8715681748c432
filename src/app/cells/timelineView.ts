/** The course of training closed over the snapshots that are kept, and runs as they stood at an earlier time. */
import { formatCount, formatNumber, formatShare } from '../../viz/format';
import { timeline } from '../../viz/timeline';
import type { TimelinePoint } from '../../viz/timeline';
import { drawingOf } from '../components/drawing';
import type { Drawing } from '../components/drawing';
import { snapshotAt } from '../runs/snapshotHistory';
import type { SnapshotHistory } from '../runs/snapshotHistory';
import { seriesOf } from './drawing';
import type { RunOfCell } from './drawing';

/** What the card brings beside the runs: snapshots by cell, and the time that figures show. */
export interface TimeExtras {
  readonly histories: Readonly<Record<string, SnapshotHistory>>;
  readonly place: number | null;
  readonly onPlace?: (place: number | null) => void;
}

export const NO_TIME: TimeExtras = { histories: {}, place: null };

/** Steps that a run takes in all, as far as it knows. */
export function stepsInAll({ run }: RunOfCell): number {
  return Math.max(run?.result?.steps ?? run?.progress?.steps ?? 0, run?.snapshot?.step ?? 0, 1);
}

/** The place of a step; null, the end, at the last one of a run. */
export function placeOfStep(step: number, item: RunOfCell): number | null {
  const place = step / stepsInAll(item);
  return place >= 1 ? null : place;
}

export function timelineDrawing(runs: readonly RunOfCell[], { histories, place, onPlace }: TimeExtras): Drawing {
  const series = runs.map((item) => ({ series: seriesOf(item), steps: stepsInAll(item), points: pointsOf(item, histories[item.cell.id]) }));
  const of = (id: string) => runs.find(({ cell }) => cell.id === id);
  return drawingOf(timeline, { series, place }, (say) => ({
    hover: (point) => say(point && `${of(point.seriesId)?.cell.name ?? ''}, step ${formatCount(point.step)}: relative error ${formatNumber(point.error)} after ${point.levels} ${point.levels === 1 ? 'level' : 'levels'}`),
    ...(onPlace && { select: ({ seriesId, step }: { seriesId: string; step: number }) => {
      const item = of(seriesId);
      if (item) onPlace(placeOfStep(step, item));
    } }),
  }));
}

function pointsOf({ run }: RunOfCell, history: SnapshotHistory | undefined): TimelinePoint[] {
  const snapshots = history?.kept.map(({ snapshot }) => snapshot) ?? (run?.snapshot ? [run.snapshot] : []);
  return snapshots.map(({ step, residualEnergy }) => ({ step, error: Math.sqrt(residualEnergy.at(-1) ?? NaN), levels: residualEnergy.length }));
}

/** The run with the snapshot of this time; without a result, which is of its end. The same where nothing is kept of it. */
export function atPlace<Item extends RunOfCell>(item: Item, history: SnapshotHistory | undefined, place: number): Item {
  const snapshot = history && item.run ? snapshotAt(history, place, stepsInAll(item)) : null;
  return snapshot ? { ...item, run: { ...item.run!, snapshot, result: null } } : item;
}

/** "As of step 120 of 400." */
export function placeWords(runs: readonly RunOfCell[], past: readonly RunOfCell[], place: number): string {
  const [only] = runs;
  if (runs.length === 1 && only) return `As of step ${formatCount(past[0]?.run?.snapshot?.step ?? 0)} of ${formatCount(stepsInAll(only))}.`;
  return `As of ${formatShare(place)} of the steps of each run.`;
}
