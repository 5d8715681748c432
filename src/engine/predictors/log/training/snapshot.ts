/** What the views show of a predictor of labels over a part of the events: scores, reliability, AUC by length of history, and where it reads histories, what it attends to. */
import { auc } from '../../../math/binary';
import { CALIBRATION_BINS } from '../../../math/calibration';
import { stableOrder } from '../../../math/ranks';
import { scoresByItem, scoresOf } from '../../../metrics/scores';
import type { ByHistory, ClickSnapshot, Reliability } from '../../../records/click';
import type { Scores } from '../../../records/predict';
import { equalGroups, evenly, meanOf } from '../../training/groups';
import type { ClickPredictor } from '../clickPredictor';
import type { PreparedLog } from '../preparedLog';

/** Groups by length of history. */
const GROUPS = 5;
/** Users whose attention is shown. */
const SHOWN_USERS = 24;

interface Moment {
  readonly step: number;
  readonly epoch: number;
  readonly part: 'validation' | 'test';
  readonly exact: boolean;
}

/** `events`: of one part. `known`: their probabilities with the weights as they are; absent: they are predicted here. */
export async function clickSnapshot(predictor: ClickPredictor, log: PreparedLog, events: Uint32Array, moment: Moment, known?: Float32Array): Promise<ClickSnapshot> {
  const probabilities = known ?? (await predictor.predict(events));
  const labels = Uint8Array.from(events, (event) => log.labels[event]!);
  const attention = await predictor.attention?.(shownEvents(log, events));
  return {
    family: 'click',
    ...moment,
    scores: eventScores(log, events, probabilities, moment.part === 'test'),
    reliability: reliability(labels, probabilities),
    byHistory: byHistory(labels, probabilities, historyLengths(log, events)),
    ...(attention && { attention }),
  };
}

/** `byItem`: each also over rows with new items, and with known ones. */
export function eventScores(log: PreparedLog, events: Uint32Array, probabilities: ArrayLike<number>, byItem: boolean): Scores {
  const of = (column: ArrayLike<number>) => Int32Array.from(events, (event) => column[event]!);
  const judged = { labels: of(log.labels), users: of(log.log.users), probabilities };
  return byItem ? scoresByItem(judged, of(log.cold)) : scoresOf('probabilities', judged);
}

/** Rows by their probability in ten bins of equal width. */
export function reliability(labels: ArrayLike<number>, probabilities: ArrayLike<number>): Reliability {
  const bins = Array.from({ length: CALIBRATION_BINS }, (): number[] => []);
  for (let row = 0; row < labels.length; row++) bins[Math.min(CALIBRATION_BINS - 1, Math.floor(probabilities[row]! * CALIBRATION_BINS))]?.push(row);
  return {
    predicted: Float32Array.from(bins, (rows) => meanOf(rows, (row) => probabilities[row]!)),
    observed: Float32Array.from(bins, (rows) => meanOf(rows, (row) => labels[row]!)),
    rows: Uint32Array.from(bins, (rows) => rows.length),
  };
}

/** Rows in up to five groups by the number of their user's earlier events; equal numbers stay together. */
export function byHistory(labels: ArrayLike<number>, probabilities: ArrayLike<number>, lengths: Uint32Array): ByHistory {
  const groups = equalGroups(stableOrder(lengths), GROUPS, (a, b) => lengths[a] === lengths[b]);
  return {
    upTo: Uint32Array.from(groups, (rows) => lengths[rows.at(-1)!]!),
    auc: Float32Array.from(groups, (rows) => auc(rows.map((row) => labels[row]!), rows.map((row) => probabilities[row]!))),
    rows: Uint32Array.from(groups, (rows) => rows.length),
  };
}

/** [events]: events of the same user at an earlier time; those at the same time do not count. */
export function historyLengths({ log, offsets }: PreparedLog, events: Uint32Array): Uint32Array {
  return Uint32Array.from(events, (event) => {
    const first = offsets[log.users[event]!]!;
    let at = event;
    while (at > first && log.time[at - 1] === log.time[event]) at--;
    return at - first;
  });
}

/** The last event among these of some users, evenly through them. */
function shownEvents({ log }: PreparedLog, events: Uint32Array): Uint32Array {
  const last = events.filter((event, i) => i === events.length - 1 || log.users[events[i + 1]!] !== log.users[event]);
  return Uint32Array.from(evenly(last.length, SHOWN_USERS), (i) => last[i]!);
}
