/** Planted instances as a log made ready, the truth beside it, and small logs by hand. */
import { drawInstances, FIRST_DAY, type PlantedInstances } from '../data/generators/plantedInstances';
import { prepareLog, type PreparedLog } from '../predictors/log/preparedLog';
import type { CategoryColumn } from '../records/column';
import type { Log, LogSplit } from '../records/log';

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
    userNames: names(user), itemNames: names(item), sessionNames: names(request), rowIndex: Uint32Array.from({ length: rows }, (_, row) => row),
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
