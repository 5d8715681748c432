/** The decoding of single rows: choose a row, and step through its levels with buttons or with the keys [ and ]. */
import { useEffect, useMemo, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { formatCount, formatNumber } from '../../viz/format';
import { useApp } from '../components/context';
import { inUnit } from '../components/tableWords';
import { inputsOf } from '../notebook/inputs';
import type { ViewCell } from '../notebook/spec';
import { editCell } from '../state/notebookStore';
import { DecodingControls } from './DecodingControls';
import { Figure } from './Figure';
import { decodedRun, decodingDrawing, entryAt, focusOf, placeOf } from './decodingView';
import type { DecodingFocus } from './decodingView';
import { FIT_VIEWS } from './fitViews';
import { usePredictors, useUnit } from './useRunOf';

/** A focus that has rested this long, in milliseconds, is written into the notebook: one edit, not one a step. */
const RESTED = 800;

export function DecodingCard({ cell }: { readonly cell: ViewCell }) {
  const { session } = useApp();
  const runs = usePredictors(inputsOf(cell, 'runs'), 'snapshot');
  const unit = useUnit(runs.map((item) => item.cell));
  const stored = useMemo(() => focusOf(cell.spec.options), [cell.spec.options]);
  const [moved, setMoved] = useState<DecodingFocus | null>(null);
  const focus = moved ?? stored;

  useEffect(() => {
    if (!moved) return;
    const timer = setTimeout(() => {
      const { shown, ...rest } = moved;
      editCell(session.notebook, cell.id, 'view', (now) => ({ ...now, spec: { ...now.spec, options: { ...rest, ...(shown !== null && { shown }) } } }));
      setMoved(null);
    }, RESTED);
    return () => clearTimeout(timer);
  }, [moved, session, cell.id]);

  const item = decodedRun(runs, focus.run);
  const decoding = item?.run?.snapshot?.decoding ?? null;
  const last = (decoding?.numCodes.length ?? 3) + 1;
  const set = (patch: Partial<DecodingFocus>) => setMoved((before) => ({ ...(before ?? stored), ...patch }));
  const step = (by: number) => {
    const next = (focus.shown ?? last) + by;
    if (next >= 0 && next <= last) set({ shown: next === last ? null : next, mode: 'row' });
  };
  const press = (event: KeyboardEvent) => {
    const by = { '[': -1, ']': 1 }[event.key];
    if (by === undefined || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    step(by);
  };

  const drawing = useMemo(() => {
    const { shown, ...rest } = focus;
    const choose = (entry: number) => {
      const seen = decodedRun(runs, focus.run)?.run?.snapshot?.decoding;
      if (seen) setMoved({ ...focus, place: placeOf(seen, entry), mode: 'row' });
    };
    return decodingDrawing(runs, { ...rest, ...(shown !== null && { shown }) }, unit, choose);
  }, [focus, unit, runs]);

  const entry = decoding ? entryAt(decoding, focus.place) : 0;
  const rowWords = decoding ? `row ${formatCount(decoding.rows[entry] ?? 0)} · true ${inUnit(formatNumber(decoding.targets[entry] ?? NaN), unit)}` : 'no row yet';
  return (
    <Figure
      cell={cell} entry={FIT_VIEWS.valueDecoding} runs={runs} drawing={drawing} onKeyDown={press}
      controls={<DecodingControls runs={runs} item={item} focus={focus} set={set} step={step} last={last} rowWords={rowWords} />}
    />
  );
}
