/** The end of a source model's run: the frozen model encodes every event of the log, and is scored once on the test part. */
import { InputError } from '../../../errors';
import { logLoss } from '../../../math/binary';
import { clickFindingsOf } from '../../../metrics/findings';
import type { SourceResult } from '../../../records/click';
import type { Tell } from '../../../records/run';
import type { Ending } from '../../../runs/task';
import { epochNote } from '../../training/epochs';
import type { SourceModel } from './model';
import { sourceScores, sourceSnapshot, type Shown } from './snapshot';

/** Events encoded at once, so that the page hears of it. */
const CHUNK = 16_384;
const SELECTED = { auc: 'greatest AUC', logLoss: 'least LogLoss' } as const;

/** The weights of the best epoch stand. @throws InputError where nothing was trained. */
export async function sourceResult(
  model: SourceModel, shown: Shown, { epochs, bestEpoch }: { readonly epochs: number; readonly bestEpoch: number }, ending: Ending, tell?: Tell,
): Promise<SourceResult> {
  const { steps, seconds, stopped, notes, past } = ending;
  if (steps === 0) throw new InputError('The run was stopped before its first step.', 'Run it again and stop later.');
  const { data: { events, chosenOn, learned }, settings: { order, store }, vectorDim: dim } = model;
  const vectors = await encodeAll(model, tell);
  tell?.('scoring the test part', 0.9);
  const probabilities = await model.predict(events.test);
  const scores = sourceScores(events, events.test, probabilities);
  const snapshot = sourceSnapshot(events, shown, pick(vectors, shown.events, dim), dim, { step: steps, epoch: bestEpoch, exact: true, scores });
  const labels = Uint8Array.from(events.test, (event) => events.labels[event]!);
  const rate = learned.reduce((sum, event) => sum + events.labels[event]!, 0) / learned.length;
  const findings = clickFindingsOf({ auc: scores.auc!, logLoss: scores.logLoss!, constant: logLoss(labels, new Float64Array(labels.length).fill(rate)), labels });
  const epochNotes = bestEpoch > 0 ? [epochNote(model, { epochs, best: bestEpoch, stopped }, `${SELECTED[model.selectBy]} on the users held out`)] : [];
  const trained = `Trained on ${learned.length} labelled rows of the source part, of ${new Set(learned.map((event) => events.log.users[event]!)).size} users; frozen, it encodes all ${events.log.events} events. Labels are never read.`;
  return {
    family: 'source',
    findings, scores, validation: sourceScores(events, chosenOn, await model.predict(chosenOn)),
    seconds, steps, epochs, bestEpoch, plannedSteps: Math.max(steps, model.plannedSteps), stopped, parameters: model.parameters,
    vectors, dim, rowIndex: events.log.rowIndex.slice(), snapshot,
    notes: [...notes, ...epochNotes, trained, ...(order === 'user' && store === 'after' ? ['Vectors are taken after mixing: each also holds rows of its user before it.'] : []), ...past],
  };
}

/** Vectors of all events [events, vectorDim], each column with mean 0 and standard deviation 1 over the source part. */
export async function encodeAll(model: SourceModel, tell?: Tell): Promise<Float32Array> {
  const { data: { events: { log, source } }, vectorDim: dim } = model;
  const vectors = new Float32Array(log.events * dim);
  for (let from = 0; from < log.events; from += CHUNK) {
    tell?.('encoding all events', (0.9 * from) / log.events);
    vectors.set(await model.encode(Uint32Array.from({ length: Math.min(CHUNK, log.events - from) }, (_, i) => from + i)), from * dim);
  }
  standardise(vectors, dim, source);
  return vectors;
}

/** In place. A column that does not vary over the counted rows becomes its distance from their mean. */
export function standardise(vectors: Float32Array, dim: number, counts: Uint8Array): void {
  const rows = counts.reduce((sum, flag) => sum + flag, 0);
  for (let j = 0; j < dim; j++) {
    let [sum, squares] = [0, 0];
    for (let row = 0; row < counts.length; row++) if (counts[row] === 1) sum += vectors[row * dim + j]!;
    const mean = sum / rows;
    for (let row = 0; row < counts.length; row++) if (counts[row] === 1) squares += (vectors[row * dim + j]! - mean) ** 2;
    const deviation = Math.sqrt(squares / rows) || 1;
    for (let row = 0; row < counts.length; row++) vectors[row * dim + j] = (vectors[row * dim + j]! - mean) / deviation;
  }
}

function pick(vectors: Float32Array, events: Uint32Array, dim: number): Float32Array {
  const picked = new Float32Array(events.length * dim);
  events.forEach((event, row) => picked.set(vectors.subarray(event * dim, (event + 1) * dim), row * dim));
  return picked;
}
