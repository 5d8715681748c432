/** What a further column of a log is used for. */
import type { LogChoices } from '../../engine/records/log';

export type LogUse = 'context' | 'labels' | 'references' | 'nothing';

export const LOG_USES: readonly { readonly value: LogUse; readonly title: string }[] = [
  { value: 'context', title: 'field, known before' }, { value: 'labels', title: 'label, known later' }, { value: 'references', title: 'prediction to compare' }, { value: 'nothing', title: 'not used' },
];
const LISTS = ['context', 'labels', 'references'] as const;

export function logUse(choices: LogChoices, column: string): LogUse {
  return LISTS.find((use) => choices[use]?.includes(column)) ?? 'nothing';
}

/** The lists that change where a column is put to another use. */
export function withLogUse(choices: LogChoices, column: string, use: LogUse): Partial<LogChoices> {
  return Object.fromEntries(LISTS.flatMap((list) => {
    const before = choices[list] ?? [];
    const after = list === use ? [...before.filter((name) => name !== column), column] : before.filter((name) => name !== column);
    return after.length === before.length && list !== use ? [] : [[list, after]];
  }));
}
