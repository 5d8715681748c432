/** The whole page once the engine runs: header, outline, cells, and what opens over them. */
import { useStore } from 'zustand';
import { CellColumn } from '../cells/CellColumn';
import { Banners, Notice } from '../components/Banners';
import { FileDialog } from '../components/FileDialog';
import { DropZone } from '../components/DropZone';
import { Header } from './Header';
import { IdentifiersDialog } from '../components/IdentifiersDialog';
import { KeysDialog } from '../components/KeysDialog';
import { NewRowsDialog } from '../components/NewRowsDialog';
import { NotebooksDialog } from '../components/NotebooksDialog';
import { Outline } from './Outline';
import { RolesDialog } from '../components/RolesDialog';
import { useApp } from '../components/context';
import { useKeys } from '../components/useKeys';

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
      <FileDialog />
      <NewRowsDialog />
      <IdentifiersDialog />
      <NotebooksDialog />
      <KeysDialog />
      <DropZone />
      <Notice />
    </div>
  );
}
