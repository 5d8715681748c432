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
  readonly fields: LoadedLog['fields'];
  /** All choices, completed by guesses. */
  readonly choices: LogChoices;
  readonly warnings: readonly string[];
  /** Scores of columns with probabilities made elsewhere, on the test part; those of a known law are ceilings. */
  readonly references: LoadedLog['references'];
}

export function logOutcome({ inspection: { summary, choices, warnings }, parts, coldTest, positiveShare, fields, references, warnings: own }: LoadedLog): LogOutcome {
  return {
    ...(summary && { events: summary.events, users: summary.users, items: summary.items }),
    parts, coldTest, positiveShare, fields, choices, warnings: [...warnings, ...own], references,
  };
}
