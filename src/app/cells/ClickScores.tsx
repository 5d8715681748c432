/** The scores of predictors of a label side by side, each beside its control; below a rule, probabilities that came with the log. */
import { useStore } from 'zustand';
import type { ScoreEntry } from '../../engine/records/predict';
import { formatCount, listWords } from '../../viz/format';
import { useApp, useRuns } from '../components/context';
import { inputOf, inputsOf } from '../notebook/inputs';
import type { ScoresCell } from '../notebook/spec';
import { download, textFile } from '../output/files';
import { editCell } from '../state/notebookStore';
import { standingOf } from './best';
import { clickCsv, clickValue, gainWords, GAIN, offeredClickScores, printScore, shownClickScores } from './clickRows';
import type { ClickRow } from './clickRows';
import { MethodTable } from './MethodTable';
import type { MethodColumn } from './MethodTable';
import { ScoreColumns } from './ScoreColumns';
import { judged, momentsOf, referenceName } from './scoreRows';
import type { Printed } from './tableParts';
import { useClickRows } from './useClickRows';
import { useStaleNames } from './useRunOf';

/** `alone`: no other table of this cell stands before it. */
export function ClickScores({ cell, alone }: { readonly cell: ScoresCell; readonly alone: boolean }) {
  const { session } = useApp();
  const scores = useStore(session.engine, (state) => state.catalog?.scores)?.filter(({ needs }) => needs === 'probabilities') ?? [];
  const ids = inputsOf(cell, 'runs');
  const { cells, rows } = useClickRows(ids);
  const stale = useStaleNames(cells.map(({ id }) => id));
  const log = useRuns((state) => state.logs[inputOf(cells[0], 'events')]?.loaded ?? null);
  const references = log?.references ?? [];
  const { columns } = cell.spec;
  // At first, a score that no row has a value for (new items, where there are none) has no column.
  const results = rows.flatMap(({ runs }) => runs.map(({ result }) => result));
  const shown = shownClickScores(scores, columns).filter(({ key }) => columns !== null || results.length === 0 || key === GAIN.key || results.some((result) => Number.isFinite(clickValue(key, result))));
  const offered = offeredClickScores(scores);
  const several = rows.some(({ runs }) => runs.length > 1);
  const others = columns?.filter((key) => !offered.some((entry) => entry.key === key)) ?? [];
  const set = (keys: readonly string[] | null) => editCell(session.notebook, cell.id, 'scores', (now) => ({ ...now, spec: { columns: keys === null ? (others.length > 0 ? others : null) : [...others, ...keys] } }));
  const lines = rows.map(({ id, name, kind, runs }) => ({ id, name, kind, results: runs.map(({ result }) => result), findings: runs[0]?.result.findings ?? [] }));
  return (
    <section className="cell" {...(alone && { 'data-cell': cell.id, id: `cell-${cell.id}`, tabIndex: -1 })} aria-labelledby={`${cell.id}-clicks`}>
      <header className="cell-head">
        <h2 id={`${cell.id}-clicks`}>{alone ? cell.name : `${cell.name} of labels`}</h2>
        <p className="cell-sum">
          {log ? `on ${formatCount(log.parts.test)} test events, the latest` : 'on the test part'}, scored once at the end; {several ? 'mean ± standard deviation over seeds' : 'the best value is bold with a dot'}
        </p>
        <span className="end">
          <ScoreColumns offered={offered} keys={shown.map(({ key }) => key)} asAtFirst={columns === null} set={set} />
          <button type="button" className="button quiet" disabled={rows.every(({ runs }) => runs.length === 0)} onClick={() => download(textFile(clickCsv(scores, rows, references)), `${cell.id}.csv`)}>
            Download CSV
          </button>
        </span>
      </header>
      <MethodTable label="Table of scores of labels" className="scores" columns={shown.map((entry) => columnOf(entry, rows, references))} rows={lines} references={references.map(({ name }) => referenceName(name))} />
      {references.length > 0 && <p className="table-note muted">Below the line: probabilities that came with the log. Those of a known law are ceilings: no honest predictor with that knowledge does better, but for chance.</p>}
      {rows.some(({ control }) => control !== null) && <p className="table-note muted">The control is the same predictor with the codes shuffled among the items, with a store of zeros, or without them. The interval is of seed {rows[0]?.runs[0]?.seed ?? 1}.</p>}
      {stale.length > 0 && <p className="table-note muted">{listWords(stale)} ran with other settings or data than now: run again to compare.</p>}
    </section>
  );
}

function columnOf(entry: ScoreEntry, rows: readonly ClickRow[], references: readonly { readonly name: string; readonly scores: Readonly<Record<string, number>> }[]): MethodColumn {
  const base = { metric: entry, unit: entry.format === 'seconds' ? 's' : '', references: references.map(({ scores }) => (entry.key in scores ? printScore(entry, scores[entry.key]!) : '')) };
  if (entry.key === GAIN.key) {
    const cells = rows.map(({ control }): Printed => (!control ? { words: '' } : control.difference ? gainWords(control.difference) : { words: null }));
    return { ...base, standing: { best: new Set(), rivals: new Set() }, cells };
  }
  const values = rows.map(({ runs }) => runs.map(({ result }) => clickValue(entry.key, result)));
  const stopped = rows.map(({ runs }) => runs.some(({ result }) => result.stopped));
  return { ...base, standing: standingOf(judged(entry), values.map((each, row) => (stopped[row] ? [] : each))), cells: values.map((each) => printed(entry, each)) };
}

function printed(entry: ScoreEntry, values: readonly (number | undefined)[]): Printed {
  const known = values.filter((value) => value !== undefined);
  if (known.length === 0) return { words: null };
  const { mean, sd } = momentsOf(known);
  return { words: printScore(entry, mean), ...(known.length > 1 && entry.format !== 'count' && entry.key !== 'bits' && { below: `± ${printScore(entry, sd)}` }) };
}
