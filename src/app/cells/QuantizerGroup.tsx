/** Neighbouring quantizer cells as one table-like list. */
import { Fragment } from 'react';
import { useStore } from 'zustand';
import { Icon } from '../components/Icon';
import { Menu } from '../components/Menu';
import { useApp } from '../components/context';
import { defaultParams } from '../../engine/client';
import { inputOf } from '../notebook/inputs';
import type { QuantizerCell } from '../notebook/spec';
import { addCell } from '../state/notebookStore';
import { QuantizerRow } from './QuantizerRow';
import { SeedList } from './SeedList';

export function QuantizerGroup({ cells }: { readonly cells: readonly QuantizerCell[] }) {
  const { session } = useApp();
  const catalog = useStore(session.engine, (state) => state.catalog);
  const data = inputOf(cells.at(-1), 'rows');
  const commands = (catalog?.quantizers ?? []).map((entry) => ({
    title: entry.title,
    about: entry.summary,
    run: () =>
      void addCell(session.notebook, {
        id: entry.kind.replace('-', ''), name: entry.title, mode: 'quantizer', inputs: { rows: data },
        spec: { kind: entry.kind, params: defaultParams(entry.params), seed: (cells.filter((cell) => cell.spec.kind === entry.kind).at(-1)?.spec.seed ?? 0) + 1 },
      }),
  }));
  return (
    <section className="cell" aria-label="Quantizers">
      <header className="cell-head">
        <h2>Quantizers</h2>
        <p className="cell-sum">trained one after another, each on the same rows</p>
        <span className="end">
          <Menu label="Add a quantizer" commands={[commands]} button={<><Icon name="plus" size={13} /> Add</>} />
        </span>
      </header>
      <div className="rows">
        {cells.map((cell) => (
          <Fragment key={cell.id}>
            <QuantizerRow cell={cell} />
            <SeedList cell={cell} />
          </Fragment>
        ))}
      </div>
    </section>
  );
}
