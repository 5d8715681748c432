/** What a person should know of a log before predictors are trained on it: rows of each part, new items, fields, and how well the reference columns do on the test part. */
import { InputError } from '../../errors';
import { scoresByItem } from '../../metrics/scores';
import type { HeldLog } from '../../records/click';
import type { PreparedLog } from './preparedLog';

/** Rows of the rarer label in the test part below which a difference of a few hundredths in AUC is chance. */
const FEW_ROWS = 100;

/** @throws InputError where a reference column holds other numbers than probabilities. */
export function describeLog({ log, ready, labels, cold, train, validation, test, source, fields }: PreparedLog): Omit<HeldLog, 'dataId'> {
  for (const { name, values } of log.references) {
    const wrong = values.findIndex((value) => value < 0 || value > 1);
    if (wrong >= 0) throw new InputError(`The reference column "${name}" holds ${values[wrong]} in row ${log.rowIndex[wrong]} (counted from 0); probabilities of 0 to 1 were wanted.`, 'Leave it out of the references.');
  }
  const pick = (column: ArrayLike<number>) => Float64Array.from(test, (event) => column[event]!);
  const judged = { labels: pick(labels), users: pick(log.users) };
  const positives = judged.labels.reduce((sum, label) => sum + label, 0);
  const rarer = Math.min(positives, test.length - positives);
  const labelled = train.length + validation.length + test.length;
  return {
    parts: { train: train.length, validation: validation.length, test: test.length, source: source.reduce((sum, flag) => sum + flag, 0) },
    coldTest: test.reduce((sum, event) => sum + cold[event]!, 0),
    lateShare: lateShare(log, ready),
    positiveShare: [train, validation, test].reduce((sum, events) => sum + events.reduce((all, event) => all + labels[event]!, 0), 0) / labelled,
    fields: fields.map(({ name, size }) => ({ name, size: size - 1 })),
    references: log.references.map(({ name, values }) => ({ name, scores: scoresByItem({ ...judged, probabilities: pick(values) }, pick(cold)) })),
    warnings: rarer < FEW_ROWS ? [`The test part has ${rarer} rows with the rarer label: AUC is uncertain by about ${uncertainty(rarer)}.`] : [],
  };
}

/** Of events of one user that follow each other, the second later: how often the first's label comes too late for the second. */
function lateShare({ users, time, label }: PreparedLog['log'], ready: Float64Array): number {
  let [late, pairs] = [0, 0];
  for (let event = 1; event < users.length; event++) {
    if (users[event] !== users[event - 1] || !(time[event]! > time[event - 1]!) || Number.isNaN(label?.[event - 1] ?? NaN)) continue;
    pairs++;
    if (ready[event - 1]! > time[event]!) late++;
  }
  return pairs === 0 ? 0 : late / pairs;
}

/** sqrt(A (1 - A) / rarer) at A = 0.7: a rough upper bound of the standard error of AUC. */
function uncertainty(rarer: number): string {
  return Math.min(0.5, Math.sqrt(0.21 / rarer)).toFixed(2);
}
