/** Logs and what the engine holds of them. */
import type { EngineClient } from '../../engine/client';
import type { LoadedLog } from '../../engine/records/click';
import type { LogChoices } from '../../engine/records/log';
import { logKeyOf } from '../notebook/hash';
import { logCell } from '../notebook/spec';
import type { LogCell } from '../notebook/spec';
import { NO_LOG } from '../runs/runState';
import { fileCells } from './fileCells';
import type { FileCellActions } from './fileCells';
import type { NotebookStore } from './notebookStore';
import { patchLog } from './runStore';
import type { RunStore } from './runStore';

export type LogActions = FileCellActions<LogChoices, LoadedLog>;

export function createLogs(client: () => EngineClient, notebook: NotebookStore, runs: RunStore, editSpec: (cellId: string, spec: LogCell['spec']) => void): LogActions {
  return fileCells<LogCell['spec'], LoadedLog>(client, runs, {
    cellOf: (cellId) => logCell(notebook.getState().notebook, cellId),
    keyOf: logKeyOf,
    load: (file, choices, reading) => client().loadLog(file, choices, reading),
    heldOf: (cellId) => runs.getState().logs[cellId] ?? NO_LOG,
    patch: (cellId, state) => patchLog(runs, cellId, state),
    editSpec,
    forget: () => runs.setState((state) => ({ logs: Object.fromEntries(Object.keys(state.logs).map((id) => [id, NO_LOG])) })),
    hint: 'Drop a log of events anywhere on the page, or choose a sample.',
  });
}
