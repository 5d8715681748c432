/** One curve of a run, small, in its row. */
import { useMemo } from 'react';
import type { MetricPoint } from '../../engine/records/run';
import { sparkline } from '../../viz/sparkline';
import type { Hue } from '../../viz/view';
import { ViewHost } from '../components/ViewHost';
import type { CellRun } from '../runs/cellRun';
import { curveValues } from './drawing';
import { drawingOf } from '../components/drawing';

interface Props {
  readonly cell: { readonly id: string; readonly name: string; readonly spec: { readonly kind: Hue } };
  readonly run: CellRun | undefined;
  /** What is drawn, in lower case. */
  readonly title: string;
  /** Undefined where a point does not have it. The same function at each drawing. */
  value(point: MetricPoint): number | undefined;
  /** So few values that a single one is left out: it is no curve. */
  readonly sparse?: boolean;
}

export function Sparkline({ cell, run, title, value, sparse = false }: Props) {
  const points = run?.points;
  const running = run?.status === 'running';
  const { step = 0, steps = 1 } = run?.progress ?? {};
  const progress = run?.result || steps === 0 ? 1 : step / steps;
  const drawing = useMemo(() => {
    const known = curveValues(points ?? [], value);
    const values = sparse && known.length < 2 ? [] : known;
    const series = { id: cell.id, name: cell.name, hue: cell.spec.kind };
    return drawingOf(sparkline, { series, title, values, progress, running });
  }, [cell, points, progress, running, title, sparse, value]);
  return <ViewHost drawing={drawing} label={`${title[0]!.toUpperCase()}${title.slice(1)} of ${cell.name} while training`} minHeight={28} words={false} />;
}
