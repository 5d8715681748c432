/** The codes by rule and the stored codes of one method as two series of a view and two rows of a table. */
import type { CodedCell } from '../notebook/spec';
import type { SeedRun } from '../output/seedRuns';
import { STORED_IDS, storedIdOf, storedResultOf, storedRunOf } from '../runs/storedSide';
import type { RunOfCell, ViewEntry, ViewOption } from './drawing';

type Shown = 'rule' | 'stored' | 'both';

/** Offered where a run has stored codes. */
const CODES: ViewOption & { readonly name: 'codes' } = {
  name: 'codes', title: 'Codes', default: 'rule', open: true,
  choices: (runs) => (runs.some(({ run }) => run?.result?.stored) ? [{ value: 'rule', title: 'codes by rule' }, { value: 'stored', title: 'stored codes' }, { value: 'both', title: 'both kinds of codes' }] : []),
};

/** What a view draws of a run. A method without stored codes, or before it has them, is drawn by its rule whatever is chosen. */
export function seriesOfRun(item: RunOfCell, shown: Shown): readonly RunOfCell[] {
  const run = shown === 'rule' ? null : storedRunOf(item.run);
  if (!run) return [item];
  const stored = { cell: storedCell(item.cell), run };
  return shown === 'both' ? [item, stored] : [stored];
}

/** The same for the rows of a table: the row of the stored codes follows that of the codes by rule. */
export function rowsOfMethod<Row extends { readonly cell: CodedCell; readonly runs: readonly SeedRun[] }>(row: Row): readonly Row[] {
  const runs = row.runs.flatMap(({ seed, result }) => {
    const stored = storedResultOf(result);
    return stored ? [{ seed, result: stored }] : [];
  });
  return runs.length > 0 ? [row, { ...row, cell: storedCell(row.cell), runs }] : [row];
}

/** A view with the choice of codes. */
export function withCodesShown(entry: ViewEntry): ViewEntry {
  return {
    ...entry,
    options: [...entry.options, CODES],
    drawing: (runs, options, unit, items) => entry.drawing(runs.flatMap((item) => seriesOfRun(item, shownOf(options[CODES.name]))), options, unit, items),
  };
}

function shownOf(value: unknown): Shown {
  return value === 'stored' || value === 'both' ? value : 'rule';
}

function storedCell(cell: CodedCell): CodedCell {
  return { ...cell, id: storedIdOf(cell.id), name: `${cell.name}, ${STORED_IDS}` };
}
