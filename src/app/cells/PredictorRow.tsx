/** One predictor as a row, with the validation error as its curve and its form. */
import { useStore } from 'zustand';
import { ParamForm } from '../components/ParamForm';
import { useApp } from '../components/context';
import { seedsOf, withSeeds } from '../notebook/spec';
import type { PredictorCell } from '../notebook/spec';
import { editCell, editParams } from '../state/notebookStore';
import { MethodRow } from './MethodRow';
import { Sparkline } from './Sparkline';
import { predictorCommands } from './predictorCommands';
import { ResumeOffer } from './ResumeOffer';
import { fitPhaseLine, isBusy, predictorLine } from './summary';
import { useResumeOffers, useRun, useStale, useUnit, useWaitLine } from './useRunOf';

export function PredictorRow({ cell }: { readonly cell: PredictorCell }) {
  const app = useApp();
  const { session } = app;
  const run = useRun(cell.id);
  const waits = useWaitLine(cell);
  const stale = useStale(cell.id);
  const unit = useUnit([cell]);
  const entry = useStore(session.engine, (state) => state.catalog?.predictors.find((candidate) => candidate.kind === cell.spec.kind));
  const { main, all } = useResumeOffers(cell.id);
  return (
    <MethodRow
      cell={cell} run={run} stale={stale} settings={predictorLine(cell, entry)} phase={waits || fitPhaseLine(run, unit)}
      spark={<Sparkline cell={cell} run={run} title="validation error" value={(point) => point.metrics?.mae} sparse />}
      commands={predictorCommands(app, cell, run, isBusy(run), all)}
      offer={main && <ResumeOffer cell={cell} offer={main} />}
      form={entry && (
        <ParamForm
          name={cell.name} params={cell.spec.params} entry={entry} onChange={(patch) => editParams(session.notebook, cell.id, patch)}
          seeds={seedsOf(cell)} onSeeds={(seeds) => editCell(session.notebook, cell.id, 'predictor', (now) => withSeeds(now, seeds))}
        />
      )}
    />
  );
}
