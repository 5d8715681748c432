/** The scores of predictors side by side: on which rows, which columns, and what they may be compared with. */
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { formatCount, listWords } from '../../viz/format';
import { useApp, useNotebook, useRuns } from '../components/context';
import { splitWords } from '../components/tableWords';
import { inputOf, inputsOf } from '../notebook/inputs';
import { familyOf, predictorCell } from '../notebook/spec';
import type { ScoresCell } from '../notebook/spec';
import { download, textFile } from '../output/files';
import { editCell } from '../state/notebookStore';
import { ClickScores } from './ClickScores';
import { RetrievalScores } from './RetrievalScores';
import { ScoreColumns } from './ScoreColumns';
import { ScoresTable } from './ScoresTable';
import { chosenKeys, columnsFor, columnsShown, isPositive, offeredScores, referenceName, scoresCsv } from './scoreRows';
import type { ScoreRow } from './scoreRows';
import { useFitSeedRuns, usePredictors, useStaleNames, useUnit } from './useRunOf';

/** Predictors of values, of labels and of next items have a table each. */
export function ScoresCellView({ cell }: { readonly cell: ScoresCell }) {
  const families = useNotebook(useShallow(({ notebook }) => [...new Set(inputsOf(cell, 'runs').flatMap((id) => predictorCell(notebook, id) ?? []).map(familyOf))]));
  const [values, labels, rankings] = [families.includes('value'), families.includes('click'), families.includes('retrieval')];
  return (
    <>
      {(values || (!labels && !rankings)) && <ValueScores cell={cell} />}
      {labels && <ClickScores cell={cell} alone={!values} />}
      {rankings && <RetrievalScores cell={cell} alone={!values && !labels} />}
    </>
  );
}

function ValueScores({ cell }: { readonly cell: ScoresCell }) {
  const { session } = useApp();
  const scores = useStore(session.engine, (state) => state.catalog?.scores)?.filter(({ needs }) => needs === 'values') ?? [];
  const ids = inputsOf(cell, 'runs');
  const predictors = usePredictors(ids, 'result').map((item) => item.cell);
  const finished = useFitSeedRuns(ids);
  const rows: readonly ScoreRow[] = predictors.map(({ id, name, spec: { kind } }) => ({ id, name, kind, fits: finished.get(id) ?? [] }));
  const unit = useUnit(predictors);
  const stale = useStaleNames(ids);
  const table = useRuns((state) => state.tables[inputOf(predictors[0], 'rows')]?.loaded ?? null);
  const references = table?.references ?? [];
  const { columns } = cell.spec;
  const positive = isPositive(columns);
  const keys = chosenKeys(scores, columns);
  const set = (next: readonly string[], onPositive: boolean) => editCell(session.notebook, cell.id, 'scores', (now) => ({ ...now, spec: { columns: columnsFor(scores, next, onPositive) } }));
  const several = rows.some(({ fits }) => fits.length > 1);
  const test = table?.inspection.splits?.test;
  const law = references.some(({ name }) => referenceName(name) !== name);
  return (
    <section className="cell" data-cell={cell.id} id={`cell-${cell.id}`} tabIndex={-1} aria-labelledby={`${cell.id}-title`}>
      <header className="cell-head">
        <h2 id={`${cell.id}-title`}>{cell.name}</h2>
        <p className="cell-sum">
          {test === undefined ? 'on the test part' : `on ${formatCount(test)} test rows`}, scored once at the end; {several ? 'mean ± standard deviation over seeds' : 'the best value is bold with a dot'}
        </p>
        <span className="end">
          <fieldset className="choices rows-choice">
            <legend className="visually-hidden">Rows that count</legend>
            <label>
              <input type="radio" name={`${cell.id}-rows`} checked={!positive} onChange={() => set(keys, false)} /> all rows
            </label>
            <label title="Rows whose true value is above 0">
              <input type="radio" name={`${cell.id}-rows`} checked={positive} onChange={() => set(keys, true)} /> positive rows
            </label>
          </fieldset>
          <ScoreColumns offered={offeredScores(scores)} keys={keys} asAtFirst={columns === null} set={(next) => set(next ?? chosenKeys(scores, null), next !== null && positive)} />
          <button type="button" className="button quiet" disabled={rows.every(({ fits }) => fits.length === 0)} onClick={() => download(textFile(scoresCsv(scores, rows, references)), `${cell.id}.csv`)}>
            Download CSV
          </button>
        </span>
      </header>
      <ScoresTable columns={columnsShown(scores, columns)} rows={rows} references={references} unit={unit} />
      {references.length > 0 && (
        <p className="table-note muted">
          Percentages: the difference from the best value below the line.{' '}
          {law
            ? 'The values were drawn from the known law: its median has the lowest possible absolute error, its mean the lowest possible squared error.'
            : 'The predictions below the line came with the table.'}
        </p>
      )}
      {several && <p className="table-note muted">A dot: better than every other by more than the deviations. A ring: no clear difference, since mean ± standard deviation overlaps that of the best.</p>}
      {stale.length > 0 && <p className="table-note muted">{listWords(stale)} ran with other settings or data than now: run again to compare.</p>}
      {table && <p className="visually-hidden">Parts: {splitWords(table.inspection.choices)}.</p>}
    </section>
  );
}
