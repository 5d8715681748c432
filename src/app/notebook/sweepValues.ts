/** Values of a swept parameter as a person types them, and the values a sweep begins with. */
import type { ParamSpec, ParamValue } from '../../engine/records/params';

/**
 * "16, 32, 64" as values of this parameter's type. Of a list parameter each number is a list of its own; lists of several numbers are parted by
 * semicolons: "512, 256; 128". Switches are "on, off"; choices their values or titles. What is no such value stays text and is refused by the check.
 */
export function parseValues(spec: ParamSpec, typed: string): readonly ParamValue[] {
  const isList = spec.type === 'integers' || spec.type === 'numbers';
  if (isList && typed.includes(';')) return distinct(parts(typed, /;/).map((list) => parts(list, /[\s,]+/).map(Number)));
  if (spec.type === 'choice') return distinct(parts(typed, /[,;]/).map((word) => spec.choices?.find((choice) => choice.title.toLowerCase() === word.toLowerCase())?.value ?? word));
  const words = parts(typed, /[\s,;]+/);
  if (spec.type === 'boolean') return distinct(words.map((word) => SWITCH[word.toLowerCase()] ?? word));
  if (isList) return distinct(words.map((word) => [Number(word)]));
  return distinct(words.map((word) => (Number.isNaN(Number(word)) ? word : Number(word))));
}

/** The values as they are typed. */
export function printValues(values: readonly ParamValue[]): string {
  const lists = values.some((value) => Array.isArray(value) && value.length !== 1);
  return values.map((value) => (Array.isArray(value) ? value.join(', ') : typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value))).join(lists ? '; ' : ', ');
}

/** What a parameter is swept over until something else is typed: all of its choices, or half, once and twice its value. */
export function firstValues(spec: ParamSpec, value: ParamValue): readonly ParamValue[] {
  if (spec.type === 'boolean') return [true, false];
  if (spec.type === 'choice') return spec.choices?.map((choice) => choice.value) ?? [value];
  const [number = NaN] = Array.isArray(value) ? (value as readonly number[]) : [value as number];
  const whole = spec.type === 'integer' || spec.type === 'integers';
  const near = spec.name === 'numLevels' ? [number - 1, number, number + 1] : [number / 2, number, number * 2].map((entry) => (whole ? Math.round(entry) : entry));
  const inRange = near.filter((entry) => Number.isFinite(entry) && entry >= (spec.min ?? -Infinity) && entry <= (spec.max ?? Infinity));
  return distinct(inRange.length === 0 ? [value] : inRange.map((entry) => (Array.isArray(value) ? [entry] : entry)));
}

const SWITCH: Readonly<Record<string, boolean>> = { on: true, off: false, true: true, false: false, yes: true, no: false };

function parts(text: string, by: RegExp): string[] {
  return text.split(by).map((part) => part.trim()).filter(Boolean);
}

function distinct(values: readonly ParamValue[]): readonly ParamValue[] {
  return values.filter((value, index) => values.findIndex((other) => JSON.stringify(other) === JSON.stringify(value)) === index);
}
