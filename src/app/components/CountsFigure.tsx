/** How counts are spread, such as events a user, small. */
import { useMemo } from 'react';
import type { Spread } from '../../engine/records/log';
import { normHistogram } from '../../viz/normHistogram';
import { drawingOf } from './drawing';
import { ViewHost } from './ViewHost';

export function CountsFigure({ title, spread }: { readonly title: string; readonly spread: Spread }) {
  const drawing = useMemo(() => {
    const { min, median, max, histogram } = spread;
    const { edges } = histogram;
    const longTail = edges.at(-1)! - edges.at(-2)! > edges[1]! - edges[0]!;
    return drawingOf(normHistogram, { min, median, max, histogram, longTail, title: `${title}${longTail ? ', log axis' : ''}` });
  }, [title, spread]);
  return <ViewHost drawing={drawing} label={`Distribution of ${title.toLowerCase()}`} minHeight={96} words={false} />;
}
