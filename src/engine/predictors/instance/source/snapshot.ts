/** What the views show of a source model: its scores, and its vectors of some events in two principal axes with values to colour them by. */
import { principalAxes } from '../../../math/pca';
import { scoresOf } from '../../../metrics/scores';
import type { SourceSnapshot } from '../../../records/click';
import type { Scores } from '../../../records/predict';
import { NO_PART } from '../../log/parts';
import type { PreparedLog } from '../../log/preparedLog';
import { evenly } from '../../training/groups';
import { itemFields } from '../itemFields';

/** Events shown, and fields to colour them by. */
const SHOWN = 2000;
const COLOURS = 3;
/** More values have no colours of their own. */
const MOST_VALUES = 40;

export function sourceScores({ labels, log }: PreparedLog, events: Uint32Array, probabilities: Float32Array): Scores {
  return scoresOf('probabilities', { labels: Uint8Array.from(events, (event) => labels[event]!), users: Int32Array.from(events, (event) => log.users[event]!), probabilities });
}

/** Events that a run shows, rising, and what colours them: the same throughout the run. */
export interface Shown {
  readonly events: Uint32Array;
  readonly colours: SourceSnapshot['colours'];
}

/** Labelled events of users evenly through the log, whole users, at most SHOWN. */
export function shownOf(log: PreparedLog): Shown {
  const { parts, offsets, log: { userNames } } = log;
  const users = userNames.length;
  const labelled = parts.reduce((sum, part) => sum + (part === NO_PART ? 0 : 1), 0);
  const wanted = Math.max(1, Math.round((users * SHOWN) / Math.max(SHOWN, labelled)));
  const shown: number[] = [];
  for (const user of evenly(users, wanted)) {
    for (let event = offsets[user]!; event < offsets[user + 1]! && shown.length < SHOWN; event++) if (parts[event] !== NO_PART) shown.push(event);
  }
  return { events: Uint32Array.from(shown), colours: coloursOf(log).map(({ name, codes, names }) => ({ name, codes: Int32Array.from(shown, (event) => codes[event]!), names })) };
}

/** `vectors` [events shown, dim]. */
export function sourceSnapshot(
  log: PreparedLog, { events: shown, colours }: Shown, vectors: Float32Array, dim: number, moment: Pick<SourceSnapshot, 'step' | 'epoch' | 'exact' | 'scores'>,
): SourceSnapshot {
  const { mean, components, explainedVariance, totalVariance } = principalAxes(vectors, shown.length, dim, 2);
  const points = new Float32Array(shown.length * 2);
  for (let row = 0; row < shown.length; row++) {
    for (let axis = 0; axis < 2; axis++) {
      let sum = 0;
      for (let j = 0; j < dim; j++) sum += (vectors[row * dim + j]! - mean[j]!) * components[axis * dim + j]!;
      points[row * 2 + axis] = sum;
    }
  }
  return {
    family: 'source', ...moment, points,
    axisShares: [explainedVariance[0]! / totalVariance, explainedVariance[1]! / totalVariance],
    rows: Uint32Array.from(shown, (event) => log.log.rowIndex[event]!),
    labels: Uint8Array.from(shown, (event) => log.labels[event]!),
    // The arrays of a snapshot leave with it.
    colours: colours.map(({ name, codes, names }) => ({ name, codes: codes.slice(), names })),
  };
}

/** Fields of context with few values: those of the request first, since they are what a hand-made sequence of items does not hold. */
function coloursOf(events: PreparedLog) {
  const ofItem = new Set(itemFields(events));
  const few = events.fields.filter(({ role, size }) => role === 'context' && size <= MOST_VALUES);
  return [...few.filter((field) => !ofItem.has(field)), ...few.filter((field) => ofItem.has(field))].slice(0, COLOURS);
}
