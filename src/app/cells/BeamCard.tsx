/** Asks a trained recommender: choose a test case or put a history together, read the ten best items, and see how the beam found them. */
import { useMemo } from 'react';
import { formatShare } from '../../viz/format';
import { ProblemBox } from '../components/ProblemBox';
import { useApp } from '../components/context';
import { inputsOf } from '../notebook/inputs';
import type { ViewCell, ViewOptions } from '../notebook/spec';
import { editCell } from '../state/notebookStore';
import type { Recommendation } from '../../engine/records/retrieval';
import { AskControls } from './AskControls';
import { askedRun, idAt, questionOf, titleOf } from './beamData';
import type { RunOfRetrieval } from './drawing';
import { Figure } from './Figure';
import { RETRIEVAL_VIEWS } from './retrievalViews';
import { useRetrievalRuns } from './useRetrieval';
import { usePredictorsOf } from './useRunOf';

export function BeamCard({ cell }: { readonly cell: ViewCell }) {
  const { session } = useApp();
  const { options } = cell.spec;
  const runs = useRetrievalRuns(usePredictorsOf('retrieval', inputsOf(cell, 'runs'), 'result'));
  const item = askedRun(runs, options);
  const result = item?.run?.result ?? null;
  const question = item && result ? questionOf(options, item.catalogue, result.targets.length) : null;
  const answer = item && question ? item.ask(question) : null;
  const drawing = useMemo(() => RETRIEVAL_VIEWS.beamTree.drawing(runs, options), [runs, options]);
  const set = (patch: ViewOptions) => editCell(session.notebook, cell.id, 'view', (now) => ({ ...now, spec: { ...now.spec, options: { ...now.spec.options, ...patch } } }));
  return (
    <Figure
      cell={cell} entry={RETRIEVAL_VIEWS.beamTree} runs={runs} drawing={drawing}
      controls={
        <div className="ask">
          <AskControls id={cell.id} runs={runs} item={item} options={options} set={set} />
          {answer?.problem && <ProblemBox problem={answer.problem} />}
          {item && answer?.found ? <Found item={item} found={answer.found} /> : <p className="muted reserve">{result ? (answer?.problem ? '' : 'Asking the trained model …') : 'The ten best items are listed here once this recommender is trained.'}</p>}
        </div>
      }
    />
  );
}

/** The best items with what they are called, their IDs and their probabilities. */
function Found({ item, found }: { readonly item: RunOfRetrieval; readonly found: Recommendation }) {
  const told = found.probabilities.some(Number.isFinite);
  return (
    <>
      <div className="table-scroll">
        <table className="preview ask-found">
          <caption className="visually-hidden">The next items, the most probable first</caption>
          <thead>
            <tr>
              <th scope="col">place</th>
              <th scope="col">item</th>
              {found.ids && <th scope="col">ID</th>}
              <th scope="col">{told ? 'probability' : 'score'}</th>
            </tr>
          </thead>
          <tbody>
            {Array.from(found.items, (number, at) => (
              <tr key={number} className={number === found.target ? 'right' : undefined}>
                <td>{at + 1}</td>
                <th scope="row">
                  {titleOf(item.catalogue, number)}
                  {number === found.target && <span className="muted"> · came next</span>}
                </th>
                {found.ids && <td className="ask-id">{idAt(found, 'items', at).join(' · ')}</td>}
                <td>{told ? formatShare(found.probabilities[at]!) : found.scores[at]!.toPrecision(3)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {found.items.length === 0 && <p className="muted">No item was found.</p>}
      {found.notes.map((note) => (
        <p key={note} className="muted">
          {note}
        </p>
      ))}
      {!found.ids && <p className="muted">{item.cell.name} writes no semantic IDs, so there is no tree to draw.</p>}
    </>
  );
}
