/** Neighbouring cells of one family of methods as one table-like list. */
import { Fragment } from 'react';
import { useStore } from 'zustand';
import { Icon } from '../components/Icon';
import { Menu } from '../components/Menu';
import { useApp, useNotebook } from '../components/context';
import { familyOf } from '../notebook/spec';
import { addCell } from '../state/notebookStore';
import { FAMILIES } from './families';
import type { Method } from './families';
import { MethodCell } from './MethodCell';
import { SeedList } from './SeedList';

export function MethodGroup({ cells }: { readonly cells: readonly Method[] }) {
  const { session } = useApp();
  const catalog = useStore(session.engine, (state) => state.catalog);
  const notebook = useNotebook((state) => state.notebook);
  const family = FAMILIES[familyOf(cells[0]!)];
  const inputs = cells.at(-1)!.inputs;
  const commands = family.entries(catalog).flatMap((entry) => family.additions(entry, inputs, cells, notebook).map(({ title, about, cells: added }) => ({ title, about, run: () => added().forEach((cell) => void addCell(session.notebook, cell)) })));
  return (
    <section className="cell" aria-label={family.title}>
      <header className="cell-head">
        <h2>{family.title}</h2>
        <p className="cell-sum">{family.how}</p>
        <span className="end">
          <Menu label={`Add ${family.one}`} commands={[commands]} button={<><Icon name="plus" size={13} /> Add</>} />
        </span>
      </header>
      <div className={family.longNames ? 'rows long-names' : 'rows'}>
        {cells.map((cell) => (
          <Fragment key={cell.id}>
            <MethodCell cell={cell} />
            <SeedList cell={cell} />
          </Fragment>
        ))}
      </div>
    </section>
  );
}
