/** The registry of views of predictors: one line of words and one selector from runs to data for each drawing in src/viz. */
import type { ValueSnapshot, TargetQuantization } from '../../engine/records/predict';
import { calibration } from '../../viz/calibration';
import { codeOrder } from '../../viz/codeOrder';
import { formatCount, formatNumber, formatShare } from '../../viz/format';
import { levelErrors } from '../../viz/levelErrors';
import { levelsAndCodes } from '../../viz/levelsAndCodes';
import { predictedTrue } from '../../viz/predictedTrue';
import { targetErrors } from '../../viz/targetErrors';
import { targetLevels } from '../../viz/targetLevels';
import { trainingCurves } from '../../viz/trainingCurves';
import type { CurveX } from '../../viz/trainingCurves';
import { valueAlignment } from '../../viz/valueAlignment';
import type { Series } from '../../viz/view';
import { inUnit } from '../components/tableWords';
import { hasCodes } from '../notebook/spec';
import type { FitViewKey } from '../notebook/spec';
import { decodingDrawing } from './decodingView';
import { seriesOf, seriesOr } from './drawing';
import { drawingOf } from '../components/drawing';
import type { RunOfPredictor, ViewEntry } from './drawing';

/** The curve shown at first: what the best epoch is chosen by. */
const SELECTED_BY = 'mae';
const WAYS = { learned: 'learned heads', expected: 'expected code values', greedy: 'most probable codes', oracle: 'true codes' } as const;

