/** The distribution of row norms, small. */
import { useMemo } from 'react';
import type { DatasetSummary } from '../../engine/records/data';
import { normHistogram } from '../../viz/normHistogram';
import { drawingOf } from './drawing';
import { ViewHost } from './ViewHost';

export function NormsFigure({ norms }: { readonly norms: DatasetSummary['norms'] }) {
  const drawing = useMemo(() => drawingOf(normHistogram, { ...norms, title: 'Euclidean norm of a row' }), [norms]);
  return <ViewHost drawing={drawing} label="Distribution of row norms" minHeight={96} words={false} />;
}
