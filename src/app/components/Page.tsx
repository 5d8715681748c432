/** The whole page once the engine runs: header, outline, cells, and what opens over them. */
import { CellColumn } from '../cells/CellColumn';
import { Banners, Notice } from './Banners';
import { DataDialog } from './DataDialog';
import { DropZone } from './DropZone';
import { Header } from './Header';
import { IdentifiersDialog } from './IdentifiersDialog';
import { KeysDialog } from './KeysDialog';
import { NewRowsDialog } from './NewRowsDialog';
import { Outline } from './Outline';
import { TableDialog } from './TableDialog';
import { useApp } from './context';
import { useKeys } from './useKeys';

export function Page() {
  const app = useApp();
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
        <CellColumn />
      </main>
      <DataDialog />
      <TableDialog />
      <NewRowsDialog />
      <IdentifiersDialog />
      <KeysDialog />
      <DropZone />
      <Notice />
    </div>
  );
}
