/** From a sweep's runs to the small multiples that show them. */
import type { Catalog } from '../../engine/records/engine';
import type { ParamSpec, ParamValue } from '../../engine/records/params';
import type { MetricEntry } from '../../engine/records/quantize';
import { smallMultiples } from '../../viz/smallMultiples';
import type { MultiplesAxis, MultiplesData, MultiplesPoint } from '../../viz/smallMultiples';
import { inputOf } from '../notebook/inputs';
import { valueWords } from '../notebook/jobs';
import { quantizerCell } from '../notebook/spec';
import type { Notebook, SweepCell, SweptParam } from '../notebook/spec';
import { metricValue } from '../output/metricValue';
import type { PointRuns } from '../output/sweepRuns';
import { SECONDS } from './secondsMetric';
import { drawingOf } from '../components/drawing';
import type { Drawing } from '../components/drawing';

/** The figure of a sweep; a metric with a value a level is drawn by its last level. */
export function sweepDrawing(notebook: Notebook, sweep: SweepCell, catalog: Catalog, points: readonly PointRuns[]): Drawing {
  return drawingOf(smallMultiples, sweepData(notebook, sweep, catalog, points), (say) => ({ hover: say }));
}

export function sweepData(notebook: Notebook, sweep: SweepCell, catalog: Catalog, points: readonly PointRuns[]): MultiplesData {
  const base = quantizerCell(notebook, inputOf(sweep, 'method'));
  const kind = base?.spec.kind ?? 'ink';
  const specs = catalog.quantizers.find((entry) => entry.kind === kind)?.params ?? [];
  const { parameters } = sweep.spec;
  const axes = parameters.map((swept) => axisOf(swept, specs));
  const metric = sweptMetric(sweep, catalog);
  return {
    name: base?.name ?? 'no quantizer', hue: kind,
    metric: { title: `${metric.title}${metric.perLevel ? ', last level' : ''}`, format: metric.format, direction: metric.direction },
    x: axes[0] ?? { title: 'nothing swept', values: [{ label: '', number: null }] }, line: axes[1] ?? null, panel: axes[2] ?? null,
    points: points.map((point) => pointOf(point, parameters, metric)),
  };
}

/** The metric that a sweep draws. */
export function sweptMetric(sweep: SweepCell, catalog: Catalog): MetricEntry {
  return [...catalog.metrics, SECONDS].find((metric) => metric.key === sweep.spec.metric) ?? SECONDS;
}

/** One number of a metric: itself, or its last level's. */
export function lastValue(value: number | readonly number[] | undefined): number {
  return typeof value === 'object' ? (value.at(-1) ?? NaN) : (value ?? NaN);
}

function pointOf({ point, runs, done, status }: PointRuns, parameters: readonly SweptParam[], metric: MetricEntry): MultiplesPoint {
  const [x = 0, line = 0, panel = 0] = parameters.map(({ values }, at) => values.indexOf(point[at]!.value));
  const problem = runs.map(({ run }) => run?.problem).find(Boolean);
  const values = done.map(({ result }) => lastValue(metricValue(metric.key, result)));
  return { x, line, panel, values, state: problem ? 'failed' : status === 'done' ? 'done' : 'waiting', ...(problem && { words: problem.message }) };
}

function axisOf({ name, values }: SweptParam, specs: readonly ParamSpec[]): MultiplesAxis {
  const spec = specs.find((candidate) => candidate.name === name);
  const title = spec?.title.replace(/ \(.*\)$/, '') ?? name;
  return { title, values: values.map((value) => ({ label: labelOf(value, spec), number: numberOf(value) })) };
}

/** A choice is called as in the form. */
function labelOf(value: ParamValue, spec: ParamSpec | undefined): string {
  return spec?.choices?.find((choice) => choice.value === value)?.title ?? valueWords(value);
}

/** A list of one number, such as the codes of every level, counts as that number. */
function numberOf(value: ParamValue): number | null {
  if (typeof value === 'number') return value;
  return Array.isArray(value) && value.length === 1 ? ((value as readonly number[])[0] ?? null) : null;
}
