/** What is told of sequences in use: facts, what of their items has a vector or an ID, and what a reader should mind. */
import { formatCount, formatNumber, formatShare } from '../../viz/format';
import type { LoadedSequences } from '../runs/runState';
import type { ItemJoin } from '../output/itemJoin';
import type { Fact } from './FactList';

/** The largest cut-off of the scores. */
const MOST_PLACES = 20;
/** Items named as examples. */
const EXAMPLES = 5;

export function heldSequenceFacts({ sequences, users, items, meanLength, parts, split, userNames, unseenTargets, chained }: LoadedSequences): Fact[] {
  return [
    ...(userNames ? [[formatCount(users), 'users in use', false] as Fact] : []),
    [formatCount(sequences), chained > 0 ? 'sequences, rows that continue each other joined' : 'sequences in use', false],
    [formatCount(items), 'items', items < MOST_PLACES],
    [formatNumber(meanLength), 'items a sequence, on average', false],
    [`${formatCount(parts.training)} · ${formatCount(parts.validation)} · ${formatCount(parts.test)}`, `training pairs · validation cases · test cases, ${split === 'test file' ? 'from a file of their own' : 'the last item of each user'}`, false],
    ...(parts.test > 0 ? [[formatShare(unseenTargets / parts.test), 'of the test targets are in no training sequence', unseenTargets > 0.2 * parts.test] as Fact] : []),
  ];
}

/** Beside the warnings of the files and of the engine. */
export function sequenceWarnings({ inspection, test, warnings, items, repeatedUsers, leftOut }: LoadedSequences): string[] {
  const { summary } = inspection;
  return [
    ...inspection.warnings, ...(test?.warnings ?? []).map((warning) => `Test file: ${warning}`), ...warnings,
    ...(summary && summary.short > 0 && !warnings.some((warning) => warning.includes('fewer than five items')) ? [`${formatCount(summary.short)} sequences have one item alone: there is no next item to learn from.`] : []),
    ...(repeatedUsers > 0 ? [`${formatCount(repeatedUsers)} users have more than one row: each row is taken for a sequence of its own. Where the rows belong together, join them in the file.`] : []),
    ...(items < MOST_PLACES ? [`There are ${formatCount(items)} items, fewer than the ${MOST_PLACES} places of the ranking: every item is found among them. Judge by Recall@5.`] : []),
    ...(leftOut.events > 0 || leftOut.rows > 0 ? [`${formatCount(leftOut.events)} events are left out with their items${leftOut.rows > 0 ? `, and ${formatCount(leftOut.rows)} rows whose next item was one of them` : ''}.`] : []),
  ];
}

/** "3 610 of 3 686 items have a semantic ID of “Published IDs”, by id." `wanted`: "a vector", "a semantic ID". */
export function joinWords({ by, without, further }: ItemJoin, items: number, wanted: string, name: string): string {
  const found = items - without.length;
  const more = further > 0 ? ` ${formatCount(further)} more are of no item of the sequences; they can be recommended too.` : '';
  return `${formatCount(found)} of ${formatCount(items)} items have ${wanted} of “${name}”, by ${by}.${more}`;
}

export function missingWords({ without }: ItemJoin, names: readonly string[], wanted: string): string {
  const examples = without.slice(0, EXAMPLES).map((item) => `“${names[item]}”`).join(', ');
  return `${formatCount(without.length)} have none: ${examples}${without.length > EXAMPLES ? ' …' : ''}. What needs ${wanted} passes over them, and never finds them.`;
}
