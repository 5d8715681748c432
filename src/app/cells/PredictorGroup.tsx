/** Neighbouring predictor cells as one table-like list. */
import { Fragment } from 'react';
import { useStore } from 'zustand';
import { Icon } from '../components/Icon';
import { Menu } from '../components/Menu';
import { useApp } from '../components/context';
import { inputOf } from '../notebook/inputs';
import { newPredictor } from '../notebook/newCells';
import type { PredictorCell } from '../notebook/spec';
import { addCell } from '../state/notebookStore';
import { PredictorRow } from './PredictorRow';
import { SeedList } from './SeedList';
import { WITHOUT_ALIGNMENT, withoutAlignment } from './predictorCommands';

export function PredictorGroup({ cells }: { readonly cells: readonly PredictorCell[] }) {
  const { session } = useApp();
  const catalog = useStore(session.engine, (state) => state.catalog);
  const table = inputOf(cells.at(-1), 'rows');
  const commands = (catalog?.predictors ?? []).flatMap((entry) => {
    const add = { title: entry.title, about: entry.summary, run: () => void addCell(session.notebook, newPredictor(entry, table)) };
    if (!entry.params.some(({ name }) => name === 'lambdaRepresentation')) return [add];
    return [add, { ...WITHOUT_ALIGNMENT, run: () => void addCell(session.notebook, withoutAlignment(cells.find((cell) => cell.spec.kind === entry.kind) ?? newPredictor(entry, table))) }];
  });
  return (
    <section className="cell" aria-label="Predictors">
      <header className="cell-head">
        <h2>Predictors</h2>
        <p className="cell-sum">same rows and features for all; the best epoch is chosen on the validation part</p>
        <span className="end">
          <Menu label="Add a predictor" commands={[commands]} button={<><Icon name="plus" size={13} /> Add</>} />
        </span>
      </header>
      <div className="rows long-names">
        {cells.map((cell) => (
          <Fragment key={cell.id}>
            <PredictorRow cell={cell} />
            <SeedList cell={cell} />
          </Fragment>
        ))}
      </div>
    </section>
  );
}
