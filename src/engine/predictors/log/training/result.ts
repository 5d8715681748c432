/** The end of the run of a predictor of labels: the test part scored once, and a probability for every event with a label. */
import { InputError } from '../../../errors';
import { logLoss } from '../../../math/binary';
import { clickFindingsOf } from '../../../metrics/findings';
import type { ClickResult } from '../../../records/click';
import type { Tell } from '../../../records/run';
import type { Ending } from '../../../runs/task';
import { epochNote } from '../../training/epochs';
import type { ClickPredictor } from '../clickPredictor';
import { NO_PART } from '../parts';
import type { PreparedLog } from '../preparedLog';
import { clickSnapshot, eventScores } from './snapshot';

/** What was trained, and on what. */
export interface Trained {
  readonly predictor: ClickPredictor;
  readonly events: PreparedLog;
  /** Epochs trained, and the one whose weights stand now: both 0 where there are no epochs. */
  readonly epochs: number;
  readonly bestEpoch: number;
}

/** Words of the scores that an epoch may be chosen by. */
const SELECTED = { auc: 'greatest validation AUC', logLoss: 'least validation LogLoss' } as const;

/** @throws InputError where nothing was trained. */
export async function clickResult({ predictor, events, epochs, bestEpoch }: Trained, ending: Ending, tell?: Tell): Promise<ClickResult> {
  const { steps, seconds, stopped, notes, past } = ending;
  if (steps === 0) throw new InputError('The run was stopped before its first step.', 'Run it again and stop later.');
  const { log, train, validation, test } = events;
  const labelled = Uint32Array.from(events.parts.keys()).filter((event) => events.parts[event] !== NO_PART);
  const all = new Float32Array(log.events);
  let done = 0;
  for (const part of [train, validation, test]) {
    tell?.('predicting all rows', done / labelled.length);
    done += part.length;
    const probabilities = await predictor.predict(part);
    part.forEach((event, i) => (all[event] = probabilities[i]!));
  }
  const of = <A extends Uint8Array | Uint32Array | Int32Array | Float32Array>(column: A, rows: Uint32Array): A => {
    const picked = column.slice(0, rows.length) as A;
    rows.forEach((event, i) => (picked[i] = column[event]!));
    return picked;
  };
  const snapshot = await clickSnapshot(predictor, events, test, { step: steps, epoch: bestEpoch, part: 'test', exact: true }, of(all, test));
  const [testLabels, testCold] = [of(events.labels, test), of(events.cold, test)];
  const rate = train.reduce((sum, event) => sum + events.labels[event]!, 0) / train.length;
  const findings = clickFindingsOf({ auc: snapshot.scores.auc!, logLoss: snapshot.scores.logLoss!, constant: logLoss(testLabels, new Float64Array(test.length).fill(rate)), labels: testLabels });
  const coldRows = testCold.reduce((sum, flag) => sum + flag, 0);
  const epochNotes = bestEpoch > 0 ? [epochNote(predictor, { epochs, best: bestEpoch, stopped }, SELECTED[predictor.selectBy])] : [];
  const { bits, parameters } = predictor;
  return {
    family: 'click',
    ...(predictor.plannedEpochs > 0 && { findings }), plannedSteps: Math.max(steps, predictor.plannedSteps),
    scores: snapshot.scores, validation: eventScores(events, validation, of(all, validation), false),
    seconds, steps, epochs, bestEpoch, stopped, parameters, bits, coldRows, testRows: test.length,
    rowIndex: of(log.rowIndex, labelled), parts: of(events.parts, labelled), users: of(log.users, labelled), labels: of(events.labels, labelled), cold: of(events.cold, labelled),
    probabilities: of(all, labelled), snapshot,
    notes: [...notes, ...epochNotes, ...past, ...predictor.notes()],
  };
}
