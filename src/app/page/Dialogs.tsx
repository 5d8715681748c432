/** What opens over the page, in one piece that is fetched apart from it. */
import { FileDialog } from '../components/FileDialog';
import { IdentifiersDialog } from '../components/IdentifiersDialog';
import { KeysDialog } from '../components/KeysDialog';
import { NewRowsDialog } from '../components/NewRowsDialog';
import { NotebooksDialog } from '../components/NotebooksDialog';
import { RolesDialog } from '../components/RolesDialog';
import { FinderDialog } from './FinderDialog';

export function Dialogs() {
  return (
    <>
      <RolesDialog />
      <FileDialog />
      <NewRowsDialog />
      <IdentifiersDialog />
      <NotebooksDialog />
      <FinderDialog />
      <KeysDialog />
    </>
  );
}
