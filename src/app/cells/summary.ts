/** A method's settings and state in one line of plain words. */
import type { ParamSpec } from '../../engine/records/params';
import type { QuantizerEntry } from '../../engine/records/quantize';
import type { PredictorEntry } from '../../engine/records/predict';
import { THIN, formatCount, formatNumber } from '../../viz/format';
import { seedsOf } from '../notebook/spec';
import type { FairTerms, PredictorCell, QuantizerCell, SeededCell } from '../notebook/spec';
import { budgetOf } from '../output/alike';
import type { EngineState } from '../state/engineStore';
import { readWords } from '../state/readWords';
import type { HeldFile } from '../runs/runState';
import { fitted, predicted, quantized } from '../runs/cellRun';
import type { CellRun } from '../runs/cellRun';
import { inUnit } from '../components/tableWords';
import { codesOf } from './drawing';

const MOST_WORDS = 3;

/** "3 × 256 codes · steps 2000 · seed 1": the shape, then what differs from the defaults; the terms of a fair comparison where one is on. */
export function settingsLine(cell: QuantizerCell, entry: QuantizerEntry | undefined, terms: FairTerms | null = null): string {
  if (terms) {
    const direct = 'encoder' in cell.spec.params ? ['codes the data itself'] : [];
    return [`compared fairly: ${terms.numLevels} × ${formatCount(terms.numCodes)} codes`, budgetOf(terms), ...direct, seedWords(seedsOf(cell))].join(' · ');
  }
  return [shapeWords(cell), ...changedWords(cell, entry?.params ?? []), seedWords(seedsOf(cell))].join(' · ');
}

/** "3 × 16 codes · epochs 20 · seed 1"; a method without codes and epochs has only what differs from the defaults. */
export function predictorLine(cell: PredictorCell, entry: PredictorEntry | undefined): string {
  return [...('numCodes' in cell.spec.params ? [shapeWords(cell)] : []), ...changedWords(cell, entry?.params ?? []), seedWords(seedsOf(cell))].join(' · ');
}

function shapeWords(cell: SeededCell): string {
  const codes = codesOf(cell);
  const same = codes.every((count) => count === codes[0]);
  return same ? `${codes.length} × ${formatCount(codes[0]!)} codes` : `${codes.join(' · ')} codes`;
}

function changedWords({ spec: { params } }: SeededCell, specs: readonly ParamSpec[]): string[] {
  const shown = specs.filter((spec) => spec.name !== 'numLevels' && spec.name !== 'numCodes' && worthSaying(spec, params[spec.name]));
  return shown.slice(0, MOST_WORDS).map((spec) => wordOf(spec, params[spec.name]));
}

/** "seed 1", or "seeds 1, 2, 3". */
export function seedWords(seeds: readonly number[]): string {
  return `${seeds.length > 1 ? 'seeds' : 'seed'} ${seeds.join(', ')}`;
}

function worthSaying(spec: ParamSpec, value: unknown): boolean {
  if (value === undefined) return false;
  if (spec.name === 'latentDim' || spec.name === 'steps' || spec.name === 'epochs') return true;
  return JSON.stringify(value) !== JSON.stringify(spec.default);
}

function wordOf(spec: ParamSpec, value: unknown): string {
  const title = spec.title.replace(/ \(.*\)$/, '').toLowerCase();
  if (spec.type === 'boolean') return `${value ? '' : 'no '}${title}`;
  if (spec.type === 'choice') return spec.choices?.find((choice) => choice.value === value)?.title ?? String(value);
  if (Array.isArray(value)) return `${title} ${value.join('-')}`;
  if (spec.name === 'steps') return `${formatCount(Number(value))} steps`;
  return `${title} ${Number(value) < 0.01 && Number(value) > 0 ? formatNumber(Number(value)) : String(value)}`;
}

/** True from being queued to its end. */
export function isBusy(run: CellRun | undefined): boolean {
  return run?.status === 'running' || run?.status === 'paused' || run?.status === 'waiting';
}

/** What a reader of the row's numbers should know. A row that waits, trains or has other settings or data than its numbers keeps what was said of those to itself. */
export function notesOf(run: CellRun | undefined, stale: boolean): readonly string[] {
  return isBusy(run) || stale ? [] : (run?.result?.notes ?? []);
}

/** What the run is at, below how it stands: "training codes · 41 300 items/s", or what came of it. */
export function phaseLine(run: CellRun | undefined): string {
  if (!run) return '';
  if (run.status === 'running' || run.status === 'paused') return workLine(run, 'items');
  const result = quantized(run);
  return run.status !== 'waiting' && result ? `relative error ${formatNumber(result.metrics.relativeError)}` : '';
}

