/** How often a code was used at each snapshot of training that is kept. */
import { useMemo } from 'react';
import { useStore } from 'zustand';
import { formatShare } from '../../../viz/format';
import { sparkline } from '../../../viz/sparkline';
import { useApp } from '../../components/context';
import { drawingOf } from '../../components/drawing';
import { ViewHost } from '../../components/ViewHost';
import type { CodesShown } from './useCodesShown';

export function UseOverTraining({ shown: { cell }, level, code }: { readonly shown: CodesShown; readonly level: number; readonly code: number }) {
  const { session } = useApp();
  const history = useStore(session.snapshots, (state) => state.runs[cell.id]);
  // The share of the rows counted: live snapshots count fewer of them than the last one.
  const values = useMemo(() => (history?.kept ?? []).map(({ snapshot }) => (snapshot.usage[level] ? snapshot.usage[level][code]! / Math.max(1, snapshot.rows) : NaN)), [history, level, code]);
  const drawing = useMemo(() => drawingOf(sparkline, { series: { id: cell.id, name: cell.name, hue: cell.spec.kind }, title: 'share of the rows', values, progress: 1, running: false }), [cell, values]);
  const known = values.filter(Number.isFinite);
  if (known.length < 2) return null;
  return (
    <section aria-label="Its use over training">
      <h3>Its use over training</h3>
      <ViewHost drawing={drawing} label={`Use of code ${code} at level ${level + 1} over training`} minHeight={28} words={false} />
      <p className="muted inspector-note">
        From {formatShare(known[0]!)} of the rows to {formatShare(known.at(-1)!)}, over {known.length} snapshots of training; at most {formatShare(Math.max(...known))}.
      </p>
    </section>
  );
}
