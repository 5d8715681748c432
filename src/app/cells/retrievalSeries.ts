/** Names and colours of recommenders in figures: semantic IDs have the colour of what made them, controls have none. */
import type { Series } from '../../viz/view';
import { seriesOf } from './drawing';
import type { RunOfRetrieval } from './drawing';

export function seriesOfRetrieval(item: RunOfRetrieval): Series {
  const series = seriesOf(item);
  const { ids } = item.cell.spec.params;
  if (ids === 'shuffled' || ids === 'random') return { ...series, hue: 'ink' };
  return item.of ? { ...series, hue: item.of.kind } : series;
}
