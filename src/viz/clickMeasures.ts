/** The two scores by which predictors of labels are compared in figures: how they are called, scaled, printed, and which way is better. */
import { THIN, UNDEFINED } from './format';

export type ClickMeasure = 'auc' | 'logLoss';

/** Names of the labels of events: 0, 1, and 2 where the label was not known at the time. */
export const LABEL_NAMES = ['no', 'yes', 'not yet known'] as const;

export const MEASURE_NAMES: Readonly<Record<ClickMeasure, string>> = { auc: 'AUC', logLoss: 'LogLoss' };

/** Titles of axes. */
export const MEASURE_TITLES: Readonly<Record<ClickMeasure, string>> = { auc: 'AUC (%), higher is better', logLoss: 'LogLoss, lower is better' };

/** As it stands on an axis: AUC as per cent, as in tables. */
export function onAxis(value: number, measure: ClickMeasure): number {
  return measure === 'auc' ? 100 * value : value;
}

/** "78.24 %", "0.4917": differences that matter lie in the last digits. */
export function measureWords(value: number, measure: ClickMeasure): string {
  if (!Number.isFinite(value)) return UNDEFINED;
  return measure === 'auc' ? `${(100 * value).toFixed(2)}${THIN}%` : value.toFixed(4);
}

/** A difference with its sign: "+0.82" percentage points of AUC, "−0.0041" of LogLoss. */
export function differenceWords(value: number, measure: ClickMeasure): string {
  if (!Number.isFinite(value)) return UNDEFINED;
  const digits = measure === 'auc' ? (100 * Math.abs(value)).toFixed(2) : Math.abs(value).toFixed(4);
  return Number(digits) === 0 ? digits : `${value < 0 ? '−' : '+'}${digits}`;
}
