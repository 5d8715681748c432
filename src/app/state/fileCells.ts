/** Cells that read one file, and what the engine holds of it: binding a file, loading; a failure leaves what was loaded before. */
import type { EngineClient } from '../../engine/client';
import type { Reading } from '../../engine/records/data';
import { fingerprint } from '../notebook/hash';
import type { Prints } from '../notebook/hash';
import { prints } from '../runs/runState';
import type { BoundFile, HeldFile } from '../runs/runState';
import { loadOnce, swapped } from './loadOnce';
import type { RunStore } from './runStore';

/** What such a cell stores: the name its file is bound to, the sample that stands in, and how it is read. */
interface FileSpec {
  readonly data: string;
  readonly sample?: string;
  readonly choices: object;
}

export interface FileCellActions<Choices, Loaded> {
  /** Loads a file with these choices and only then, after `beforeSwap`, binds it; rejects with a Problem and changes nothing. */
  use(cellId: string, file: File, choices: Choices, sample: string | null, beforeSwap?: () => Promise<void>, reading?: Reading): Promise<void>;
  /** The file bound to this cell; null while there is none. */
  file(cellId: string): BoundFile | null;
  /** What the engine holds for this cell, loading it if that is not what the notebook asks for. */
  ensure(cellId: string): Promise<Loaded>;
  /** Forgets what the engine held (it was started anew). */
  forget(): void;
}

/** What one mode of such cells adds. */
export interface FileCells<Spec extends FileSpec, Loaded> {
  cellOf(cellId: string): { readonly spec: Spec } | undefined;
  /** Hash of the bound file and the choices; null while none is bound. */
  keyOf(cell: { readonly spec: Spec } | undefined, prints: Prints): string | null;
  load(file: File, choices: Spec['choices'], reading?: Reading): Promise<Loaded>;
  heldOf(cellId: string): HeldFile<Loaded>;
  patch(cellId: string, state: Partial<HeldFile<Loaded>>): void;
  editSpec(cellId: string, spec: Spec): void;
  forget(): void;
  /** What to do where no file is bound. */
  readonly hint: string;
}

export function fileCells<Spec extends FileSpec, Loaded extends { readonly dataId: string }>(
  client: () => EngineClient,
  runs: RunStore,
  { cellOf, keyOf, load, heldOf, patch, editSpec, forget, hint }: FileCells<Spec, Loaded>,
): FileCellActions<Spec['choices'], Loaded> {
  function settle(cellId: string, key: string | null, loaded: Loaded) {
    const before = heldOf(cellId).loaded;
    patch(cellId, { status: 'ready', key, loaded, progress: null, problem: null });
    if (before && before.dataId !== loaded.dataId) client().release(before.dataId);
  }

  function file(cellId: string): BoundFile | null {
    const cell = cellOf(cellId);
    return (cell && runs.getState().files[cell.spec.data]) ?? null;
  }

  const once = loadOnce<Loaded>({ held: heldOf, patch, settle });

  return {
    file,
    async use(cellId, file, choices, sample, beforeSwap, reading) {
      const cell = cellOf(cellId);
      if (!cell) return;
      const { sample: _, ...before } = cell.spec;
      const spec = { ...before, choices, ...(sample !== null && { sample }) } as Spec;
      const loaded = await load(file, choices, reading);
      const print = await fingerprint(file);
      await swapped(beforeSwap, () => client().release(loaded.dataId));
      runs.setState((state) => ({ files: { ...state.files, [spec.data]: { file, print, sample } } }));
      settle(cellId, keyOf({ spec }, prints(runs.getState())), loaded);
      editSpec(cellId, spec);
    },
    async ensure(cellId) {
      const cell = cellOf(cellId);
      const bound = file(cellId);
      const key = keyOf(cell, prints(runs.getState()));
      if (!cell || !bound || key === null) throw Object.assign(new Error(`No file is bound to "${cell?.spec.data ?? cellId}".`), { name: 'input', hint });
      return once(cellId, key, (reading) => load(bound.file, cell.spec.choices, reading));
    },
    forget,
  };
}
