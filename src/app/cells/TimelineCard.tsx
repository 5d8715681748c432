/** Back in time: a slider over the snapshots that are kept of a run; figures of snapshots follow it. */
import { useId, useMemo } from 'react';
import { useStore } from 'zustand';
import { formatCount, formatNumber } from '../../viz/format';
import { useApp } from '../components/context';
import { inputsOf } from '../notebook/inputs';
import type { ViewCell } from '../notebook/spec';
import { NO_HISTORY, bytesOf, snapshotAt } from '../runs/snapshotHistory';
import { showPlace } from '../state/snapshots';
import { Figure } from './Figure';
import { ITEM_VIEWS } from './itemViews';
import { placeOfStep, stepsInAll, timelineDrawing } from './timelineView';
import { chosenRun } from './treeView';
import { useQuantizers } from './useRunOf';

const MEGABYTE = 1e6;

export function TimelineCard({ cell }: { readonly cell: ViewCell }) {
  const { session } = useApp();
  const id = useId();
  const runs = useQuantizers(inputsOf(cell, 'runs'), 'snapshot');
  const histories = useStore(session.snapshots, (state) => state.runs);
  const place = useStore(session.snapshots, (state) => state.place);
  const drawing = useMemo(() => timelineDrawing(runs, { histories, place, onPlace: (next) => showPlace(session.snapshots, next) }), [runs, histories, place, session]);
  const item = chosenRun(runs, cell.spec.options) ?? runs[0];
  const history = (item && histories[item.cell.id]) ?? NO_HISTORY;
  const last = history.kept.length - 1;
  const shown = item && place !== null ? snapshotAt(history, place, stepsInAll(item)) : (history.kept.at(-1)?.snapshot ?? null);
  const at = Math.max(0, history.kept.findIndex(({ snapshot }) => snapshot === shown));
  const bytes = useMemo(() => runs.reduce((sum, run) => sum + bytesOf(histories[run.cell.id] ?? NO_HISTORY), 0), [runs, histories]);
  const words = item && shown ? `step ${formatCount(shown.step)} of ${formatCount(stepsInAll(item))}` : 'nothing kept yet';
  const move = (index: number) => {
    const chosen = history.kept[index]?.snapshot;
    // The last position is the end itself, whatever comes after it.
    if (item && chosen) showPlace(session.snapshots, index === last ? null : (placeOfStep(chosen.step, item) ?? null));
  };
  return (
    <Figure
      cell={cell} entry={ITEM_VIEWS.timeline} runs={runs} drawing={drawing}
      controls={
        <div className="item-controls time-controls">
          <label htmlFor={id}>{`Time${item ? ` of ${item.cell.name}` : ''}`}</label>
          <input id={id} type="range" min={0} max={Math.max(0, last)} value={at} disabled={last < 1} aria-valuetext={words} onChange={(event) => move(Number(event.target.value))} />
          <span className="time-words" role="status">{words}</span>
          <button type="button" className="button small" disabled={place === null} onClick={() => showPlace(session.snapshots, null)}>
            Back to the end
          </button>
          <span className="item-note">{`${formatCount(runs.reduce((sum, run) => sum + (histories[run.cell.id]?.kept.length ?? 0), 0))} snapshots kept, ${formatNumber(bytes / MEGABYTE)} MB. They are gone when the page is closed.`}</span>
        </div>
      }
    />
  );
}
