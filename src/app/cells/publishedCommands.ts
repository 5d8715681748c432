/** What can be done with codes made elsewhere: files of them, and of what was fitted to them. */
import type { Command } from '../components/Menu';
import { removalWords } from '../notebook/graph';
import type { CodesCell } from '../notebook/spec';
import { codebookNpy, codesNpy, download, reconstructionNpy } from '../output/files';
import { quantized } from '../runs/cellRun';
import type { CellRun } from '../runs/cellRun';
import { shortcut } from '../shortcuts';
import { removeCell } from '../state/notebookStore';
import { retrievalCommands } from './retrievalJudges';
import type { Session } from '../state/session';

export function publishedCommands(session: Session, cell: CodesCell, run: CellRun | undefined, busy: boolean): Command[][] {
  const result = quantized(run);
  return [
    result
      ? [
          { title: 'Save IDs …', note: 'index.json, JSON lines, Parquet, CSV', run: () => void session.identifiers.open(cell.id) },
          { title: 'Codes as .npy', note: `int32 [${result.rows}, ${result.levels}]`, run: () => download(codesNpy(result), `${cell.id}.codes.npy`) },
          ...(result.dim > 0
            ? [
                ...result.codebooks.map((book, level) => ({ title: `Codebook ${level + 1} as .npy`, note: `float32 [${book.numCodes}, ${book.dim}], refitted`, run: () => download(codebookNpy(result, level), `${cell.id}.codebook.${level}.npy`) })),
                { title: 'Reconstruction as .npy', note: `float32 [${result.rows}, ${result.dim}]`, run: () => download(reconstructionNpy(result), `${cell.id}.reconstruction.npy`) },
              ]
            : []),
        ]
      : [],
    retrievalCommands(session, cell),
    [{ title: 'Remove', about: removalWords(session.notebook.getState().notebook, cell.id), note: `${shortcut('Mod-Z')} brings it back`, disabled: busy, run: () => removeCell(session.notebook, cell.id) }],
  ];
}
