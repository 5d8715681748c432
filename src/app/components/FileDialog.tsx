/** The panel of a file: one shell whatever it is read as, with what it is, what is wrong with it, and the step from there into the notebook. */
import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import type { LogInspection } from '../../engine/records/log';
import { undecidedRows } from '../state/draft';
import type { FactsChoices } from '../state/factsDraft';
import { bytes } from './DataFacts';
import { Dialog } from './Dialog';
import { FactsForm } from './FactsForm';
import { LeftOut } from './LeftOut';
import { ProblemBox } from './ProblemBox';
import { ReadAsFields } from './ReadAsFields';
import { ReadState } from './ReadState';
import { TableForm } from './TableForm';
import { VectorsForm } from './VectorsForm';
import { useApp } from './context';
import type { App } from './context';

export function FileDialog() {
  const { draft, tableDraft, factsDraft } = useApp();
  const vectors = useStore(draft.store);
  const table = useStore(tableDraft.store);
  const facts = useStore(factsDraft.store);
  const left = vectors.draft ? vectors.left : table.left;
  if (vectors.draft) {
    const { draft: now } = vectors;
    const bad = undecidedRows(now);
    // Bad rows are asked about in the form; the problem would only say so again.
    const problem = bad > 0 ? null : now.problem;
    return (
      <Panel
        draft={{ ...now, problem }} left={left} cancel={draft.cancel} ready={now.inspection?.summary !== undefined && problem === null && bad === 0}
        accept={{ label: 'Run the comparison on it', go: () => void draft.accept() }}
      >
        <VectorsForm draft={now} failed={problem !== null} />
      </Panel>
    );
  }
  if (table.draft) {
    const target = table.draft.inspection?.target;
    return (
      <Panel wide draft={table.draft} left={left} cancel={tableDraft.cancel} ready={target !== undefined && table.draft.problem === null} accept={{ label: target ? `Predict ${target.name}` : 'Predict', go: () => void tableDraft.accept() }}>
        <TableForm draft={table.draft} />
      </Panel>
    );
  }
  if (facts.draft) {
    const { inspection, choices, cellId } = facts.draft;
    const taken = TAKEN[choices.kind];
    const label = inspection && 'summary' in inspection && inspection.summary && 'label' in inspection.summary ? (inspection as LogInspection).choices.label : undefined;
    return (
      <Panel wide draft={facts.draft} left={[]} cancel={factsDraft.cancel} ready={facts.draft.problem === null && (taken ? inspection !== null : label !== undefined)} {...((cellId !== '' || taken) && { accept: { label: taken ? `${cellId === '' ? 'Add' : 'Use'} ${taken}` : label ? `Predict ${label}` : 'Predict', go: () => void factsDraft.accept() } })}>
        <FactsForm draft={facts.draft} />
      </Panel>
    );
  }
  if (vectors.files.length > 0) {
    const { files, cellId } = vectors;
    const begin = (file: File) => void draft.begin(file, null, {}, cellId, [...vectors.left, ...files.filter((other) => other !== file).map(({ name }) => name)]);
    return <WhichFile title="Which file holds the vectors?" subtitle="The comparison uses one file as its data." files={files} left={vectors.left} cancel={draft.cancel} begin={begin} />;
  }
  if (table.files.length > 0) {
    const { files, cellId } = table;
    return <WhichFile title="Which file has the value to predict?" subtitle="The other is joined to it by a column that both have." files={files} left={table.left} cancel={tableDraft.cancel} begin={(file) => void beginJoined(tableDraft, file, files, table.left, cellId)} />;
  }
  return null;
}

/** What a file is taken as into a cell of its own, where the notebook has none. */
const TAKEN: Readonly<Record<FactsChoices['kind'], string | null>> = { log: null, codes: 'these IDs', sequences: 'these sequences' };

async function beginJoined(actions: App['tableDraft'], file: File, files: readonly File[], left: readonly string[], cellId: string | undefined): Promise<void> {
  await actions.begin(file, null, {}, undefined, cellId, left);
  const other = files.find((each) => each !== file);
  if (other) await actions.join(other);
}

interface PanelProps {
  readonly draft: {
    readonly file: File;
    readonly sample: string | null;
    readonly inspection: { readonly format: string } | null;
    readonly busy: 'looking' | 'loading' | null;
    readonly progress: Parameters<typeof ReadState>[0]['progress'];
    readonly problem: Parameters<typeof ProblemBox>[0]['problem'] | null;
  };
  readonly left: readonly string[];
  /** Its preview is a table of text. */
  readonly wide?: boolean;
  /** All is decided that must be. */
  readonly ready: boolean;
  /** Absent: there is nothing to take the file into. */
  readonly accept?: { readonly label: string; go(): void };
  cancel(): void;
  readonly children: ReactNode;
}

function Panel({ draft, left, wide = false, ready, accept, cancel, children }: PanelProps) {
  const { file, sample, inspection, busy, progress, problem } = draft;
  const enabled = ready && busy === null;
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    // Enter goes on at once, unless the person has begun to choose something.
    if (enabled && !document.activeElement?.matches('input, select, summary')) button.current?.focus({ preventScroll: true });
  }, [enabled]);
  return (
    <Dialog wide title={file.name} subtitle={`${bytes(file.size)}${inspection?.format ? ` · ${inspection.format}` : ''} · read in this browser, sent nowhere`} onClose={cancel}>
      <div className={wide ? 'panel table-panel' : 'panel'} aria-busy={busy !== null}>
        <LeftOut names={left} />
        {sample === null && <ReadAsFields file={file} />}
        {problem && <ProblemBox problem={problem} />}
        {problem && accept && <p className="muted">The data loaded before stays as it was.</p>}
        {children}
      </div>
      <footer className="dialog-foot">
        <ReadState busy={busy} progress={progress} />
        <button type="button" className="button" onClick={cancel}>
          {accept ? 'Cancel' : 'Close'}
        </button>
        {accept && (
          <button type="button" ref={button} className="button main" disabled={!enabled} onClick={accept.go}>
            {accept.label}
          </button>
        )}
      </footer>
    </Dialog>
  );
}

interface WhichProps {
  readonly title: string;
  readonly subtitle: string;
  readonly files: readonly File[];
  readonly left: readonly string[];
  cancel(): void;
  begin(file: File): void;
}

function WhichFile({ title, subtitle, files, left, cancel, begin }: WhichProps) {
  return (
    <Dialog title={title} subtitle={subtitle} onClose={cancel}>
      <ul className="file-list">
        {files.map((file, index) => (
          <li key={`${file.name}-${index}`}>
            <button type="button" className="button" autoFocus={index === 0} onClick={() => begin(file)}>
              <strong>{file.name}</strong> <span className="muted">{bytes(file.size)}</span>
            </button>
          </li>
        ))}
      </ul>
      <LeftOut names={left} />
    </Dialog>
  );
}
