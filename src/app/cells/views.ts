/** The registry of views: one line of words and one selector from runs to data for each drawing in src/viz. */
import { formatCount, formatNumber, formatShare } from '../../viz/format';
import { gmmComponents } from '../../viz/gmmComponents';
import { heatStrip } from '../../viz/heatStrip';
import { rateDistortion, ratePoints } from '../../viz/rateDistortion';
import { residualNorms } from '../../viz/residualNorms';
import { trainingCurves } from '../../viz/trainingCurves';
import type { CurveX } from '../../viz/trainingCurves';
import type { CodeHover, SeriesUsage } from '../../viz/usage';
import { utilization } from '../../viz/utilization';
import type { ViewKey } from '../notebook/spec';
import { drawingOf, numCodesOf, seriesOf } from './drawing';
import type { RunOfCell, ViewEntry } from './drawing';

const SHARED_CURVE = 'relativeError';

export const VIEWS: Readonly<Record<ViewKey, ViewEntry>> = {
  trainingCurves: {
    shows: 'points',
    how: 'Lower is better; relative error is measured from the current codes, so all methods share the axis.',
    options: [
      { name: 'key', title: 'Curve', default: SHARED_CURVE, choices: (runs) => lossNames(runs).map((name) => ({ value: name, title: lossTitle(name) })) },
      { name: 'x', title: 'Against', default: 'share', choices: () => [{ value: 'share', title: 'share of steps' }, { value: 'step', title: 'steps' }, { value: 'seconds', title: 'seconds' }] },
      { name: 'log', title: 'Log axis', default: false },
    ],
    drawing: (runs, options) => {
      const key = typeof options.key === 'string' ? options.key : SHARED_CURVE;
      const series = runs.map((item) => ({ series: seriesOf(item), points: item.run?.points ?? [], ...stepsOf(item) }));
      const data = { series, key, title: lossTitle(key), x: (options.x ?? 'share') as CurveX, y: options.log === true ? ('log' as const) : ('linear' as const) };
      return drawingOf(trainingCurves, data, (say) => ({
        hover: (reading) => say(reading && `${reading.label}: ${reading.values.map((value) => `${value.name} ${formatNumber(value.value)}`).join(' · ')}`),
      }));
    },
  },
  utilization: {
    shows: 'snapshot',
    how: 'Each bar is a code; hollow: never used. A level whose bars stand at one height uses its codes evenly.',
    options: [{ name: 'mode', title: 'Order', default: 'sorted', choices: () => [{ value: 'sorted', title: 'by use' }, { value: 'code order', title: 'by code' }] }],
    drawing: (runs, options) =>
      drawingOf(utilization, { series: runs.map(usageOf), mode: options.mode === 'code order' ? 'code order' : 'sorted' }, (say) => ({ hover: (code) => say(code && codeWords(code, runs)) })),
  },
  residualNorms: {
    shows: 'snapshot',
    how: 'Each curve is what remains of the vectors’ lengths after one more level; the further left, the more is coded.',
    options: [],
    drawing: (runs) =>
      drawingOf(residualNorms, { series: runs.map((item) => ({ series: seriesOf(item), norms: item.run?.snapshot?.residualNorms ?? null, levels: numCodesOf(item).length })) }, (say) => ({
        hover: (stage) => say(stage && `${nameOf(runs, stage.seriesId)}, after ${stage.stage} levels: median ${formatNumber(stage.quantiles[2] ?? NaN)}, middle half ${formatNumber(stage.quantiles[1] ?? NaN)} to ${formatNumber(stage.quantiles[3] ?? NaN)}`),
      })),
  },
  gmmComponents: {
    shows: 'snapshot',
    how: 'Ellipses at one and two standard deviations over the level’s residuals, in the two axes that show most of them.',
    options: [{
      name: 'level', title: 'Level', default: 0,
      choices: (runs) => Array.from({ length: Math.max(1, ...runs.map((item) => numCodesOf(item).length)) }, (_, level) => ({ value: level, title: String(level + 1) })),
    }],
    drawing: (runs, options) => {
      const item = runs.find((candidate) => candidate.cell.spec.kind === 'rq-gmm') ?? runs[0];
      const mixtures = item?.run?.snapshot?.mixtures ?? [];
      const data = { series: item ? seriesOf(item) : { id: 'none', name: 'RQ-GMM', hue: 'rq-gmm' as const }, mixture: mixtures.find((mixture) => mixture.level === Number(options.level ?? 0)) ?? null, animate: true };
      return drawingOf(gmmComponents, data, (say) => ({ hover: (component) => say(component && `level ${component.level + 1}, code ${component.code}: weight ${formatShare(component.weight)}`) }));
    },
  },
  heatStrip: {
    shows: 'snapshot',
    how: 'Every code of every level as one tile, brighter or darker with use; a hollow tile is a dead code.',
    options: [],
    drawing: (runs) => drawingOf(heatStrip, { series: runs.map(usageOf) }, (say) => ({ hover: (code) => say(code && codeWords(code, runs)) })),
  },
  rateDistortion: {
    shows: 'snapshot',
    how: 'One point a level: how far each further code brings the error down for the bits it costs.',
    options: [],
    drawing: (runs) => {
      const series = runs.map((item) => ({ series: seriesOf(item), points: item.run?.snapshot ? ratePoints(item.run.snapshot.residualEnergy, numCodesOf(item)) : [] }));
      return drawingOf(rateDistortion, { series }, (say) => ({
        hover: (point) => say(point && `${nameOf(runs, point.seriesId)}, ${point.depth} levels: relative error ${formatNumber(point.error)} at ${formatNumber(point.bits)} bits`),
      }));
    },
  },
};

function usageOf(item: RunOfCell): SeriesUsage {
  const snapshot = item.run?.snapshot;
  return {
    series: seriesOf(item), rows: snapshot?.rows ?? 0, exact: snapshot?.exact ?? true,
    levels: numCodesOf(item).map((planned, level) => ({ numCodes: snapshot?.usage[level]?.length ?? planned, usage: snapshot?.usage[level] ?? null })),
  };
}

function stepsOf({ run }: RunOfCell): { steps?: number } {
  if (run?.result) return { steps: run.result.steps };
  return run?.progress ? { steps: run.progress.steps } : {};
}

/** Losses that any run named, the one that all share first. */
function lossNames(runs: readonly RunOfCell[]): string[] {
  const names = new Set(runs.flatMap((item) => Object.keys(item.run?.points.at(-1)?.losses ?? {})));
  names.delete(SHARED_CURVE);
  return [SHARED_CURVE, ...names];
}

/** "relativeError" as "relative error". */
function lossTitle(name: string): string {
  return name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
}

function nameOf(runs: readonly RunOfCell[], id: string): string {
  return runs.find((item) => item.cell.id === id)?.cell.name ?? id;
}

function codeWords(code: CodeHover, runs: readonly RunOfCell[]): string {
  return `${nameOf(runs, code.seriesId)}, level ${code.level + 1}, code ${code.code}: ${code.uses === 0 ? 'never used' : `${formatCount(code.uses)} items, ${formatShare(code.share)}`}`;
}
