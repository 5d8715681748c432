/** A generated table as the engine tells of one: watch times with zeros, a long tail and a column that gives the target away. */
import type { Problem } from '../../engine/records/basics';
import type { LoadedTable, TableChoices, TableColumn, TableInspection } from '../../engine/records/table';
import type { TableFiles } from '../state/tables';

const TARGET = 'watch_s';
const REFERENCES = ['law_median', 'law_mean'];

const column = (name: string, type: TableColumn['type'], ranksTarget: number, extra: Partial<TableColumn> = {}): TableColumn => ({
  name, guessed: type, type, joined: false, missing: 0, distinct: 40, examples: type === 'number' ? ['3.5', '12', '40.25'] : ['news', 'music', 'sport'], ranksTarget, warning: '',
  ...(type === 'number' && { range: { min: 0, median: 12, max: 610 } }), ...extra,
});

const COLUMNS: readonly TableColumn[] = [
  column('user_id', 'category', NaN, { distinct: 1800, warning: 'Nearly every row has its own value: an id tells nothing of other rows.' }),
  column(TARGET, 'number', 1), column('duration_s', 'number', 0.52, { missing: 31 }), column('activity', 'number', 0.31), column('category', 'category', 0.22),
  column('tags', 'list', NaN, { examples: ['a|b', 'c', 'a|d'] }), column('watch_share', 'number', 0.97, { warning: 'It orders the target almost perfectly: was it known before the target?' }),
  column('law_median', 'number', 0.7), column('law_mean', 'number', 0.69), column('title', 'category', 0.02, { examples: ['"An evening out"', '"Two cats"', '"Rain"'] }),
];

/** Files named `*.bad` cannot be read; a target that is no number, or that is no column, is refused in words. */
export function fakeInspection({ file, joined }: TableFiles, choices: TableChoices, allRows: number): TableInspection {
  const columns = [...COLUMNS, ...(joined ? [column('age_days', 'number', 0.12, { joined: true }), column('city', 'category', 0.05, { joined: true })] : [])]
    .map((entry) => ({ ...entry, type: choices.types?.[entry.name] ?? entry.type }));
  const target = choices.target ?? TARGET;
  const left = [target, ...(choices.references ?? REFERENCES), 'user_id', 'watch_share'];
  const complete: TableChoices = { features: columns.map(({ name }) => name).filter((name) => !left.includes(name)), references: REFERENCES, ...choices, target, split: { how: 'random', seed: 1, validation: 0.1, test: 0.2, ...choices.split } };
  const base = { name: file.name, format: file.name.split('.').at(-1) ?? '', bytes: file.size, fileRows: allRows, warnings: [] as string[] };
  const nothing = { columns: [], rows: [] };
  if (file.name.endsWith('.bad')) return { ...base, columns: [], choices, preview: nothing, problem: problem(`${file.name} is no table: its first line has one field.`, 'Save it as CSV, with a header line.') };
  const preview = { columns: columns.map(({ name }) => name), rows: Array.from({ length: 4 }, (_, row) => columns.map(({ examples }) => examples[row % 3]!)) };
  const seen = columns.find(({ name }) => name === target);
  if (!seen) return { ...base, columns, choices: complete, preview, problem: problem(`There is no column "${target}".`, `Known: ${columns.map(({ name }) => name).join(', ')}.`) };
  if (seen.type !== 'number') return { ...base, columns, choices: complete, preview, problem: problem(`The target "${target}" is not numeric: its first value is "${seen.examples[0]}".`, 'Choose a column of numbers.') };
  const rows = choices.sampleRows || allRows;
  const { validation = 0.1, test = 0.2 } = complete.split ?? {};
  const [tested, validated] = [Math.round(rows * test), Math.round(rows * validation)];
  const edges = Float32Array.from({ length: 25 }, (_, i) => Math.expm1((i / 24) * Math.log1p(610)));
  const counts = Uint32Array.from({ length: 24 }, (_, i) => (i === 0 ? rows / 5 : Math.round((rows / 15) * Math.exp(-0.5 * ((i - 11) / 4) ** 2))));
  return {
    ...base, columns, choices: complete, preview, splits: { train: rows - tested - validated, validation: validated, test: tested },
    target: { name: target, rows, missing: 3, zeroShare: 0.21, negativeShare: 0, mean: 25.3, min: 0, median: 12, p90: 61, p99: 240, max: 610, histogram: { edges, counts } },
    warnings: ['3 rows have no target; they are left out.', '"watch_share" is left out of the features: it orders the target almost perfectly.'],
  };
}

/** @throws Problem where the inspection has one */
export function fakeLoadedTable(files: TableFiles, choices: TableChoices, rows: number, dataId: string): LoadedTable {
  const inspection = fakeInspection(files, choices, rows);
  if (inspection.problem) throw Object.assign(new Error(inspection.problem.message), inspection.problem);
  const scores = { mae: 9.1, rmse: 19.8, spearman: 0.71, normGini: 0.74, xauc: 0.76, xaucTpm: 0.68, meanPrediction: 24.9, meanTarget: 25.3, negativeShare: 0, maePositive: 10.2, rmsePositive: 21.4 };
  return { dataId, inspection, references: (inspection.choices.references ?? []).map((name, i) => ({ name, scores: { ...scores, mae: scores.mae + i, rmse: scores.rmse - i } })) };
}

function problem(message: string, hint: string): Problem {
  return { name: 'input', message, hint };
}