/** As `phaseLine`, of a predictor: "epoch 3 of 20 · 41 300 rows/s", or "MAE 12.3 s" on the test part. */
export function fitPhaseLine(run: CellRun | undefined, unit: string): string {
  if (!run) return '';
  if (run.status === 'running' || run.status === 'paused') return workLine(run, 'rows');
  const result = predicted(run);
  return run.status !== 'waiting' && result ? inUnit(`test MAE ${formatNumber(result.scores.mae ?? NaN)}`, unit) : '';
}

/** As `fitPhaseLine`, of a predictor of labels: "test AUC 0.782". A model of instances says it of its own prediction. */
export function clickPhaseLine(run: CellRun | undefined): string {
  if (!run) return '';
  if (run.status === 'running' || run.status === 'paused') return workLine(run, 'rows');
  const result = fitted(run);
  return run.status !== 'waiting' && result ? `test AUC ${formatNumber(result.scores.auc ?? NaN)}` : '';
}

/** The same of a recommender. */
export function retrievalPhaseLine(run: CellRun | undefined): string {
  if (!run) return '';
  if (run.status === 'running' || run.status === 'paused') return workLine(run, 'pairs');
  const result = fitted(run);
  return run.status !== 'waiting' && result ? `test Recall@10 ${formatNumber(result.scores.recall10 ?? NaN)}` : '';
}

/** What the first of the queue waits for: the engine, or its file, with how much of it is read. */
export function waitLine(engine: EngineState['status'], data: Pick<HeldFile<unknown>, 'status' | 'progress'> | undefined): string {
  if (engine === 'starting') return 'starting the engine';
  return data?.status === 'loading' ? readWords('reading the file', data.progress) : '';
}

/** What a run at work is at: what no step counts, with its share where steps have been counted already, or the phase of its steps. */
function workLine({ status, progress, doing }: CellRun, items: string): string {
  if (doing && status === 'running') return progress ? `${doing.phase} · ${percent(doing.share)}` : doing.phase;
  return progress ? [progress.phase, ...rate(progress.itemsPerSecond, items)].join(' · ') : '';
}

/** How the run stands: "done in 2.10 s", "64 % · 4 s left". */
export function statusLine(run: CellRun | undefined, stale: boolean): string {
  if (!run) return 'not run';
  const { progress } = run;
  const result = run.result;
  switch (run.status) {
    case 'waiting':
      return 'waiting';
    case 'running':
      return progress ? [share(progress.step, progress.steps), ...left(progress.eta)].join(' · ') : ['starting', ...(run.doing ? [percent(run.doing.share)] : [])].join(' · ');
    case 'paused':
      return progress ? `paused at step ${formatCount(progress.step)} of ${formatCount(progress.steps)}` : 'paused';
    case 'done':
      return stale ? 'settings changed' : result ? `done in ${seconds(result.seconds)}` : 'done';
    case 'stopped':
      return stale ? 'settings changed' : `stopped at step ${formatCount(result?.steps ?? 0)}${result?.plannedSteps ? ` of ${formatCount(result.plannedSteps)}` : ''}`;
    case 'failed':
      return 'failed';
    case 'interrupted':
      return `interrupted at step ${formatCount(progress?.step ?? 0)}`;
    case 'idle':
      return 'not run';
  }
}

function percent(share: number): string {
  return `${Math.floor(100 * share)}${THIN}%`;
}

export function share(step: number, steps: number): string {
  return `${steps > 0 ? Math.min(100, Math.floor((100 * step) / steps)) : 0}${THIN}%`;
}

export function seconds(value: number): string {
  if (value < 0.01) return `<0.01${THIN}s`;
  // Hundredths at most: clocks and readers know no finer.
  if (value < 60) return `${value < 1 ? value.toFixed(2) : formatNumber(value)}${THIN}s`;
  const whole = Math.round(value);
  return whole < 3600 ? `${Math.floor(whole / 60)}${THIN}min ${whole % 60}${THIN}s` : `${Math.floor(whole / 3600)}${THIN}h ${Math.floor((whole % 3600) / 60)}${THIN}min`;
}

function rate(itemsPerSecond: number, items: string): string[] {
  return itemsPerSecond > 0 ? [`${formatNumber(itemsPerSecond)} ${items}/s`] : [];
}

function left(eta: number | null): string[] {
  return eta === null ? [] : [eta < 1 ? `<1${THIN}s left` : `${eta < 60 ? `${Math.ceil(eta)}${THIN}s` : seconds(eta)} left`];
}
