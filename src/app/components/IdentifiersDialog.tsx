/** Semantic IDs of a finished run: which items share one, what each repair would cost, and IDs for the rows of another file. */
import { useStore } from 'zustand';
import type { Repair } from '../../engine/records/repair';
import { THIN, formatCount, formatNumber, formatShare } from '../../viz/format';
import { inputOf } from '../notebook/inputs';
import { codedCell } from '../notebook/spec';
import { codesInUse, repairInUse, repairsOf, storedRepair } from '../runs/idsInUse';
import { AppendItems } from './AppendItems';
import { Dialog } from './Dialog';
import { ProblemBox } from './ProblemBox';
import { SaveIds } from './SaveIds';
import { Tooltip } from './Tooltip';
import { useApp, useNotebook, useRuns } from './context';
import { REPAIR_WORDS } from './repairWords';
import { ScrollRegion } from './ScrollRegion';
import { quantized } from '../runs/cellRun';

export function IdentifiersDialog() {
  const { session } = useApp();
  const open = useStore(session.identifiers.store, (state) => state.open);
  return open === null ? null : <Panel cellId={open} />;
}

function Panel({ cellId }: { readonly cellId: string }) {
  const { session } = useApp();
  const { identifiers } = session;
  const cell = useNotebook((state) => codedCell(state.notebook, cellId));
  const run = useRuns((state) => state.runs[cellId]);
  const data = useRuns((state) => state.data[inputOf(cell, 'rows')]?.loaded ?? null);
  const published = useRuns((state) => state.codes[cellId]?.loaded ?? null);
  const held = useStore(identifiers.store, (state) => state.cells[cellId]);
  const result = quantized(run);
  if (!cell || !result) return null;
  const known = held?.runId === run?.runId ? held : undefined;
  const chosen = cell.mode === 'quantizer' ? (repairInUse(cell.spec, result)?.method ?? null) : null;
  const repair = chosen ? (known?.previews[chosen] ?? (chosen === 'stored' ? storedRepair(result) : null)) : null;
  const methods = cell.mode === 'quantizer' ? repairsOf(cell.spec, result) : [];
  const first = methods.map((method) => known?.previews[method]).find((preview) => preview !== undefined);
  const copies = data?.summary.duplicateRows ?? 0;
  const { codes, levels } = codesInUse(result, repair);
  const own = result.codebooks.map(({ numCodes }) => numCodes);
  const numCodes = repair && levels > own.length ? [...own, repair.suffixCodes] : own;
  if (cell.mode === 'codes') {
    const summary = published?.inspection.summary;
    const ids = summary?.items === result.rows ? (published?.ids ?? null) : null;
    return (
      <Dialog title={`Semantic IDs of ${cell.name}`} subtitle={`${formatCount(result.rows)} items · ${result.levels} levels · collision rate ${formatShare(result.metrics.collisionRate)}`} onClose={identifiers.close}>
        <div className="panel">
          <p className="muted">The IDs are written as they were read, each level from 0. With one vocabulary the codes of a level start after all codes of the levels before it.</p>
        </div>
        <footer className="dialog-foot">
          <SaveIds name={cellId} written={{ ids, codes, levels, ...(summary && { prefixes: summary.prefixes }) }} numCodes={numCodes} />
        </footer>
      </Dialog>
    );
  }
  const source = data && data.summary.rows === result.rows ? { ids: data.ids, rowIndex: data.rowIndex } : { ids: null };

  return (
    <Dialog wide title={`Semantic IDs of ${cell.name}`} subtitle={`${formatCount(result.rows)} items · ${result.levels} levels · collision rate ${formatShare(result.metrics.collisionRate)} as trained`} onClose={identifiers.close}>
      <div className="panel" aria-busy={known?.busy !== null}>
        {known?.problem && <ProblemBox problem={known.problem} />}
        <p className="muted">
          Items with one ID cannot be told apart. A repair gives each item its own ID; the effect of each repair is shown below. The run keeps its codes, and the comparison shows its figures before repair.
          {copies > 0 && ` ${formatCount(copies)} rows are copies of earlier rows; only the suffix separates them honestly.`}
        </p>
        <ScrollRegion label="Repairs">
          <table className="preview repairs">
            <thead>
              <tr>
                <th scope="col">repair</th>
                <th scope="col">
                  <span className="visually-hidden">choose</span>
                </th>
                <th scope="col">items moved</th>
                <th scope="col">collision rate</th>
                <th scope="col">unique IDs</th>
                <th scope="col">fullest ID</th>
                <th scope="col">RMSE</th>
                <th scope="col">
                  <Tooltip tip="Share of an item’s 10 nearest neighbours that are still its neighbours among the vectors rebuilt from the IDs (kNN overlap), for 500 items among 5,000.">
                    <button type="button" className="metric-name">
                      neighbours kept
                    </button>
                  </Tooltip>
                </th>
              </tr>
            </thead>
            <tbody>
              <tr>
                <th scope="row">{result.stored ? 'none: codes by rule' : 'none'}</th>
                <td>
                  <Choose chosen={chosen === null} ready onClick={() => identifiers.apply(cellId, null)} />
                </td>
                <Figures figures={first?.before} moved={0} items={result.rows} />
              </tr>
              {methods.map((method) => {
                const preview = known?.previews[method];
                return (
                  <tr key={method}>
                    <th scope="row">
                      <Tooltip tip={REPAIR_WORDS[method].tip}>
                        <button type="button" className="metric-name">
                          {REPAIR_WORDS[method].title}
                        </button>
                      </Tooltip>
                    </th>
                    <td>
                      <Choose chosen={chosen === method} ready={preview !== undefined} onClick={() => identifiers.apply(cellId, { method })} />
                    </td>
                    <Figures figures={preview?.after} moved={preview?.moved} items={result.rows} />
                  </tr>
                );
              })}
            </tbody>
          </table>
        </ScrollRegion>
        <Notes repair={repair} />
        <AppendItems cellId={cellId} cellName={cell.name} appended={known?.appended ?? null} busy={known?.busy === 'append'} progress={known?.progress ?? null} />
      </div>
      <footer className="dialog-foot">
        <span className="muted">
          {known?.busy && known.busy !== 'append' ? `Looking at “${REPAIR_WORDS[known.busy].title}” …` : chosen === 'stored' ? 'The IDs are the codes that the method stored for its rows.' : chosen ? `${REPAIR_WORDS[chosen].title} is applied after every run of this cell.` : 'No repair is applied.'}
        </span>
        <SaveIds name={cellId} written={{ ...source, codes, levels }} numCodes={numCodes} disabled={chosen !== null && !repair} />
      </footer>
    </Dialog>
  );
}

