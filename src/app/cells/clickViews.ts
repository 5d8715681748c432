/** The registry of views of predictors of labels: one line of words and one selector from runs to data for each drawing in src/viz. */
import type { ClickResult } from '../../engine/records/click';
import { bitsAuc } from '../../viz/bitsAuc';
import type { BitsPoint } from '../../viz/bitsAuc';
import { formatCount, formatNumber, formatShare } from '../../viz/format';
import { gainIntervals } from '../../viz/gainIntervals';
import { historyAuc } from '../../viz/historyAuc';
import { historyStrip } from '../../viz/historyStrip';
import { reliability } from '../../viz/reliability';
import { trainingCurves } from '../../viz/trainingCurves';
import type { CurveX } from '../../viz/trainingCurves';
import type { Series } from '../../viz/view';
import { drawingOf } from '../components/drawing';
import type { ClickViewKey } from '../notebook/spec';
import { optionValue, seriesOf } from './drawing';
import type { RunOfClick, ViewEntry, ViewOption } from './drawing';
import { momentsOf } from './scoreRows';

const MEASURE: ViewOption<RunOfClick> = { name: 'measure', title: 'Measure', default: 'auc', choices: () => [{ value: 'auc', title: 'AUC' }, { value: 'logLoss', title: 'LogLoss' }] };

const LABELS = ['label 0', 'label 1', 'label not yet known'];
/** Users that the first reader shows, from the one it judges best to the one it judges worst. */
const USER: ViewOption<RunOfClick> = {
  name: 'user', title: 'User', default: -1,
  otherwise: (runs) => usersOf(runs)[0] ?? -1,
  choices: (runs) => usersOf(runs).map((user, at, all) => ({ value: user, title: at === 0 ? 'judged best' : at === all.length - 1 ? 'judged worst' : `${at + 1} of ${all.length}` })),
};

export const CLICK_VIEWS: Readonly<Record<ClickViewKey, ViewEntry<RunOfClick>>> = {
  gainIntervals: {
    shows: 'result', wide: true,
    how: 'Each run minus its control: the same codes shuffled among the items, a store of zeros, or nothing. A hollow interval holds 0, so the difference is within noise.',
    options: [MEASURE],
    drawing(runs, options) {
      const measure = measureOf(options.measure);
      const rows = runs.flatMap((item) => (item.control ? [{ series: seriesOfClick(item), difference: item.control.difference }] : []));
      return drawingOf(gainIntervals, { measure, control: 'its control', rows }, (say) => ({
        hover: (row) => say(row && `${nameOf(runs, row.seriesId)} over ${controlOf(runs, row.seriesId)}: ${signed(row.difference)}, 95 % of the draws from ${signed(row.low)} to ${signed(row.high)}`),
      }));
    },
  },
  bitsAuc: {
    shows: 'result',
    how: 'What is read of an item or a past event, in bits, and what it is worth. A line joins the runs on one quantizer; the rules are predictors that read nothing beside the log.',
    options: [MEASURE],
    drawing(runs, options) {
      const measure = measureOf(options.measure);
      const scored = runs.flatMap((item) => (item.seeds.length > 0 ? [{ item, ...scoreOf(item, measure) }] : []));
      const floors = scored.filter(({ item }) => item.seeds[0]!.bits === 0).map(({ item, value }) => ({ name: item.cell.name, value }));
      return drawingOf(bitsAuc, { measure, series: lines(scored.filter(({ item }) => item.seeds[0]!.bits > 0)), floors }, (say) => ({
        hover: (point) => say(point && `${point.name}, ${formatCount(Math.round(point.bits))} bits: ${printed(measure, point.value)}${point.sd === undefined ? '' : ` ± ${formatNumber(point.sd)}`}`),
      }));
    },
  },
  reliability: {
    shows: 'snapshot',
    how: 'Rows in ten bins of probability: on the diagonal, what is called 30 % likely happens in 30 % of the rows. The strip below counts the rows of each bin.',
    options: [],
    drawing: (runs) =>
      drawingOf(reliability, { series: runs.map((item) => ({ series: seriesOfClick(item), reliability: item.run?.snapshot?.reliability ?? null })) }, (say) => ({
        hover: (bin) => say(bin && `${nameOf(runs, bin.seriesId)}, ${formatCount(bin.rows)} rows: predicted ${formatShare(bin.predicted)}, true ${formatShare(bin.observed)}`),
      })),
  },
  historyAuc: {
    shows: 'snapshot',
    how: 'AUC among rows in groups by the number of earlier events of their user: what reads histories should gain with their length.',
    options: [],
    drawing: (runs) =>
      drawingOf(historyAuc, { series: runs.map((item) => ({ series: seriesOfClick(item), byHistory: item.run?.snapshot?.byHistory ?? null })) }, (say) => ({
        hover: (group) => say(group && `${nameOf(runs, group.seriesId)}, ${formatCount(group.from)} to ${formatCount(group.upTo)} earlier events: AUC ${formatNumber(group.auc)} on ${formatCount(group.rows)} rows`),
      })),
  },
  historyStrip: {
    shows: 'snapshot', wide: true,
    how: 'The past events of one user as tokens in time, newest at the right, each as high as the reader attends to it for the event judged at the end.',
    options: [USER],
    drawing: (runs, options) => {
      const user = optionValue(USER, options, runs);
      const readers = runs.flatMap((item) => (item.run?.snapshot?.attention || !item.run?.result ? [{ series: seriesOfClick(item), attention: item.run?.snapshot?.attention ?? null }] : []));
      return drawingOf(historyStrip, { readers, ...(typeof user === 'number' && user >= 0 && { user }) }, (say) => ({
        hover: (event) => say(event && (event.gap === 0 ? `${nameOf(runs, event.seriesId)}: the event judged, row ${formatCount(event.row)}` : `${nameOf(runs, event.seriesId)}, row ${formatCount(event.row)}, ${formatNumber(event.gap / 3600)} h before, ${LABELS[event.label] ?? ''}: ${formatShare(event.weight)} of the attention`)),
      }));
    },
  },
  clickCurves: {
    shows: 'points',
    how: 'Scores are computed on the validation rows after every epoch, losses on the training rows. Often one of the first epochs is the best, since ids are soon learned by heart.',
    options: [
      { name: 'key', title: 'Curve', default: 'auc', open: true, choices: (runs) => curveNames(runs).map((name) => ({ value: name, title: curveTitle(name) })) },
      { name: 'x', title: 'Against', default: 'step', choices: () => [{ value: 'step', title: 'steps' }, { value: 'share', title: 'share of steps' }, { value: 'seconds', title: 'seconds' }] },
    ],
    drawing: (runs, options) => {
      const key = typeof options.key === 'string' ? options.key : 'auc';
      const points = (item: RunOfClick) => (item.run?.points ?? []).filter((point) => Number.isFinite(point.losses[key] ?? point.metrics?.[key]));
      const x: CurveX = options.x === 'share' || options.x === 'seconds' ? options.x : 'step';
      const series = runs.filter((item) => !item.run?.result || points(item).length > 0).map((item) => ({ series: seriesOfClick(item), points: points(item), ...(item.run?.result ? { steps: item.run.result.steps } : item.run?.progress ? { steps: item.run.progress.steps } : {}) }));
      return drawingOf(trainingCurves, { series, key, title: curveTitle(key), x, y: 'linear' as const }, (say) => ({
        hover: (reading) => say(reading && `${reading.label}: ${reading.values.map((value) => `${value.name} ${formatNumber(value.value)}`).join(' · ')}`),
      }));
    },
  },
};