export const FIT_VIEWS: Readonly<Record<FitViewKey, ViewEntry<RunOfPredictor>>> = {
  valueDecoding: {
    shows: 'snapshot', wide: true,
    how: 'Each bar shows how probable a code is, at its place on the value axis; each level zooms into the choice of the level before. The keys [ and ] step through the levels.',
    options: [],
    drawing: (runs, options, unit = '') => decodingDrawing(runs, options, unit),
  },
  levelErrors: {
    shows: 'snapshot',
    how: 'The error of the running sum after each level: by the learned heads, by the code values, and by the true codes, which no prediction can beat.',
    options: [{ name: 'measure', title: 'Measure', default: 'mae', choices: () => [{ value: 'mae', title: 'mean absolute error' }, { value: 'xauc', title: 'pairs in the right order' }] }],
    drawing: (runs, options, unit = '') => {
      const measure = options.measure === 'xauc' ? 'xauc' : 'mae';
      return drawingOf(levelErrors, { unit, measure, series: withCodes(runs).map((item) => ({ series: seriesOf(item), decoding: item.run?.snapshot?.decoding ?? null })) }, (say) => ({
        hover: (point) => say(point && `${nameOf(runs, point.seriesId)}, ${WAYS[point.way]}, ${stageWords(runs, point.seriesId, point.level)}: ${measure === 'xauc' ? formatShare(point.value) : inUnit(formatNumber(point.value), unit)}`),
      }));
    },
  },
  valueAlignment: {
    shows: 'snapshot', wide: true,
    how: 'Every point is a row, placed by its expected embedding in two principal axes and coloured by its true value. With alignment, near values lie near each other.',
    options: [],
    drawing: (runs, _, unit = '') =>
      drawingOf(valueAlignment, { unit, animate: true, series: withCodes(runs).map((item) => ({ series: seriesOf(item), alignment: item.run?.snapshot?.alignment ?? null })) }, (say) => ({
        hover: (point) => say(point && `${nameOf(runs, point.seriesId)}: true value ${inUnit(formatNumber(point.target), unit)}`),
      })),
  },
  codeOrder: {
    shows: 'snapshot', wide: true,
    how: 'The line joins the codes of each level in the order of their values: without crossings, it keeps the order. Alignment acts on rows, so order here is a by-product.',
    options: [],
    drawing: (runs, _, unit = '') =>
      drawingOf(codeOrder, { unit, series: withCodes(runs).map((item) => ({ series: seriesOf(item), tables: item.run?.snapshot?.alignment?.tables ?? null })) }, (say) => ({
        hover: (code) => say(code && `${nameOf(runs, code.seriesId)}, level ${code.level + 1}, code ${code.code + 1} in value order: ${inUnit(formatNumber(code.value), unit)}`),
      })),
  },
  levelsAndCodes: {
    shows: 'snapshot',
    how: 'The figure shows how much of the value other numbers of levels and codes would leave over. More of them leave less, but each code is harder to predict.',
    options: [],
    drawing: (runs, _, unit = '') =>
      drawingOf(levelsAndCodes, { unit, ...targetOf(runs) }, (say) => ({
        hover: (choice) => say(choice && `${choice.levels} ${choice.levels === 1 ? 'level' : 'levels'} of ${formatCount(choice.numCodes)} codes: ${inUnit(formatNumber(choice.error), unit)} left over on average`),
      })),
  },
  targetLevels: {
    shows: 'snapshot', wide: true,
    how: 'The codes take the value itself apart before anything is predicted: each level quantizes what the level before left over.',
    options: [],
    drawing: (runs, _, unit = '') =>
      drawingOf(targetLevels, { unit, ...targetOf(runs) }, (say) => ({
        hover: (code) => say(code && `level ${code.level + 1}, ${code.code < 0 ? 'stop here' : `code ${code.code + 1} at ${inUnit(formatNumber(code.value), unit)}`}: ${formatCount(code.uses)} training rows`),
      })),
  },
  predictedTrue: {
    shows: 'snapshot',
    how: 'Each row at its true value and its prediction; on the diagonal both are equal. The rows are validation rows while training, test rows once finished.',
    options: [],
    drawing: (runs, _, unit = '') =>
      drawingOf(predictedTrue, { unit, series: runs.map((item) => ({ series: seriesOf(item), rows: snapshotOf(item)?.rows ?? [], targets: snapshotOf(item)?.targets ?? [], predictions: snapshotOf(item)?.predictions ?? [] })) }, (say) => ({
        hover: (point) => say(point && `${nameOf(runs, point.seriesId)}, row ${formatCount(point.row)}: true ${inUnit(formatNumber(point.target), unit)}, predicted ${inUnit(formatNumber(point.prediction), unit)}`),
      })),
  },
  calibration: {
    shows: 'snapshot',
    how: 'Rows in ten equal groups by prediction: on the diagonal, predictions are right on average; below it too high, above it too low.',
    options: [],
    drawing: (runs, _, unit = '') =>
      drawingOf(calibration, { unit, series: runs.map((item) => ({ series: seriesOf(item), calibration: snapshotOf(item)?.calibration ?? null })) }, (say) => ({
        hover: (group) => say(group && `${nameOf(runs, group.seriesId)}, group ${group.group + 1}, ${formatCount(group.rows)} rows: predicted ${inUnit(formatNumber(group.predicted), unit)}, true ${inUnit(formatNumber(group.actual), unit)} on average`),
      })),
  },
  targetErrors: {
    shows: 'snapshot',
    how: 'The errors of each method in up to ten groups of rows by true value. Large values are hard for all methods.',
    options: [{ name: 'measure', title: 'Measure', default: 'mae', choices: () => [{ value: 'mae', title: 'mean absolute error' }, { value: 'bias', title: 'too high or too low' }] }],
    drawing: (runs, options, unit = '') =>
      drawingOf(targetErrors, { unit, measure: options.measure === 'bias' ? 'bias' : 'mae', series: runs.map((item) => ({ series: seriesOf(item), byTarget: snapshotOf(item)?.byTarget ?? null })) }, (say) => ({
        hover: (group) => say(group && `${nameOf(runs, group.seriesId)}, group ${group.group + 1}, ${formatCount(group.rows)} rows: ${inUnit(formatNumber(group.value), unit)}`),
      })),
  },
  fitCurves: {
    shows: 'points',
    how: 'Scores are computed on the validation rows after every epoch, losses on the training rows. Methods without epochs have no curve.',
    options: [
      { name: 'key', title: 'Curve', default: SELECTED_BY, open: true, choices: (runs) => curveNames(runs).map((name) => ({ value: name, title: curveTitle(name) })) },
      { name: 'x', title: 'Against', default: 'share', choices: () => [{ value: 'share', title: 'share of steps' }, { value: 'step', title: 'steps' }, { value: 'seconds', title: 'seconds' }] },
      { name: 'log', title: 'Log axis', default: false },
    ],
    drawing: (runs, options, unit = '') => {
      const key = typeof options.key === 'string' ? options.key : SELECTED_BY;
      const inTarget = key === 'mae' || key === 'rmse';
      const series = runs.filter((item) => hasCurve(item, key)).map((item) => ({ series: seriesOf(item), points: pointsOf(item, key), ...stepsOf(item) }));
      const x: CurveX = options.x === 'step' || options.x === 'seconds' ? options.x : 'share';
      const data = { series, key, title: inTarget && unit ? `${curveTitle(key)} (${unit})` : curveTitle(key), x, y: options.log === true ? ('log' as const) : ('linear' as const) };
      return drawingOf(trainingCurves, data, (say) => ({
        hover: (reading) => say(reading && `${reading.label}: ${reading.values.map((value) => `${value.name} ${formatNumber(value.value)}`).join(' · ')}`),
      }));
    },
  },
};

