/** Predictors as rows, scores as columns; below a rule, predictions that came with the table. */
import type { ScoreEntry } from '../../engine/records/predict';
import type { LoadedTable } from '../../engine/records/table';
import { printSpread, printValue, standingOf } from './best';
import { bestReference, gapWords, judged, momentsOf, referenceName, scoreValue } from './scoreRows';
import type { ScoreRow } from './scoreRows';
import { MethodTable } from './MethodTable';
import type { MethodColumn } from './MethodTable';
import type { Printed } from './tableParts';

interface Props {
  readonly columns: readonly ScoreEntry[];
  readonly rows: readonly ScoreRow[];
  readonly references: LoadedTable['references'];
  readonly unit: string;
}

export function ScoresTable({ columns, rows, references, unit }: Props) {
  const lines = rows.map(({ id, name, kind, fits }) => ({ id, name, kind, results: fits.map(({ result }) => result), findings: fits[0]?.result.findings ?? [] }));
  return (
    <MethodTable label="Table of scores" className="scores" columns={columns.map((entry) => columnOf(entry, rows, references, unit))} rows={lines} references={references.map(({ name }) => referenceName(name))} />
  );
}

function columnOf(entry: ScoreEntry, rows: Props['rows'], references: Props['references'], unit: string): MethodColumn {
  const metric = judged(entry);
  const values = rows.map(({ fits }) => fits.map(({ result }) => scoreValue(entry.key, result)));
  const best = bestReference(entry, references);
  return {
    metric: entry,
    unit: entry.format === 'target' ? unit : entry.format === 'seconds' ? 's' : '',
    standing: standingOf(metric, rows.map(({ fits }, row) => (fits.some(({ result }) => result.stopped) ? [] : values[row]!))),
    cells: values.map((each) => printed(entry, metric, each, best)),
    references: references.map(({ scores }) => (entry.key in scores ? printValue(unitless(metric), scores[entry.key]) : '')),
  };
}

/** Seconds have their unit in the head. */
function unitless(metric: ReturnType<typeof judged>): ReturnType<typeof judged> {
  return metric.format === 'seconds' ? { ...metric, format: 'number' } : metric;
}

function printed(entry: ScoreEntry, metric: ReturnType<typeof judged>, values: readonly (number | undefined)[], reference: number | undefined): Printed {
  const known = values.filter((value) => value !== undefined);
  if (known.length === 0) return { words: null };
  const { mean, sd } = momentsOf(known);
  const gap = entry.direction === 'none' ? undefined : gapWords(mean, reference);
  return { words: wordsOf(entry, unitless(metric), mean, known.length > 1 ? sd : undefined), ...(gap && { below: gap }) };
}

function wordsOf(entry: ScoreEntry, metric: ReturnType<typeof judged>, mean: number, sd: number | undefined): string {
  if (entry.format === 'seconds' && mean < 0.01) return '<0.01';
  // Correlations live in -1..1: what lies below a thousandth is chance, and powers of ten would only draw the eye to it.
  if (entry.format === 'number' && Math.abs(mean) < 0.001) return '≈\u202f0';
  return sd === undefined ? printValue(metric, mean) : printSpread(metric, mean, sd).words;
}
