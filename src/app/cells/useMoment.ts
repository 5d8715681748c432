/** The time that a map shows where that is not the end of its run: while the run trains, or as far back as the figures have gone. */
import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { QuantizerSnapshot } from '../../engine/records/quantize';
import type { SampledStages } from '../../engine/records/items';
import { formatCount } from '../../viz/format';
import { useApp, useRuns } from '../components/context';
import { runOf } from '../runs/cellRun';
import { snapshotAt } from '../runs/snapshotHistory';
import type { RunOfCell } from './drawing';
import { stepsInAll } from './timelineView';

export interface Moment {
  /** Of the rows that the snapshot counted; null: the run kept no places. */
  readonly stages: SampledStages | null;
  /** "step 40" */
  readonly words: string;
  /** An earlier time of a run that has gone on. */
  readonly past: boolean;
}

/** Null: the map shows the end, or the data before any codes. */
export function useMoment(item: RunOfCell | undefined): Moment | null {
  const { session } = useApp();
  const place = useStore(session.snapshots, (state) => state.place);
  const histories = useStore(session.snapshots, (state) => (place === null ? null : state.runs));
  const snapshot = useRuns((state) => item && snapshotOf({ cell: item.cell, run: runOf('quantizer', state.runs[item.cell.id]) }, histories?.[item.cell.id], place));
  return useMemo(() => momentOf(snapshot ?? null, place !== null), [snapshot, place]);
}

function snapshotOf(item: RunOfCell, history: Parameters<typeof snapshotAt>[0] | undefined, place: number | null): QuantizerSnapshot | null {
  if (place === null) return item.run?.result ? null : (item.run?.snapshot ?? null);
  return history ? snapshotAt(history, place, stepsInAll(item)) : null;
}

export function momentOf(snapshot: QuantizerSnapshot | null, past: boolean): Moment | null {
  // What is counted on all rows is the end itself.
  if (!snapshot || snapshot.exact || (!past && !snapshot.stages)) return null;
  return { stages: snapshot.stages ?? null, words: `step ${formatCount(snapshot.step)}`, past };
}
