/** A sweep's stored settings with every default filled in, each value checked against the quantizer's own declarations. */
import { checkParams, withLists } from '../../engine/client';
import type { Catalog } from '../../engine/records/engine';
import type { Params, ParamSpec, ParamValue } from '../../engine/records/params';
import { MOST_RUNS, pointParams } from './jobs';
import { describe, isRecord } from './read';
import { seedList } from './seeds';
import { NotebookError } from './spec';
import type { SweepCell, SweptParam } from './spec';

export const MOST_SWEPT = 3;
export const MOST_VALUES = 50;
export const SWEEP_METRIC = 'relativeError';

/** `specs` and `params`: the parameters of the quantizer that is swept, and its own values. @throws NotebookError */
export function toSweep(stored: Readonly<Record<string, unknown>>, specs: readonly ParamSpec[], params: Params, catalog: Catalog, where: string): SweepCell['spec'] {
  const raw = stored.parameters ?? [];
  if (!Array.isArray(raw)) throw new NotebookError(where, `its parameters are ${describe(raw)}.`, 'Write them as [{"name": "numCodes", "values": [[64], [128]]}].');
  if (raw.length > MOST_SWEPT) throw new NotebookError(where, `it sweeps ${raw.length} parameters.`, `Use at most ${MOST_SWEPT}.`);
  const parameters = raw.map((entry) => toSwept(entry, specs, where));
  const twice = parameters.find(({ name }, index) => parameters.findIndex((other) => other.name === name) < index);
  if (twice) throw new NotebookError(where, `it sweeps "${twice.name}" twice.`, 'Name every parameter once.');
  for (const swept of specs.length > 0 ? parameters : []) {
    const problem = sweptProblem(swept, specs, params);
    if (problem) throw new NotebookError(where, problem, `Correct the values of "${swept.name}".`);
  }
  const points = parameters.reduce((product, { values }) => product * values.length, 1);
  if (points > MOST_RUNS) throw new NotebookError(where, `it has ${points} points.`, `Use fewer values: ${MOST_RUNS} runs is the most.`);
  const metric = stored.metric ?? SWEEP_METRIC;
  const known = ['seconds', ...catalog.metrics.map((entry) => entry.key)];
  if (typeof metric !== 'string' || !known.includes(metric)) throw new NotebookError(where, `its metric is ${describe(metric)}.`, `Use one of ${known.join(', ')}.`);
  return { parameters, metric, seeds: stored.seeds === undefined ? [] : seedList(stored.seeds, where) };
}

/** Why these values cannot be swept; empty where they can. */
export function sweptProblem({ name, values }: SweptParam, specs: readonly ParamSpec[], params: Params): string {
  if (values.length === 0) return 'It needs at least one value.';
  if (values.length > MOST_VALUES) return `There are ${values.length} values; ${MOST_VALUES} is the most.`;
  for (const value of values) {
    const problem = checkParams(specs, pointParams(params, [{ name, value }])).find((found) => found.name === name);
    if (problem) return problem.message;
  }
  return '';
}

function toSwept(entry: unknown, specs: readonly ParamSpec[], where: string): SweptParam {
  if (!isRecord(entry) || typeof entry.name !== 'string' || !Array.isArray(entry.values)) {
    throw new NotebookError(where, `a swept parameter is ${describe(entry)}.`, 'Write it as {"name": "numCodes", "values": [[64], [128]]}.');
  }
  const values = (entry.values as unknown[]).map((value) => {
    const plain = ['number', 'boolean', 'string'].includes(typeof value) || (Array.isArray(value) && value.every((part) => typeof part === 'number'));
    if (!plain) throw new NotebookError(where, `a value of "${entry.name as string}" is ${describe(value)}.`, 'Use numbers, texts, true or false, or lists of numbers.');
    return withLists(specs, { [entry.name as string]: value as ParamValue })[entry.name as string]!;
  });
  return { name: entry.name, values };
}
