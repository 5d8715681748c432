/** What results.json says of a log. */
import type { LoadedLog } from '../../engine/records/click';
import type { LogChoices } from '../../engine/records/log';

export interface LogOutcome {
  readonly events?: number;
  readonly users?: number;
  readonly items?: number;
  /** Events with a label in each part, and those that models of instances are trained on. */
  readonly parts: LoadedLog['parts'];
  readonly coldTest: number;
  readonly positiveShare: number;
  readonly lateShare: number;
  readonly fields: LoadedLog['fields'];
  /** All choices, completed by guesses. */
  readonly choices: LogChoices;
  readonly warnings: readonly string[];
  /** Scores of columns with probabilities made elsewhere, on the test part; those of a known law are ceilings. */
  readonly references: LoadedLog['references'];
}

/** Best score of a known law's probabilities (columns named "law..."), as `ceilingAuc`, `ceilingLogLoss` and of cold and warm rows: no honest predictor does better, but for chance. */
export function ceilingsOf({ references }: Pick<LoadedLog, 'references'>): Readonly<Record<string, number>> {
  const laws = references.filter(({ name }) => /^law(_|$)/.test(name)).map(({ scores }) => scores);
  if (laws.length === 0) return {};
  const best = (key: string, of: (...values: number[]) => number) => of(...laws.map((scores) => scores[key] ?? NaN).filter(Number.isFinite));
  return Object.fromEntries(['', 'Cold', 'Warm'].flatMap((rows) => [[`ceilingAuc${rows}`, best(`auc${rows}`, Math.max)], [`ceilingLogLoss${rows}`, best(`logLoss${rows}`, Math.min)]]).filter(([, value]) => Number.isFinite(value)));
}

export function logOutcome({ inspection: { summary, choices, warnings }, parts, coldTest, positiveShare, lateShare, fields, references, warnings: own }: LoadedLog): LogOutcome {
  return {
    ...(summary && { events: summary.events, users: summary.users, items: summary.items }),
    parts, coldTest, positiveShare, lateShare, fields, choices, warnings: [...warnings, ...own], references,
  };
}
