/** Codes made elsewhere and what the engine holds of them. */
import type { EngineClient } from '../../engine/client';
import type { CodesChoices, LoadedCodes } from '../../engine/records/codes';
import { codesKeyOf } from '../notebook/hash';
import { codesCell } from '../notebook/spec';
import type { CodesCell } from '../notebook/spec';
import { NO_CODES } from '../runs/runState';
import { fileCells } from './fileCells';
import type { FileCellActions } from './fileCells';
import type { NotebookStore } from './notebookStore';
import { patchCodes } from './runStore';
import type { RunStore } from './runStore';

export type CodesActions = FileCellActions<CodesChoices, LoadedCodes>;

export function createCodes(client: () => EngineClient, notebook: NotebookStore, runs: RunStore, editSpec: (cellId: string, spec: CodesCell['spec']) => void): CodesActions {
  return fileCells<CodesCell['spec'], LoadedCodes>(client, runs, {
    cellOf: (cellId) => codesCell(notebook.getState().notebook, cellId),
    keyOf: codesKeyOf,
    load: (file, choices, reading) => client().loadCodes(file, choices, reading),
    heldOf: (cellId) => runs.getState().codes[cellId] ?? NO_CODES,
    patch: (cellId, state) => patchCodes(runs, cellId, state),
    editSpec,
    forget: () => runs.setState((state) => ({ codes: Object.fromEntries(Object.keys(state.codes).map((id) => [id, NO_CODES])) })),
    hint: 'Drop a file of semantic IDs anywhere on the page, such as index.json.',
  });
}
