/** One user's history out of the arrays of a reader's attention, and what the reader prefers of it in words. */
import { LABEL_NAMES } from './clickMeasures';
import { THIN, UNDEFINED } from './format';
import { spanWords } from './timeSpan';
import type { HistoryAttention } from '../engine/records/click';

export interface HistoryToken {
  /** Row in the file. */
  readonly row: number;
  /** Seconds before the judged event. */
  readonly gap: number;
  /** 0, 1; 2: not yet known. */
  readonly label: number;
  readonly weight: number;
}

export interface History {
  readonly user: number;
  readonly row: number;
  readonly label: number;
  readonly probability: number;
  /** Oldest first. */
  readonly tokens: readonly HistoryToken[];
}

/** Above an even share by no more than this factor, attention prefers nothing. */
const EVEN = 1.1;

/** null where the user is not among those shown. */
export function historyOf(attention: HistoryAttention | null, user: number | undefined): History | null {
  const at = attention && user !== undefined ? attention.users.indexOf(user) : -1;
  if (!attention || user === undefined || at < 0) return null;
  const [from, to] = [attention.offsets[at] ?? 0, attention.offsets[at + 1] ?? 0];
  return {
    user, row: attention.rows[at] ?? 0, label: attention.labels[at] ?? 0, probability: attention.probabilities[at] ?? NaN,
    tokens: Array.from({ length: Math.max(0, to - from) }, (_, i) => ({
      row: attention.tokenRows[from + i] ?? 0, gap: attention.gaps[from + i] ?? NaN, label: attention.tokenLabels[from + i] ?? 2, weight: attention.weights[from + i] ?? NaN,
    })),
  };
}

/** "attends most to the event 3 h before (24 %, yes)". */
export function prefersWords({ tokens }: History): string {
  if (tokens.length === 0) return 'has no earlier event to attend to';
  let most = -1;
  tokens.forEach(({ weight }, i) => {
    if (Number.isFinite(weight) && !(weight <= (tokens[most]?.weight ?? -Infinity))) most = i;
  });
  const found = tokens[most];
  if (!found) return 'gave no attention that is a number';
  if (tokens.length > 1 && found.weight <= EVEN / tokens.length) return 'attends to all events about alike';
  return `attends most to the event ${spanWords(found.gap)} before (${attentionWords(found.weight)}, ${LABEL_NAMES[found.label] ?? ''})`;
}

/** Two digits, since an even share of a long history is below one per cent: 11 %, 2.3 %, 0.39 %. */
export function attentionWords(weight: number): string {
  return Number.isFinite(weight) ? `${Number((100 * weight).toPrecision(2))}${THIN}%` : UNDEFINED;
}
