/** The table of predictors of labels: its columns, its values, the difference of each to its control. */
import type { ClickDifference, ClickResult } from '../../engine/records/click';
import type { ScoreEntry } from '../../engine/records/predict';
import { csv, formatCount, formatNumber } from '../../viz/format';
import { seedsStopped, stoppedWords } from '../output/endings';
import { momentsOf } from './scoreRows';

export interface ClickRow {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  /** The first seed's first. */
  readonly runs: readonly { readonly seed: number; readonly result: ClickResult }[];
  /** What it is held against, and by how much it differs there, of the first seeds; null: not known (yet). */
  readonly control: { readonly id: string; readonly name: string; readonly difference: ClickDifference | null } | null;
}

type Own = 'parameters' | 'bits' | 'seconds' | 'gain';

const own = (key: Own, title: string, term: string, meaning: string, formula: string, format: ScoreEntry['format'], direction: ScoreEntry['direction'] = 'none'): ScoreEntry => ({
  key, title, term, meaning, formula, direction, format, rows: 'all', needs: 'probabilities', shown: true,
});

/** Numbers of a run beside its scores. */
export const GAIN = own('gain', 'Gain over its control', 'AUC difference', 'AUC minus that of its control: the same codes shuffled among the items, or a store of zeros. The interval is the middle 95 % of 1,000 draws of users, paired; where it contains 0, the difference is within noise.', 'AUC - AUC of the control', 'number');
const OWN: readonly ScoreEntry[] = [
  own('parameters', 'Parameters', 'numbers', 'Numbers in the model, tables included.', 'count', 'count'),
  own('bits', 'Bits read', 'bits', 'What it reads of each item, or of each past event, beside the log itself: bits of its codes or vectors.', 'sum of log2 K, or 32 D', 'number'),
  own('seconds', 'Training time', 'time', 'Seconds spent training on this machine, pauses left out.', 'clock', 'seconds'),
];

/** Every column there can be. */
export function offeredClickScores(scores: readonly ScoreEntry[]): readonly ScoreEntry[] {
  return [...scores, GAIN, ...OWN];
}

/** Those shown: as chosen among the scores of labels, or at first. */
export function shownClickScores(scores: readonly ScoreEntry[], chosen: readonly string[] | null): readonly ScoreEntry[] {
  const all = offeredClickScores(scores);
  const among = chosen?.filter((key) => all.some((entry) => entry.key === key)) ?? [];
  return all.filter((entry) => (among.length > 0 ? among.includes(entry.key) : entry.shown));
}

export function clickValue(key: string, result: ClickResult): number | undefined {
  return key === 'parameters' || key === 'bits' || key === 'seconds' ? result[key] : result.scores[key];
}

/** Four decimals: differences of a few thousandths are the rule here. */
export function printScore(entry: Pick<ScoreEntry, 'key' | 'format'>, value: number): string {
  if (!Number.isFinite(value)) return '—';
  if (entry.format === 'count' || entry.key === 'bits') return formatCount(Math.round(value));
  if (entry.format === 'seconds') return value < 0.01 ? '<0.01' : formatNumber(value);
  return value.toFixed(4);
}

/** "+0.0123" and "0.010 to 0.015", or "within noise". */
export function gainWords({ auc }: ClickDifference): { readonly words: string; readonly below: string } {
  const noise = auc.low <= 0 && auc.high >= 0;
  return { words: signed(auc.difference), below: `${noise ? 'within noise: ' : ''}${signed(auc.low)} to ${signed(auc.high)}` };
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(4)}`;
}

/** A row a run; of several seeds two more rows, "mean" and "sd"; below them the references, and the differences to controls in columns of their own. */
export function clickCsv(scores: readonly ScoreEntry[], rows: readonly ClickRow[], references: readonly { readonly name: string; readonly scores: Readonly<Record<string, number>> }[]): string {
  const keys = [...scores, ...OWN].map(({ key }) => key);
  const lines = rows.flatMap(({ name, runs, control }) => {
    const values = runs.map(({ result }) => keys.map((key) => clickValue(key, result) ?? NaN));
    const state = seedsStopped(runs.map(({ result }) => result)) || 'done';
    const spread = values.length > 1 ? keys.map((_, at) => momentsOf(values.map((row) => row[at]!))) : null;
    const difference = control?.difference;
    const gain = difference ? [control.name, difference.auc.difference, difference.auc.low, difference.auc.high, difference.logLoss.difference, difference.logLoss.low, difference.logLoss.high] : ['', ...Array.from({ length: 6 }, () => NaN)];
    const none = ['', ...Array.from({ length: 6 }, () => NaN)];
    return [
      ...runs.map(({ seed, result }, run) => [name, seed, stoppedWords(result) || 'done', ...values[run]!, ...(run === 0 ? gain : none)]),
      ...(spread ? [[name, 'mean', state, ...spread.map(({ mean }) => mean), ...none], [name, 'sd', state, ...spread.map(({ sd }) => sd), ...none]] : []),
    ];
  });
  const known = references.map(({ name, scores: of }) => [name, 'reference', '', ...keys.map((key) => of[key] ?? NaN), '', ...Array.from({ length: 6 }, () => NaN)]);
  const differences = ['auc', 'logLoss'].flatMap((key) => ['difference', 'low', 'high'].map((part) => `${key}_${part}`));
  return csv(['method', 'seed', 'state', ...keys, 'control', ...differences], [...lines, ...known]);
}
