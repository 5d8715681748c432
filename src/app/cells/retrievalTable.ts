/** The table of recommenders: its columns, its values, the difference of each to its control, and its CSV. */
import type { RetrievalDifference, RetrievalResult } from '../../engine/records/retrieval';
import type { ScoreEntry } from '../../engine/records/predict';
import { csv, formatCount, formatNumber, formatShare } from '../../viz/format';
import { seedsStopped, stoppedWords } from '../output/endings';
import type { RetrievalRow } from './retrievalRuns';
import { momentsOf } from './scoreRows';

type Own = 'parameters' | 'bits' | 'seconds' | 'largestBucket';

const own = (key: Own | 'recallGain', title: string, term: string, meaning: string, formula: string, format: ScoreEntry['format'], shown = true): ScoreEntry => ({
  key, title, term, meaning, formula, direction: 'none', format, rows: 'all', needs: 'ranking', shown,
});

export const RECALL_GAIN = own('recallGain', 'Gain over its control', 'Recall@10 difference', 'Recall@10 minus that of its control: the same IDs shuffled among the items, else random IDs. The interval is the middle 95 % of 1,000 draws of users, paired; where it contains 0, the difference is within noise.', 'Recall@10 - Recall@10 of the control', 'number');
const OWN: readonly ScoreEntry[] = [
  own('parameters', 'Parameters', 'numbers', 'Numbers in the model.', 'count', 'count'),
  own('bits', 'Bits of an ID', 'bits', 'Bits of an item’s semantic ID, without the suffix.', 'sum of log2 K', 'number', false),
  own('largestBucket', 'Most items on one ID', 'largest bucket', 'Items that share the commonest ID before the suffix tells them apart.', 'max items of one ID', 'count', false),
  own('seconds', 'Training time', 'time', 'Seconds spent training on this machine, pauses left out.', 'clock', 'seconds'),
];
/** Nearly always what the trie finds: told in the CSV, and shown where it is chosen. */
const HIDDEN: readonly string[] = ['recall10Free'];

/** Every column there can be. */
export function offeredRankingScores(scores: readonly ScoreEntry[]): readonly ScoreEntry[] {
  return [...scores.filter(({ needs }) => needs === 'ranking'), RECALL_GAIN, ...OWN];
}

/** Those shown: as chosen among them, or at first all cut-offs. */
export function shownRankingScores(scores: readonly ScoreEntry[], chosen: readonly string[] | null): readonly ScoreEntry[] {
  const all = offeredRankingScores(scores);
  const among = chosen?.filter((key) => all.some((entry) => entry.key === key)) ?? [];
  if (among.length > 0) return all.filter(({ key }) => among.includes(key));
  return all.filter(({ key, shown }) => !HIDDEN.includes(key) && (shown || !OWN.some((entry) => entry.key === key)));
}

/** Undefined where a run has no such number: floors write no IDs. */
export function rankingValue(key: string, result: RetrievalResult): number | undefined {
  if (key === 'bits' || key === 'largestBucket') return result.bits > 0 ? result[key] : undefined;
  return key === 'parameters' || key === 'seconds' ? result[key] : result.scores[key];
}

/** Four decimals: differences of a few thousandths are the rule here. */
export function printRanking({ format, key }: Pick<ScoreEntry, 'key' | 'format'>, value: number): string {
  if (!Number.isFinite(value)) return '—';
  if (format === 'count' || key === 'bits') return formatCount(Math.round(value));
  if (format === 'share') return formatShare(value);
  if (format === 'seconds') return value < 0.01 ? '<0.01' : formatNumber(value);
  return value.toFixed(4);
}

/** "+0.0123" and "0.010 to 0.015", or "within noise". */
export function recallGainWords({ recall10 }: RetrievalDifference): { readonly words: string; readonly below: string } {
  const noise = recall10.low <= 0 && recall10.high >= 0;
  return { words: signed(recall10.difference), below: `${noise ? 'within noise: ' : ''}${signed(recall10.low)} to ${signed(recall10.high)}` };
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(4)}`;
}

/** What the table says of items that users had already. */
export function seenWords(rows: readonly Pick<RetrievalRow, 'name' | 'removesSeen'>[]): string {
  const removing = rows.filter(({ removesSeen }) => removesSeen);
  if (removing.length === 0) return 'items of the history are kept in the rankings';
  if (removing.length === rows.length) return 'items of the history are left out of the rankings';
  return `items of the history are left out by ${removing.map(({ name }) => name).join(', ')} alone: compare them with care`;
}

/** A row a run; of several seeds two more rows, "mean" and "sd"; the differences to controls in columns of their own. */
export function rankingCsv(scores: readonly ScoreEntry[], rows: readonly RetrievalRow[]): string {
  const keys = [...scores.filter(({ needs }) => needs === 'ranking'), ...OWN].map(({ key }) => key);
  const none = ['', ...Array.from({ length: 6 }, () => NaN)];
  const lines = rows.flatMap(({ name, runs, control, removesSeen }) => {
    const seen = removesSeen ? 'removed' : 'kept';
    const values = runs.map(({ result }) => keys.map((key) => rankingValue(key, result) ?? NaN));
    const state = seedsStopped(runs.map(({ result }) => result)) || 'done';
    const spread = values.length > 1 ? keys.map((_, at) => momentsOf(values.map((row) => row[at]!))) : null;
    const difference = control?.difference;
    const gain = difference ? [control.name, ...[difference.recall10, difference.ndcg10].flatMap(({ difference: by, low, high }) => [by, low, high])] : none;
    return [
      ...runs.map(({ seed, result }, run) => [name, seed, stoppedWords(result) || 'done', seen, ...values[run]!, ...(run === 0 ? gain : none)]),
      ...(spread ? [[name, 'mean', state, seen, ...spread.map(({ mean }) => mean), ...none], [name, 'sd', state, seen, ...spread.map(({ sd }) => sd), ...none]] : []),
    ];
  });
  const differences = ['recall10', 'ndcg10'].flatMap((key) => ['difference', 'low', 'high'].map((part) => `${key}_${part}`));
  return csv(['method', 'seed', 'state', 'seen_items', ...keys, 'control', ...differences], lines);
}