function Figures({ figures, moved, items }: { readonly figures: Repair['after'] | undefined; readonly moved: number | undefined; readonly items: number }) {
  if (!figures) {
    return (
      <td colSpan={6} className="muted">
        …
      </td>
    );
  }
  return (
    <>
      <td>{moved ? `${formatCount(moved)}${THIN}(${formatShare(moved / items)})` : '0'}</td>
      <td>{formatShare(figures.collisionRate)}</td>
      <td>{formatShare(figures.uniqueIdShare)}</td>
      <td>{formatCount(figures.largestBucket)}</td>
      <td>{formatNumber(figures.rmse)}</td>
      <td>{formatShare(figures.knnOverlap)}</td>
    </>
  );
}

function Choose({ chosen, ready, onClick }: { readonly chosen: boolean; readonly ready: boolean; onClick(): void }) {
  return (
    <button type="button" className={chosen ? 'button quiet' : 'button'} aria-pressed={chosen} disabled={!ready || chosen} onClick={onClick}>
      {chosen ? 'In use' : 'Use'}
    </button>
  );
}

function Notes({ repair }: { readonly repair: Repair | null | undefined }) {
  if (!repair) return null;
  const lines = [
    ...(repair.suffixCodes > 0 ? [`The suffix level has ${formatCount(repair.suffixCodes)} values.`] : []),
    ...(repair.rounds > 0 ? [`${repair.rounds} rounds.`] : []),
    ...repair.notes,
  ];
  if (lines.length === 0) return null;
  return (
    <ul className="notes">
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}