/** Those whose predictions are made of codes. */
function withCodes(runs: readonly RunOfPredictor[]): readonly RunOfPredictor[] {
  return runs.filter((item) => hasCodes(item.cell));
}

/** The first of them, and how its target is taken apart. */
function targetOf(runs: readonly RunOfPredictor[]): { readonly series: Series; readonly quantization: TargetQuantization | null } {
  const item = withCodes(runs)[0];
  return { series: seriesOr(item, 'RQ-Reg', 'ink'), quantization: item?.run?.snapshot?.quantization ?? null };
}

function snapshotOf(item: RunOfPredictor): ValueSnapshot | null {
  return item.run?.snapshot ?? null;
}

function nameOf(runs: readonly RunOfPredictor[], id: string): string {
  return runs.find((item) => item.cell.id === id)?.cell.name ?? id;
}

/** `level` from 1. */
function stageWords(runs: readonly RunOfPredictor[], id: string, level: number): string {
  const levels = runs.find((item) => item.cell.id === id)?.run?.snapshot?.decoding?.numCodes.length ?? Infinity;
  return level > levels ? 'with the error head' : `after level ${level}`;
}

const CURVE_TITLES: Readonly<Record<string, string>> = {
  mae: 'validation MAE', rmse: 'validation RMSE', spearman: 'validation rank correlation', xauc: 'validation XAUC', normGini: 'validation normalised Gini',
  samplingRate: 'scheduled-sampling rate', generation: 'generation loss', regression: 'regression loss', representation: 'representation loss', loss: 'training loss', total: 'training loss',
};

function curveTitle(name: string): string {
  return CURVE_TITLES[name] ?? name.replace(/([a-z])([A-Z0-9])/g, '$1 $2').toLowerCase();
}

/** Validation scores first, then every loss term and rate that any run named. */
function curveNames(runs: readonly RunOfPredictor[]): string[] {
  const points = runs.flatMap((item) => item.run?.points ?? []);
  const scores = new Set(points.flatMap((point) => Object.keys(point.metrics ?? {})));
  const losses = new Set(points.flatMap((point) => Object.keys(point.losses)));
  return [...new Set([SELECTED_BY, ...scores, ...losses])];
}

/** Points at which the curve has a value: scores come once an epoch, losses more often. */
function pointsOf(item: RunOfPredictor, key: string) {
  return (item.run?.points ?? []).filter((point) => Number.isFinite(point.losses[key] ?? point.metrics?.[key]));
}

/** A method that ended without ever having had this curve never will. */
function hasCurve(item: RunOfPredictor, key: string): boolean {
  return !item.run?.result || pointsOf(item, key).length > 0;
}

function stepsOf({ run }: RunOfPredictor): { steps?: number } {
  if (run?.result) return { steps: run.result.steps };
  return run?.progress ? { steps: run.progress.steps } : {};
}
