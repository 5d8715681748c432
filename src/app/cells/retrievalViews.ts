/** The registry of views of recommenders: one line of words and one selector from runs to data for each drawing in src/viz. */
import type { QuantizerResult } from '../../engine/records/quantize';
import { beamTree } from '../../viz/beamTree';
import { depthRecall } from '../../viz/depthRecall';
import { formatCount, formatNumber, formatShare } from '../../viz/format';
import { groupRecall } from '../../viz/groupRecall';
import { idQuality } from '../../viz/idQuality';
import { trainingCurves } from '../../viz/trainingCurves';
import type { CurveX } from '../../viz/trainingCurves';
import { drawingOf } from '../components/drawing';
import type { RetrievalViewKey } from '../notebook/spec';
import { LEAST_PAIRS, rankCorrelation } from '../output/rankCorrelation';
import { askedRun, beamTreeData, questionOf } from './beamData';
import { optionValue } from './drawing';
import type { RunOfRetrieval, ViewEntry, ViewOption } from './drawing';
import { seriesOfRetrieval } from './retrievalSeries';
import { momentsOf } from './scoreRows';

const GROUPS: ViewOption<RunOfRetrieval> = { name: 'by', title: 'Groups', default: 'frequency', choices: () => [{ value: 'frequency', title: 'by frequency of the item' }, { value: 'history', title: 'by length of the history' }] };
const MEASURE: ViewOption<RunOfRetrieval> = { name: 'measure', title: 'Measure', default: 'recall10', choices: () => [{ value: 'recall10', title: 'Recall@10' }, { value: 'ndcg10', title: 'NDCG@10' }] };

/** Cheap metrics of codes: each as one number of a result. */
const CHEAP: readonly { readonly value: string; readonly title: string; readonly of: (result: QuantizerResult) => number }[] = [
  { value: 'collisionRate', title: 'collision rate', of: ({ metrics }) => metrics.collisionRate },
  { value: 'cohesion', title: 'semantic cohesion of first codes', of: ({ metrics }) => metrics.cohesion[0] ?? NaN },
  { value: 'perplexity', title: 'perplexity, mean of the levels', of: ({ metrics }) => momentsOf(metrics.perplexity).mean },
];
const METRIC: ViewOption<RunOfRetrieval> = { name: 'metric', title: 'Metric', default: 'collisionRate', choices: () => CHEAP.map(({ value, title }) => ({ value, title })) };

