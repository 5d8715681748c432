/** Heads and cells of tables that compare: a name that explains itself, a value that says whether it is the best. */
import type { MetricEntry } from '../../engine/records/quantize';
import { Tooltip } from '../components/Tooltip';
import type { Standing } from './best';

const ARROWS: Record<MetricEntry['direction'], string> = { up: '↑', down: '↓', none: '' };
const DIRECTIONS: Record<MetricEntry['direction'], string> = { up: 'Higher is better.', down: 'Lower is better.', none: 'Neither direction is better by itself.' };

type Explained = Pick<MetricEntry, 'title' | 'term' | 'meaning' | 'formula' | 'direction'>;

/** A value in words, with a second line; null: not there yet. */
export interface Printed {
  readonly words: string | null;
  readonly below?: string;
}

/** `unit`: stands behind the term. */
export function MetricHead({ metric, several, unit }: { readonly metric: Explained; readonly several: boolean; readonly unit?: string }) {
  const words = metric.title.split(' ');
  const last = words.pop();
  const term = metric.term.toLowerCase() === metric.title.toLowerCase() ? '' : metric.term;
  return (
    <Tooltip tip={<MetricTip metric={metric} several={several} />}>
      <button type="button" className="metric-name">
        {words.join(' ')}{' '}
        {/* The arrow stays on the line of the last word. */}
        <span className="together">
          {last} <span className="arrow">{ARROWS[metric.direction]}</span>
        </span>
        {(term || unit) && <small>{[term, unit && `in ${unit}`].filter(Boolean).join(', ')}</small>}
      </button>
    </Tooltip>
  );
}

/** `index`: the row's, as `standing` counts. */
export function MarkedCell({ metric, printed, standing, index, starts = false }: { readonly metric: string; readonly printed: Printed; readonly standing: Standing; readonly index: number; readonly starts?: boolean }) {
  const best = standing.best.has(index);
  const unclear = (best && standing.rivals.size > 0) || standing.rivals.has(index);
  const verdict = best ? (unclear ? ' (best mean, no clear difference)' : ' (best)') : unclear ? ' (no clear difference to the best)' : '';
  return (
    <td className={classes(best && 'best', unclear && 'unclear', starts && 'starts')} data-metric={metric}>
      {printed.words ?? <span className="muted">…</span>}
      {verdict && <span className="mark" aria-hidden="true" />}
      {printed.below && <small className="below">{printed.below}</small>}
      {verdict && <span className="visually-hidden">{verdict}</span>}
    </td>
  );
}

function MetricTip({ metric, several }: { readonly metric: Explained; readonly several: boolean }) {
  return (
    <>
      {metric.meaning} {DIRECTIONS[metric.direction]}
      {several && metric.direction !== 'none' && ' The best mean over seeds is bold. It has a dot if its mean ± standard deviation overlaps no other. Otherwise it and all that it overlaps have a ring: there is no clear difference.'}
      <code className="tip-note">{metric.formula}</code>
    </>
  );
}

export function classes(...names: readonly (string | false | undefined)[]): string | undefined {
  return names.filter(Boolean).join(' ') || undefined;
}
