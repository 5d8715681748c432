/** One quantizer as a row, with its resume offer and its form. */
import { useStore } from 'zustand';
import { CheckpointFields } from '../components/CheckpointFields';
import { ParamForm } from '../components/ParamForm';
import { useApp, useNotebook } from '../components/context';
import { fairTermsOf } from '../notebook/fair';
import { seedsOf, withSeeds } from '../notebook/spec';
import type { QuantizerCell } from '../notebook/spec';
import { editCell, editParams } from '../state/notebookStore';
import { MethodRow } from './MethodRow';
import { Sparkline } from './Sparkline';
import { quantizerCommands } from './quantizerCommands';
import { ResumeOffer } from './ResumeOffer';
import { isBusy, phaseLine, settingsLine } from './summary';
import { useResumeOffers, useRun, useStale, useWaitLine } from './useRunOf';

export function QuantizerRow({ cell }: { readonly cell: QuantizerCell }) {
  const { session } = useApp();
  const run = useRun(cell.id);
  const waits = useWaitLine(cell);
  const stale = useStale(cell.id);
  const entry = useStore(session.engine, (state) => state.catalog?.quantizers.find((candidate) => candidate.kind === cell.spec.kind));
  const terms = useNotebook((state) => fairTermsOf(state.notebook, cell.id));
  const { main, all, others } = useResumeOffers(cell.id);
  return (
    <MethodRow
      cell={cell} run={run} stale={stale} settings={settingsLine(cell, entry, terms)} phase={waits || phaseLine(run)}
      spark={<Sparkline cell={cell} run={run} title="relative error" value={(point) => point.losses.relativeError} />}
      commands={quantizerCommands(session, cell, run, isBusy(run), all)}
      offer={main && <ResumeOffer cell={cell} offer={main} others={others} />}
      form={entry && (
        <ParamForm
          name={cell.name} params={cell.spec.params} entry={entry} onChange={(patch) => editParams(session.notebook, cell.id, patch)}
          seeds={seedsOf(cell)} onSeeds={(seeds) => editCell(session.notebook, cell.id, 'quantizer', (now) => withSeeds(now, seeds))}
        >
          <CheckpointFields />
        </ParamForm>
      )}
    />
  );
}