export const RETRIEVAL_VIEWS: Readonly<Record<RetrievalViewKey, ViewEntry<RunOfRetrieval>>> = {
  retrievalCurves: {
    shows: 'points',
    how: 'Scores of the validation cases after every epoch, and losses of the training steps. Token accuracy counts a code as right after the true codes before it.',
    options: [
      { name: 'key', title: 'Curve', default: 'recall10', open: true, choices: (runs) => curveNames(runs).map((name) => ({ value: name, title: retrievalCurveTitle(name) })) },
      { name: 'x', title: 'Against', default: 'step', choices: () => [{ value: 'step', title: 'steps' }, { value: 'share', title: 'share of steps' }, { value: 'seconds', title: 'seconds' }] },
    ],
    drawing: (runs, options) => {
      const key = typeof options.key === 'string' ? options.key : 'recall10';
      const points = (item: RunOfRetrieval) => (item.run?.points ?? []).filter((point) => Number.isFinite(point.losses[key] ?? point.metrics?.[key]));
      const x: CurveX = options.x === 'share' || options.x === 'seconds' ? options.x : 'step';
      const series = runs.filter((item) => !item.run?.result || points(item).length > 0).map((item) => ({ series: seriesOfRetrieval(item), points: points(item), ...(item.run?.result ? { steps: item.run.result.steps } : item.run?.progress ? { steps: item.run.progress.steps } : {}) }));
      return drawingOf(trainingCurves, { series, key, title: retrievalCurveTitle(key), x, y: 'linear' as const }, (say) => ({
        hover: (reading) => say(reading && `${reading.label}: ${reading.values.map((value) => `${value.name} ${formatNumber(value.value)}`).join(' · ')}`),
      }));
    },
  },
  depthRecall: {
    shows: 'snapshot',
    how: 'How often the right item is still in the search after each code. The code at which a line falls is the one that costs hits.',
    options: [],
    drawing: (runs) =>
      drawingOf(depthRecall, { series: runs.filter((item) => !item.run?.result || item.run.result.bits > 0).map((item) => ({ series: seriesOfRetrieval(item), places: item.run?.snapshot?.places ?? [], found: item.run?.snapshot?.foundByDepth ?? new Float32Array(0) })) }, (say) => ({
        hover: (point) => say(point && `${nameOf(runs, point.seriesId)}, after ${point.place}: ${formatShare(point.found)} of the right prefixes kept`),
      })),
  },
  groupRecall: {
    shows: 'snapshot',
    how: 'Who is served: rare items and short histories are where semantic IDs may help, since they share what they learn between items.',
    options: [GROUPS, MEASURE],
    drawing: (runs, options) => {
      const by = options.by === 'history' ? ('history' as const) : ('frequency' as const);
      const measure = options.measure === 'ndcg10' ? ('ndcg10' as const) : ('recall10' as const);
      const series = runs.map((item) => ({ series: seriesOfRetrieval(item), groups: (by === 'history' ? item.run?.snapshot?.byHistory : item.run?.snapshot?.byFrequency) ?? null }));
      return drawingOf(groupRecall, { by, measure, series }, (say) => ({
        hover: (group) => say(group && `${nameOf(runs, group.seriesId)}, ${formatCount(group.from)} to ${formatCount(group.upTo)}: ${formatShare(group.value)} of ${formatCount(group.cases)} cases`),
      }));
    },
  },
  beamTree: {
    shows: 'result', wide: true,
    how: 'Ask a trained recommender what comes next. Choose a test case, or put a history together; the tree shows how the beam found the items code by code.',
    options: [],
    drawing: (runs, options) => {
      const item = askedRun(runs, options);
      const question = item?.run?.result ? questionOf(options, item.catalogue, item.run.result.targets.length) : null;
      const answer = question && item ? item.ask(question).found : null;
      return drawingOf(beamTree, beamTreeData(item, answer, question), (say) => ({
        hover: (node) => say(node && `${node.place}, code ${node.code}: ${formatShare(node.probability)}, ${formatCount(node.items)} items below${node.right ? ', on the way to the right item' : ''}`),
      }));
    },
  },
  idQuality: {
    shows: 'result',
    how: 'Do metrics that need no training tell which IDs a recommender can use? A point is a quantizer whose own IDs were judged.',
    options: [METRIC],
    drawing: (runs, options) => {
      const metric = CHEAP.find(({ value }) => value === optionValue(METRIC, options, runs))!;
      const points = runs.filter((item) => item.of && item.seeds.length > 0 && item.codes.length > 0 && item.cell.spec.params.ids === 'joined').map((item) => {
        const recall = momentsOf(item.seeds.map(({ scores }) => scores.recall10 ?? NaN));
        const codes = item.codes.map(metric.of).filter(Number.isFinite);
        return { series: { ...seriesOfRetrieval(item), name: item.of!.name }, metric: momentsOf(codes).mean, recall: recall.mean, ...(item.seeds.length > 1 && { sd: recall.sd }) };
      });
      const known = points.filter((point) => Number.isFinite(point.metric) && Number.isFinite(point.recall));
      const correlation = rankCorrelation(known.map((point) => point.metric), known.map((point) => point.recall));
      return drawingOf(idQuality, { metric: metric.title, points, correlation, wanted: LEAST_PAIRS }, (say) => ({
        hover: (point) => say(point && `${nameOf(runs, point.seriesId)}: Recall@10 ${formatShare(point.recall)}, ${metric.title} ${formatNumber(point.metric)}`),
      }));
    },
  },
};

const CURVE_TITLES: Readonly<Record<string, string>> = { recall10: 'validation Recall@10', ndcg10: 'validation NDCG@10', loss: 'validation cross-entropy', total: 'training loss' };

export function retrievalCurveTitle(name: string): string {
  const token = /^tokenAccuracy(\d+)$/.exec(name);
  return token ? `accuracy of token ${token[1]}` : (CURVE_TITLES[name] ?? name.replace(/([a-z])([A-Z0-9])/g, '$1 $2').toLowerCase());
}

function curveNames(runs: readonly RunOfRetrieval[]): string[] {
  const points = runs.flatMap((item) => item.run?.points ?? []);
  return [...new Set(['recall10', ...points.flatMap((point) => Object.keys(point.metrics ?? {})), ...points.flatMap((point) => Object.keys(point.losses))])];
}

function nameOf(runs: readonly RunOfRetrieval[], id: string): string {
  return runs.find((item) => item.cell.id === id)?.cell.name ?? id;
}
