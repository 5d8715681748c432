/** Parameters against their declarations: defaults, and the reason in words why a value is refused. */
import { InputError } from './errors';
import type { ParamProblem, Params, ParamSpec, ParamValue } from './records/params';

/** Every declared parameter at its default. */
export function defaultParams(specs: readonly ParamSpec[]): Params {
  return Object.fromEntries(specs.map((spec) => [spec.name, spec.default]));
}

/** Names that are not declared, and values of the wrong type or out of range. An empty list: all is well. */
export function checkParams(specs: readonly ParamSpec[], params: Params): ParamProblem[] {
  const known = new Map(specs.map((spec) => [spec.name, spec]));
  return Object.entries(params).flatMap(([name, value]) => {
    const spec = known.get(name);
    const message = spec ? (refusal(spec, value) ?? wrongLength(spec, value, params[spec.lengthOf ?? ''])) : `There is no parameter "${name}". Known: ${[...known.keys()].join(', ')}.`;
    return message ? [{ name, message }] : [];
  });
}

/** The parameters with a lone number, where a list is declared, as the list of that number: one for all levels. */
export function withLists(specs: readonly ParamSpec[], params: Params): Params {
  const listed = new Set(specs.flatMap((spec) => (Array.isArray(spec.default) ? [spec.name] : [])));
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, listed.has(name) && typeof value === 'number' ? [value] : value]));
}

/** Every declared parameter: as given, at its default otherwise. @throws InputError where one is refused. */
export function completeParams(specs: readonly ParamSpec[], given: Params): Params {
  const params = { ...defaultParams(specs), ...withLists(specs, given) };
  const problems = checkParams(specs, params);
  if (problems.length > 0) throw new InputError(problems.map((problem) => problem.message).join(' '), 'Correct the settings of this cell.');
  return params;
}

function refusal(spec: ParamSpec, value: ParamValue): string | null {
  const seen = `${spec.title} is ${Array.isArray(value) ? value.join(', ') : JSON.stringify(value)}`;
  switch (spec.type) {
    case 'boolean':
      return typeof value === 'boolean' ? null : `${seen}; it must be on or off.`;
    case 'choice': {
      const wanted = spec.choices!.map((choice) => choice.value);
      return wanted.includes(value as string) ? null : `${seen}; it must be one of ${wanted.join(', ')}.`;
    }
    case 'integers': {
      if (!Array.isArray(value) || value.length === 0) return spec.min === 0 && Array.isArray(value) ? null : `${seen}; it must be a list of whole numbers, such as ${show(spec.default)}.`;
      const bad = (value as readonly number[]).find((entry) => !Number.isInteger(entry) || outOfRange(spec, entry));
      return bad === undefined ? null : `${seen}; ${bad} is not a whole number${range(spec)}.`;
    }
    case 'numbers': {
      const list: readonly unknown[] = Array.isArray(value) ? value : [value];
      if (list.length === 0) return `${seen}empty; it must be a number, or a list of numbers, such as ${show(spec.default)}.`;
      const bad = list.find((entry) => typeof entry !== 'number' || !Number.isFinite(entry) || outOfRange(spec, entry));
      return bad === undefined ? null : `${seen}; ${JSON.stringify(bad)} is not a number${range(spec)}.`;
    }
    default: {
      if (typeof value !== 'number' || !Number.isFinite(value)) return `${seen}; it must be a number${range(spec)}.`;
      if (spec.type === 'integer' && !Number.isInteger(value)) return `${seen}; it must be a whole number${range(spec)}.`;
      return outOfRange(spec, value) ? `${seen}; it must be${range(spec)}.` : null;
    }
  }
}

function wrongLength(spec: ParamSpec, value: ParamValue, wanted: ParamValue | undefined): string | null {
  if (!Array.isArray(value) || typeof wanted !== 'number' || value.length === 1 || value.length === wanted) return null;
  return `${spec.title} is ${value.join(', ')}: ${value.length} numbers for ${wanted} levels; it must be one number for all levels, or ${wanted} numbers.`;
}

function outOfRange(spec: ParamSpec, value: number): boolean {
  return (spec.min !== undefined && value < spec.min) || (spec.max !== undefined && value > spec.max);
}

function range(spec: ParamSpec): string {
  if (spec.min !== undefined && spec.max !== undefined) return ` from ${spec.min} to ${spec.max}`;
  if (spec.min !== undefined) return ` of at least ${spec.min}`;
  return spec.max === undefined ? '' : ` of at most ${spec.max}`;
}

function show(value: ParamValue): string {
  return Array.isArray(value) ? value.join(', ') : String(value);
}
