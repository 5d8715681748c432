/** Planted instances as a log made ready, the truth beside it, and small logs by hand. */
import { drawInstances, FIRST_DAY, type PlantedInstances } from '../data/generators/plantedInstances';
import { prepareLog, type PreparedLog } from '../predictors/log/preparedLog';
import type { CategoryColumn } from '../records/column';
import type { RunResult } from '../records/event';
import type { Log, LogSplit } from '../records/log';
import { disposeLosses } from '../runs/losses';
import type { Task } from '../runs/task';

/** Source: days 0 to 13. Test: days 21 to 27. Validation: an eighth of the users before that. */
export const PLANTED_SPLIT: Partial<LogSplit> = { of: 'time', source: 0.5, validation: 0.12, validationBy: 'users', test: 0.25 };

export function plantedLog(made: PlantedInstances): Log {
  const { rows, user, item, time, labelReady, label, request } = made;
  const column = (name: 'group' | 'category' | 'price' | 'placement' | 'device' | 'hour'): CategoryColumn => {
    const codes = made[name];
    return { name, type: 'category', codes, labels: Array.from({ length: Math.max(...codes) + 1 }, (_, code) => `${name} ${code}`) };
  };
  const names = (codes: Int32Array) => Array.from({ length: codes.reduce((most, code) => Math.max(most, code), 0) + 1 }, (_, code) => String(code));
  return {
    name: 'planted', events: rows, users: user, items: item, time, timeUnit: 's', label: Float64Array.from(label), sessions: request, ready: labelReady,
    context: (['group', 'category', 'price', 'placement', 'device', 'hour'] as const).map(column), labels: [], references: [],
    itemId: true, userNames: names(user), itemNames: names(item), sessionNames: names(request), rowIndex: Uint32Array.from({ length: rows }, (_, row) => row),
  };
}

export function plantedEvents(seed: number, users = 1500): { made: PlantedInstances; events: PreparedLog } {
  const made = drawInstances(seed, users);
  return { made, events: prepareLog(plantedLog(made), PLANTED_SPLIT) };
}

/** 0-based day of a time. */
export function dayOf(time: number): number {
  return Math.floor((time - FIRST_DAY) / 86_400);
}

/** Trains a task to its end and disposes it. `most`: steps after which it is left as it stands, and no result comes. */
export async function trained<R extends RunResult>(task: Task, family: R['family'], most = Infinity): Promise<R | null> {
  for (let step = 1; step <= most; step++) {
    const { losses, epochEnded, done } = await task.step();
    disposeLosses({ losses });
    const over = epochEnded === true && (await task.endEpoch!(step)).over;
    if (!done && !over) continue;
    const result = await task.end({ steps: step, seconds: 1, stopped: false, notes: [], past: [] });
    task.dispose();
    if (result.family !== family) throw new Error(`a result of the family ${result.family} came where ${family} was wanted`);
    return result as R;
  }
  return null;
}

/** These events with other labels. */
export function relabelled(events: PreparedLog, labels: Uint8Array): PreparedLog {
  return { ...events, labels, log: { ...events.log, label: Float64Array.from(labels) } };
}

/** These events with other values of some fields: `change` gives the codes of a field. */
export function refielded(events: PreparedLog, change: (codes: Int32Array, name: string) => Int32Array): PreparedLog {
  return { ...events, fields: events.fields.map((field) => ({ ...field, codes: change(field.codes.slice(), field.name) })) };
}
