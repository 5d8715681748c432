/** Runs as they stood at the time that figures show; null while that is the end. */
import { useMemo } from 'react';
import { useStore } from 'zustand';
import { useApp } from '../components/context';
import type { MethodRun, RunOfCell } from './drawing';
import { atPlace, placeWords } from './timelineView';

interface Past {
  readonly runs: readonly MethodRun[];
  readonly words: string;
}

/** `wanted`: the figure draws snapshots of quantizers; others know no earlier time. */
export function usePast(latest: readonly MethodRun[], wanted: boolean): Past | null {
  const { session } = useApp();
  const place = useStore(session.snapshots, (state) => (wanted ? state.place : null));
  const histories = useStore(session.snapshots, (state) => (wanted && state.place !== null ? state.runs : null));
  return useMemo(() => {
    if (place === null || histories === null) return null;
    const runs = latest as readonly RunOfCell[];
    const past = runs.map((item) => atPlace(item, histories[item.cell.id], place));
    return { runs: past, words: placeWords(runs, past, place) };
  }, [latest, place, histories]);
}
