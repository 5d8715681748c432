/** From where a run that did not end as meant can go on, in words for buttons and menus. */
import type { Params } from '../../engine/records/params';
import type { CheckpointInfo } from '../../engine/records/run';
import { formatCount, formatNumber } from '../../viz/format';
import type { PredictorCell, QuantizerCell } from '../notebook/spec';
import { editParams } from '../state/notebookStore';
import type { CellRun } from '../runs/cellRun';
import type { Session } from '../state/session';

export interface ResumeOffer {
  readonly title: string;
  /** "step 400 · relative error 0.31" */
  readonly note: string;
  /** What RunSpec.resume takes. */
  readonly resume: string;
  /** Settings changed first, where training ran away. */
  readonly retry?: Params;
}

export interface ResumeOffers {
  /** The one to be shown as a button: where the run was cut short. */
  readonly main: ResumeOffer | null;
  /** Every checkpoint, for the menu. */
  readonly all: readonly ResumeOffer[];
  /** True where some are of other steps than the button's. */
  readonly others: boolean;
}

const NONE: ResumeOffers = { main: null, all: [], others: false };

/** `keyNow`: hash of the cell's settings and data as they are; a run of others cannot be gone on with. `metric`: what `best` goes by. */
export function resumeOffers(run: CellRun | undefined, keyNow: string | null, metric = 'relative error'): ResumeOffers {
  if (!run || run.key === null || run.key !== keyNow || !['interrupted', 'failed', 'stopped'].includes(run.status)) return NONE;
  const { key, problem } = run;
  const retry = problem?.retry;
  const offer = (info: CheckpointInfo, title: string): ResumeOffer => ({
    title, note: noteOf(info, retry ? changeWords(retry) : '', metric),
    resume: retry ? `${key}/${info.name}` : info.name, ...(retry && { retry }),
  });
  const last = run.checkpoints.find(({ name }) => name === 'last');
  const step = formatCount(last?.step ?? 0);
  const main = !last || run.status === 'stopped' ? null : offer(last, retry ? `Go back to step ${step}, ${changeWords(retry)}` : `Resume from step ${step}`);
  return { main, all: run.checkpoints.map((info) => offer(info, `Go on from ${info.name.replace('-', ' ')}`)), others: run.checkpoints.some((info) => info.step !== last?.step) };
}

/** Sets what the offer changes, and goes on; both can be seen, and the settings taken back. */
export function takeOffer(session: Session, { id }: QuantizerCell | PredictorCell, { resume, retry }: ResumeOffer): void {
  if (retry) editParams(session.notebook, id, retry);
  session.queue.run([id], true, resume);
}

function noteOf({ name, step, value }: CheckpointInfo, change: string, metric: string): string {
  const words = [name.startsWith('step-') ? '' : `step ${formatCount(step)}`, Number.isFinite(value) ? `${metric} ${formatNumber(value)}` : '', change];
  return words.filter(Boolean).join(' · ');
}

function changeWords(params: Params): string {
  return Object.entries(params).map(([name, value]) => `${name.replace(/([A-Z])/g, ' $1').toLowerCase()} ${String(value)}`).join(', ');
}
