/** Neighbouring cells of one family of methods as one table-like list. */
import { Fragment } from 'react';
import { useStore } from 'zustand';
import { Icon } from '../components/Icon';
import { Menu } from '../components/Menu';
import { useApp } from '../components/context';
import { inputOf } from '../notebook/inputs';
import { addCell } from '../state/notebookStore';
import { FAMILIES } from './families';
import type { Method } from './families';
import { MethodCell } from './MethodCell';
import { SeedList } from './SeedList';

export function MethodGroup({ cells }: { readonly cells: readonly Method[] }) {
  const { session } = useApp();
  const catalog = useStore(session.engine, (state) => state.catalog);
  const family = FAMILIES[cells[0]!.mode];
  const input = inputOf(cells.at(-1), 'rows');
  const commands = family.entries(catalog).flatMap((entry) => family.additions(entry, input, cells).map(({ title, about, cell }) => ({ title, about, run: () => void addCell(session.notebook, cell()) })));
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
