/** The distribution of the value to predict, small. */
import { useMemo } from 'react';
import type { TargetSummary } from '../../engine/records/table';
import { normHistogram } from '../../viz/normHistogram';
import { drawingOf } from './drawing';
import { ViewHost } from './ViewHost';

export function TargetFigure({ target, unit }: { readonly target: TargetSummary; readonly unit: string | undefined }) {
  const drawing = useMemo(() => {
    const { min, median, max, histogram } = target;
    const longTail = isLogarithmic(histogram.edges);
    return drawingOf(normHistogram, { min, median, max, histogram, longTail, title: `${target.name}${unit ? ` (${unit})` : ''}${longTail ? ', log axis' : ''}` });
  }, [target, unit]);
  return <ViewHost drawing={drawing} label={`Distribution of ${target.name}`} minHeight={96} words={false} />;
}

/** Bins of unequal width: even ones over log1p of the value. */
function isLogarithmic(edges: Float32Array): boolean {
  const first = (edges[1] ?? 0) - (edges[0] ?? 0);
  const last = (edges.at(-1) ?? 0) - (edges.at(-2) ?? 0);
  return edges.length > 2 && last > 1.2 * first;
}
