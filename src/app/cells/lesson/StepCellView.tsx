/** A step of a lesson: what to look at, a figure, one control, and whether it is done; alone on the screen while it is presented. */
import { useMemo } from 'react';
import type { KeyboardEvent } from 'react';
import { formatCount, formatNumber } from '../../../viz/format';
import { Icon } from '../../components/Icon';
import { ProblemBox } from '../../components/ProblemBox';
import { useApp, useNotebook, useUi } from '../../components/context';
import { present, presentNext } from '../../components/present';
import { useAnswer } from '../../components/useAnswer';
import { ViewHost } from '../../components/ViewHost';
import { inputsOf } from '../../notebook/inputs';
import type { StepCell } from '../../notebook/spec';
import { play } from '../../state/uiStore';
import type { RunOfCell } from '../drawing';
import { useQuantizers } from '../useRunOf';
import { StepControl } from './StepControl';
import { stepFigure } from './stepFigure';
import { STEP_RULES } from './steps';
import type { Played } from './steps';

const NOTHING: Played = {};

export function StepCellView({ cell }: { readonly cell: StepCell }) {
  const { session, ui } = useApp();
  const { step, look } = cell.spec;
  const runs = useQuantizers(inputsOf(cell, 'runs'), step === 'gauss' || step === 'collapse' ? 'snapshot' : 'result');
  const played = useUi((state) => state.played[cell.id]) ?? NOTHING;
  const presented = useUi((state) => state.presented === cell.id);
  const steps = useNotebook((state) => state.notebook.cells.filter(({ mode }) => mode === 'step').length);
  const number = useNotebook((state) => state.notebook.cells.filter(({ mode }) => mode === 'step').findIndex(({ id }) => id === cell.id) + 1);
  const result = runs[0]?.run?.result;
  const plane = step !== 'gauss' && step !== 'collapse' && step !== 'bits';
  const stages = useAnswer(plane && result && result.dim > 0 ? () => session.items.stages(runs[0]!.cell.id) : null, [session, plane, runs[0]?.cell.id, result]);
  const tell = (what: Played) => play(ui, cell.id, what);
  const drawing = useMemo(() => stepFigure(step, { runs, stages: stages.value, played, choose: (row) => play(ui, cell.id, { row }) }), [step, runs, stages.value, played, ui, cell.id]);
  const rule = STEP_RULES[step];
  const done = rule.done({ played, runs });
  const press = (event: KeyboardEvent) => {
    if (step === 'gauss' && event.key === '.' && runs[0]) {
      // Of this method alone: the page's own key steps all.
      event.stopPropagation();
      event.preventDefault();
      tell({ passes: (played.passes ?? 0) + 1 });
      return session.queue.step([runs[0].cell.id], true);
    }
    const by = { '[': -1, ']': 1 }[event.key];
    if (step !== 'follow' || by === undefined) return;
    event.preventDefault();
    tell({ depth: Math.max(0, Math.min(result?.levels ?? 2, (played.depth ?? 0) + by)) });
  };
  return (
    <section className={presented ? 'cell step presented' : 'cell step'} data-cell={cell.id} id={`cell-${cell.id}`} tabIndex={-1} aria-labelledby={`${cell.id}-title`} onKeyDown={press}>
      <header className="cell-head">
        <span className={done ? 'step-number done' : 'step-number'} aria-hidden="true">
          {done ? '✓' : number}
        </span>
        <h2 id={`${cell.id}-title`}>{cell.name}</h2>
        <span className="end">
          {presented && (
            <>
              <button type="button" className="button quiet" disabled={number === 1} onClick={() => presentNext({ session, ui }, -1)}>
                Back
              </button>
              <button type="button" className="button" disabled={number === steps} onClick={() => presentNext({ session, ui }, 1)}>
                Next
              </button>
            </>
          )}
          <button type="button" className={presented ? 'button quiet icon-only' : 'button quiet'} title={presented ? 'End (Esc)' : 'Full screen, larger type; arrow keys go from step to step'} aria-label={presented ? 'End the presentation' : `Present from step ${number}`} onClick={() => present(ui, presented ? null : cell.id)}>
            {presented ? <Icon name="close" /> : 'Present'}
          </button>
        </span>
      </header>
      <p className="step-look">{look}</p>
      {stages.problem && <ProblemBox problem={stages.problem} />}
      {runs.map(({ cell: { id }, run }) => (run?.problem ? <ProblemBox key={id} problem={run.problem} /> : null))}
      <ViewHost drawing={drawing} label={cell.name} minHeight={240} />
      <div className="step-play">
        <StepControl step={step} runs={runs} played={played} play={tell} />
        <p className="step-numbers muted">{numbersOf(cell, runs)}</p>
      </div>
      <p className={done ? 'step-task done' : 'step-task'} role="status">
        <span className="visually-hidden">{done ? 'Done: ' : 'To do: '}</span>
        {done ? '✓' : '○'} {rule.task}
      </p>
    </section>
  );
}

/** What the runs of the step come to. */
function numbersOf({ spec: { step } }: StepCell, runs: readonly RunOfCell[]): string {
  if (step === 'points' || step === 'left' || step === 'follow') return '';
  return runs.flatMap(({ cell, run }) => {
    const metrics = run?.result?.metrics;
    if (!metrics || !run?.result) return [];
    const vectors = run.result.codebooks.reduce((sum, { numCodes }) => sum + numCodes, 0);
    if (step === 'collapse') return [`${cell.name}: ${formatCount(Math.round(metrics.utilization[0]! * run.result.codebooks[0]!.numCodes))} of ${formatCount(run.result.codebooks[0]!.numCodes)} codes in use, relative error ${formatNumber(metrics.relativeError)}`];
    return [`${cell.name}: ${formatNumber(metrics.nominalBits.at(-1)!)} bits a point, ${formatCount(vectors)} code vectors to store, ${formatNumber(100 * metrics.residualEnergy.at(-1)!)} % of the squared error left`];
  }).join(' · ');
}
