/** The whole page once the engine runs: header, outline, cells, and what opens over them. */
import { useStore } from 'zustand';
import { CellColumn } from '../cells/CellColumn';
import { Banners, Notice } from './Banners';
import { DataDialog } from './DataDialog';
import { DropZone } from './DropZone';
import { Header } from './Header';
import { IdentifiersDialog } from './IdentifiersDialog';
import { KeysDialog } from './KeysDialog';
import { NewRowsDialog } from './NewRowsDialog';
import { NotebooksDialog } from './NotebooksDialog';
import { Outline } from './Outline';
import { RolesDialog } from './RolesDialog';
import { TableDialog } from './TableDialog';
import { useApp } from './context';
import { useKeys } from './useKeys';

export function Page() {
  const app = useApp();
  const readOnly = useStore(app.session.keeping.store, (state) => state.place === 'elsewhere');
  useKeys(app);
  return (
    <div className="page">
      <a className="skip-link" href="#main">
        Skip to the cells
      </a>
      <Header />
      <Outline />
      <main id="main" className="column" tabIndex={-1}>
        <Banners />
        <div inert={readOnly}>
          <CellColumn />
        </div>
      </main>
      <RolesDialog />
      <DataDialog />
      <TableDialog />
      <NewRowsDialog />
      <IdentifiersDialog />
      <NotebooksDialog />
      <KeysDialog />
      <DropZone />
      <Notice />
    </div>
  );
}
