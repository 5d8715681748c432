/** One method as a row, with its curve, its resume offer and its form. */
import { useStore } from 'zustand';
import { CheckpointFields } from '../components/CheckpointFields';
import { ParamForm } from '../components/ParamForm';
import { useApp, useNotebook } from '../components/context';
import { fairTermsOf } from '../notebook/fair';
import { familyOf, seedsOf, withSeeds } from '../notebook/spec';
import { editCell, editParams } from '../state/notebookStore';
import { FAMILIES } from './families';
import type { Method } from './families';
import { MethodRow } from './MethodRow';
import { Sparkline } from './Sparkline';
import { ResumeOffer } from './ResumeOffer';
import { isBusy } from './summary';
import { useResumeOffers, useRun, useStale, useUnit, useWaitLine } from './useRunOf';

export function MethodCell({ cell }: { readonly cell: Method }) {
  const app = useApp();
  const { session } = app;
  const family = FAMILIES[familyOf(cell)];
  const run = useRun(cell.id);
  const waits = useWaitLine(cell);
  const stale = useStale(cell.id);
  const unit = useUnit([cell]);
  const entry = useStore(session.engine, (state) => family.entries(state.catalog).find((candidate) => candidate.kind === cell.spec.kind));
  const terms = useNotebook((state) => fairTermsOf(state.notebook, cell.id));
  const { main, all, others } = useResumeOffers(cell.id);
  const facts = { entry, terms, run, unit };
  return (
    <MethodRow
      cell={cell} run={run} stale={stale} settings={family.settings(cell, facts)} phase={waits || family.phase(facts)}
      spark={<Sparkline cell={cell} run={run} {...family.curve} />}
      commands={family.commands(app, cell, run, isBusy(run), all)}
      offer={main && <ResumeOffer cell={cell} offer={main} {...(family.checkpointForm && { others })} />}
      form={entry && (
        <ParamForm
          name={cell.name} params={cell.spec.params} entry={entry} onChange={(patch) => editParams(session.notebook, cell.id, patch)}
          seeds={seedsOf(cell)} onSeeds={(seeds) => editCell(session.notebook, cell.id, cell.mode, (now) => withSeeds(now, seeds))}
        >
          {family.checkpointForm && <CheckpointFields />}
        </ParamForm>
      )}
    />
  );
}
