/** The scores of recommenders side by side, floors among them, each beside its control. */
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import type { ScoreEntry } from '../../engine/records/predict';
import { formatCount, listWords } from '../../viz/format';
import { useApp, useNotebook, useRuns } from '../components/context';
import { REPAIR_WORDS } from '../components/repairWords';
import { inputOf, inputsOf } from '../notebook/inputs';
import type { PredictorCell, ScoresCell } from '../notebook/spec';
import { download, textFile } from '../output/files';
import { repairRead } from '../runs/idsInUse';
import { editCell } from '../state/notebookStore';
import { standingOf } from './best';
import { MethodTable } from './MethodTable';
import type { MethodColumn } from './MethodTable';
import { RECALL_GAIN, offeredRankingScores, printRanking, rankingCsv, rankingValue, recallGainWords, seenWords, shownRankingScores } from './retrievalTable';
import type { RetrievalRow } from './retrievalRuns';
import { ScoreColumns } from './ScoreColumns';
import { judged, momentsOf } from './scoreRows';
import type { Printed } from './tableParts';
import { useRetrievalRows } from './useRetrieval';
import { useStaleNames } from './useRunOf';

/** `alone`: no other table of this cell stands before it. */
export function RetrievalScores({ cell, alone }: { readonly cell: ScoresCell; readonly alone: boolean }) {
  const { session } = useApp();
  const scores = useStore(session.engine, (state) => state.catalog?.scores)?.filter(({ needs }) => needs === 'ranking') ?? [];
  const { cells, rows } = useRetrievalRows(inputsOf(cell, 'runs'));
  const stale = useStaleNames(cells.map(({ id }) => id));
  const sequences = useRuns((state) => state.sequences[inputOf(cells[0], 'sequences')]?.loaded ?? null);
  const told = useRepairsRead(cells);
  const { columns } = cell.spec;
  const results = rows.flatMap(({ runs }) => runs.map(({ result }) => result));
  const shown = shownRankingScores(scores, columns).filter(({ key }) => columns !== null || results.length === 0 || key === RECALL_GAIN.key || results.some((result) => Number.isFinite(rankingValue(key, result))));
  const offered = offeredRankingScores(scores);
  const several = rows.some(({ runs }) => runs.length > 1);
  const others = columns?.filter((key) => !offered.some((entry) => entry.key === key)) ?? [];
  const set = (keys: readonly string[] | null) => editCell(session.notebook, cell.id, 'scores', (now) => ({ ...now, spec: { columns: keys === null ? (others.length > 0 ? others : null) : [...others, ...keys] } }));
  const lines = rows.map(({ id, name, kind, runs }) => ({ id, name, kind, results: runs.map(({ result }) => result), findings: runs[0]?.result.findings ?? [] }));
  return (
    <section className="cell" {...(alone && { 'data-cell': cell.id, id: `cell-${cell.id}`, tabIndex: -1 })} aria-labelledby={`${cell.id}-rankings`}>
      <header className="cell-head">
        <h2 id={`${cell.id}-rankings`}>{alone ? cell.name : `${cell.name} of rankings`}</h2>
        <p className="cell-sum">
          {sequences ? `on ${formatCount(sequences.parts.test)} test cases, ${sequences.split === 'test file' ? 'from a file of their own' : 'the last item of each user'}` : 'on the test cases'}; {seenWords(rows)}; {several ? 'mean ± standard deviation over seeds' : 'the best value is bold with a dot'}
        </p>
        <span className="end">
          <ScoreColumns offered={offered} keys={shown.map(({ key }) => key)} asAtFirst={columns === null} set={set} />
          <button type="button" className="button quiet" disabled={results.length === 0} onClick={() => download(textFile(rankingCsv(scores, rows)), `${cell.id}.csv`)}>
            Download CSV
          </button>
        </span>
      </header>
      <MethodTable label="Table of scores of rankings" className="scores" columns={shown.map((entry) => columnOf(entry, rows))} rows={lines} />
      {rows.some(({ control }) => control !== null) && <p className="table-note muted">The control is the same recommender with the IDs shuffled among the items, else with random ones. The interval is of seed {rows.find(({ control }) => control)?.runs[0]?.seed ?? 1}. Means are over test cases; results.json has means over users too.</p>}
      {told.length > 0 && <p className="table-note muted">{`IDs in use: ${listWords(told)}.`}</p>}
      {stale.length > 0 && <p className="table-note muted">{listWords(stale)} ran with other settings or data than now: run again to compare.</p>}
    </section>
  );
}

/** Whose IDs are not the codes as they are: Retrieval, Even RQ reads “Stored codes”. */
function useRepairsRead(cells: readonly PredictorCell[]): readonly string[] {
  const notebook = useNotebook((state) => state.notebook);
  return useRuns(useShallow(({ runs }) => cells.flatMap((cell) => {
    const repair = repairRead(notebook, runs, cell);
    return repair ? [`${cell.name} reads “${REPAIR_WORDS[repair].title}”`] : [];
  })));
}

function columnOf(entry: ScoreEntry, rows: readonly RetrievalRow[]): MethodColumn {
  const base = { metric: entry, unit: entry.format === 'seconds' ? 's' : '' };
  if (entry.key === RECALL_GAIN.key) {
    const cells = rows.map(({ control }): Printed => (!control ? { words: '' } : control.difference ? recallGainWords(control.difference) : { words: null }));
    return { ...base, standing: { best: new Set(), rivals: new Set() }, cells };
  }
  const values = rows.map(({ runs }) => runs.map(({ result }) => rankingValue(entry.key, result)));
  const stopped = rows.map(({ runs }) => runs.some(({ result }) => result.stopped));
  return { ...base, standing: standingOf(judged(entry), values.map((each, row) => (stopped[row] ? [] : each))), cells: values.map((each, row) => printed(entry, each, rows[row]!.runs.length > 0)) };
}

/** A floor that has run has no value of what only IDs have. */
function printed(entry: ScoreEntry, values: readonly (number | undefined)[], ran: boolean): Printed {
  const known = values.filter((value) => value !== undefined);
  if (known.length === 0) return { words: ran ? '' : null };
  const { mean, sd } = momentsOf(known);
  return { words: printRanking(entry, mean), ...(known.length > 1 && entry.format !== 'count' && entry.key !== 'bits' && { below: `± ${printRanking(entry, sd)}` }) };
}
