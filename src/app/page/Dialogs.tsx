/** What opens over the page, in one piece that is fetched apart from it. */
import { DataDialog } from '../components/DataDialog';
import { IdentifiersDialog } from '../components/IdentifiersDialog';
import { KeysDialog } from '../components/KeysDialog';
import { NewRowsDialog } from '../components/NewRowsDialog';
import { NotebooksDialog } from '../components/NotebooksDialog';
import { RolesDialog } from '../components/RolesDialog';
import { TableDialog } from '../components/TableDialog';

export function Dialogs() {
  return (
    <>
      <RolesDialog />
      <DataDialog />
      <TableDialog />
      <NewRowsDialog />
      <IdentifiersDialog />
      <NotebooksDialog />
      <KeysDialog />
    </>
  );
}
