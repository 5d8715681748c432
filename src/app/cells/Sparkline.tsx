/** The shared curve of one run, small, in its row. */
import { useMemo } from 'react';
import { sparkline } from '../../viz/sparkline';
import { ViewHost } from '../components/ViewHost';
import type { QuantizerCell } from '../notebook/spec';
import type { CellRun } from '../state/runStore';
import { drawingOf, seriesOf } from './drawing';

export function Sparkline({ cell, run }: { readonly cell: QuantizerCell; readonly run: CellRun | undefined }) {
  const points = run?.points;
  const running = run?.status === 'running';
  const { step = 0, steps = 1 } = run?.progress ?? {};
  const progress = run?.result || steps === 0 ? 1 : step / steps;
  const drawing = useMemo(
    () => drawingOf(sparkline, { series: seriesOf({ cell, run: undefined }), title: 'relative error', values: (points ?? []).map((point) => point.losses.relativeError ?? NaN), progress, running }),
    [cell, points, progress, running],
  );
  return <ViewHost drawing={drawing} label={`Relative error of ${cell.name} while training`} minHeight={28} words={false} />;
}
