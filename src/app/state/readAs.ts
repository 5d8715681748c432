/** What the file in the panel is read as: a guess by its content, and the change from one to another, which keeps the file and what was chosen of it. */
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { FileKind, KindGuess } from '../../engine/records/data';
import type { Draft, DraftActions } from './draft';
import { extension } from './drafting';
import type { FactsDraft, FactsDraftActions } from './factsDraft';
import type { Session } from './session';
import type { TableDraft, TableDraftActions } from './tableDraft';

export interface ReadAsState {
  /** The file guessed about, and what it seems to be; null: not known (yet). */
  readonly file: File | null;
  readonly guess: KindGuess | null;
}

export interface ReadAs {
  readonly store: StoreApi<ReadAsState>;
  /** What the open panel reads its file as; null where none is open. */
  now(): FileKind | null;
  /** What a file of this ending may be read as; codes where its content, as far as it is known, fits. */
  kinds(file: File): readonly FileKind[];
  /** The cell that would take the file, read so; null: the notebook has none. Sequences and codes need none. */
  cellFor(kind: FileKind): string | null;
  /** Opens the panel's file as another kind; what was chosen of it before, read so, stands again. */
  change(kind: FileKind): Promise<void>;
}

interface Drafts {
  readonly draft: DraftActions;
  readonly tableDraft: TableDraftActions;
  readonly factsDraft: FactsDraftActions;
}

/** What was chosen of a file before it was read as something else. */
interface Left {
  readonly vectors?: Draft;
  readonly table?: TableDraft;
  readonly facts?: FactsDraft;
}

export function createReadAs(session: Session, { draft, tableDraft, factsDraft }: Drafts): ReadAs {
  const store = createStore<ReadAsState>(() => ({ file: null, guess: null }));
  const left = new WeakMap<File, Left>();
  const open = () => ({ vectors: draft.store.getState().draft, table: tableDraft.store.getState().draft, facts: factsDraft.store.getState().draft });
  const current = () => {
    const { vectors, table, facts } = open();
    return vectors ?? table ?? facts;
  };

  /** Asked once a look is done, so that it takes nothing from it; a guess that fails is none. */
  async function guess(): Promise<void> {
    const seen = current();
    if (!seen || seen.busy !== null || seen.file === store.getState().file) return;
    const { file } = seen;
    store.setState({ file, guess: null });
    const found = await session.client().guessKind(file).catch(() => null);
    if (store.getState().file !== file) return;
    store.setState({ guess: found });
    // Vectors cannot be made of them: the panel opens as what the file is.
    const now = open().vectors;
    if (found?.kind === 'codes' && !found.also && now?.file === file && now.problem) await change('codes');
  }
  for (const { subscribe } of [draft.store, tableDraft.store, factsDraft.store]) subscribe(() => void guess());

  async function change(kind: FileKind): Promise<void> {
    const now = open();
    const seen = current();
    if (!seen) return;
    const { file } = seen;
    const before: Left = { ...left.get(file), ...(now.vectors && { vectors: now.vectors }), ...(now.table && { table: now.table }), ...(now.facts && { facts: now.facts }) };
    left.set(file, before);
    const { vectors, table, facts } = before;
    const cells = session.notebook.getState().notebook.cells;
    const known = (id: string | undefined) => (cells.some((cell) => cell.id === id) ? id : undefined);
    // The new panel opens before the old one closes: there is no moment without one, in which training would go on.
    const opened =
      kind === 'vectors' ? draft.begin(file, seen.sample, vectors?.choices ?? {}, known(vectors?.cellId), [], vectors?.joined ?? undefined)
      : kind === 'table' ? tableDraft.begin(file, seen.sample, table?.choices ?? {}, table?.joined?.file, known(table?.cellId))
      : factsDraft.begin(file, { ...facts?.choices, kind });
    const stays = kind === 'vectors' ? 'vectors' : kind === 'table' ? 'table' : 'facts';
    if (now.vectors && stays !== 'vectors') draft.cancel();
    if (now.table && stays !== 'table') tableDraft.cancel();
    if (now.facts && stays !== 'facts') factsDraft.cancel();
    await opened;
  }

  /** By its content, where that was guessed, or because it is read so now. */
  function mayBeCodes(file: File): boolean {
    const { file: guessed, guess: found } = store.getState();
    const { facts } = open();
    return (facts?.file === file && facts.choices.kind === 'codes') || (guessed === file && found !== null && (found.kind === 'codes' || found.also?.includes('codes') === true));
  }

  const firstOf = (mode: 'dataset' | 'table' | 'log') => session.notebook.getState().notebook.cells.find((cell) => cell.mode === mode)?.id ?? null;

  return {
    store,
    now() {
      const { vectors, table, facts } = open();
      return vectors ? 'vectors' : table ? 'table' : (facts?.choices.kind ?? null);
    },
    kinds: (file) => [
      ...(session.catalog.extensions.includes(extension(file)) ? (['vectors'] as const) : []),
      ...(session.catalog.tableExtensions.includes(extension(file)) ? (['table', 'log', 'sequences'] as const) : []),
      ...(mayBeCodes(file) ? (['codes'] as const) : []),
    ],
    cellFor: (kind) => (kind === 'vectors' ? firstOf('dataset') : kind === 'table' || kind === 'log' ? firstOf(kind) : ''),
    change,
  };
}