/** Codes have the colour of their quantizer; shuffled ones have none. */
export function seriesOfClick(item: RunOfClick): Series {
  const series = seriesOf(item);
  const { fields, history } = item.cell.spec.params;
  if (fields === 'shuffled' || history === 'zero') return { ...series, hue: 'ink' };
  return item.of ? { ...series, hue: item.of.kind } : series;
}

function usersOf(runs: readonly RunOfClick[]): readonly number[] {
  const attention = runs.map((item) => item.run?.snapshot?.attention).find((each) => each !== undefined);
  if (!attention) return [];
  const miss = (at: number) => Math.abs(attention.labels[at]! - attention.probabilities[at]!);
  return Array.from(attention.users.keys()).sort((a, b) => miss(a) - miss(b)).map((at) => attention.users[at]!);
}

function measureOf(stored: unknown): 'auc' | 'logLoss' {
  return stored === 'logLoss' ? 'logLoss' : 'auc';
}

function scoreOf({ seeds }: RunOfClick, key: 'auc' | 'logLoss'): { value: number; sd?: number } {
  const { mean, sd } = momentsOf(seeds.map((result: ClickResult) => result.scores[key] ?? NaN));
  return { value: mean, ...(seeds.length > 1 && { sd }) };
}

/** Runs that read the same cell in the same way make a line, from few bits to many. */
function lines(scored: readonly { readonly item: RunOfClick; readonly value: number; readonly sd?: number }[]): { series: Series; points: BitsPoint[] }[] {
  const groups = new Map<string, typeof scored[number][]>();
  for (const each of scored) {
    const { cell: { spec: { kind, params } }, of } = each.item;
    const key = [kind, params.fields ?? params.history, params.reader, of?.id].join('|');
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups.values()].map((all) => ({
    series: { ...seriesOfClick(all[0]!.item), ...(all.length > 1 && all[0]!.item.of && { name: all[0]!.item.of.name }) },
    points: all.map(({ item, value, sd }) => ({ name: item.cell.name, bits: item.seeds[0]!.bits, value, ...(sd !== undefined && { sd }) })).sort((a, b) => a.bits - b.bits),
  }));
}

const CURVE_TITLES: Readonly<Record<string, string>> = { auc: 'validation AUC', logLoss: 'validation LogLoss', calibrationError: 'validation calibration error', loss: 'training loss', total: 'training loss' };

export function curveTitle(name: string): string {
  return CURVE_TITLES[name] ?? name.replace(/([a-z])([A-Z0-9])/g, '$1 $2').toLowerCase();
}

function curveNames(runs: readonly RunOfClick[]): string[] {
  const points = runs.flatMap((item) => item.run?.points ?? []);
  return [...new Set(['auc', ...points.flatMap((point) => Object.keys(point.metrics ?? {})), ...points.flatMap((point) => Object.keys(point.losses))])];
}

function nameOf(runs: readonly RunOfClick[], id: string): string {
  return runs.find((item) => item.cell.id === id)?.cell.name ?? id;
}

function controlOf(runs: readonly RunOfClick[], id: string): string {
  return runs.find((item) => item.cell.id === id)?.control?.name ?? 'its control';
}

function printed(measure: 'auc' | 'logLoss', value: number): string {
  return `${measure === 'auc' ? 'AUC' : 'LogLoss'} ${value.toFixed(4)}`;
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(4)}`;
}
