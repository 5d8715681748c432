/** The registry of views of quantizers: one line of words and one selector from runs to data for each drawing in src/viz. */
import { formatCount, formatNumber, formatShare } from '../../viz/format';
import { boundsOf } from '../../viz/stagePlaces';
import { gmmComponents } from '../../viz/gmmComponents';
import { heatStrip } from '../../viz/heatStrip';
import { prefixes } from '../../viz/prefixes';
import type { PrefixMeasure, PrefixSeries } from '../../viz/prefixes';
import { rateDistortion, ratePoints } from '../../viz/rateDistortion';
import { residualNorms } from '../../viz/residualNorms';
import { trainingCurves } from '../../viz/trainingCurves';
import type { CurveX } from '../../viz/trainingCurves';
import type { CodeEvents, CodeHover, SeriesUsage } from '../../viz/usage';
import { utilization } from '../../viz/utilization';
import type { CodeViewKey } from '../notebook/spec';
import { mapColor } from './mapColors';
import { mapData, mapFile } from './mapDrawing';
import { numCodesOf, optionValue, seriesOf, seriesOr } from './drawing';
import { drawingOf } from '../components/drawing';
import { rowsIn } from '../runs/rowSet';
import { ITEM_VIEWS } from './itemViews';
import type { ItemsSeen, RunOfCell, ViewEntry, ViewOption } from './drawing';
import { withCodesShown } from './seriesOfRun';

const SHARED_CURVE = 'relativeError';
/** As many as the run that has most. */
const MIXTURE_LEVEL: ViewOption = {
  name: 'level', title: 'Level', default: 0,
  choices: (runs) => Array.from({ length: Math.max(1, ...runs.map((item) => numCodesOf(item).length)) }, (_, level) => ({ value: level, title: String(level + 1) })),
};

/** Parts of training of one method behind the lines; offered where it has several. A method alone shows its own. */
const STAGES: ViewOption & { readonly name: 'stages' } = {
  name: 'stages', title: 'Parts of training', default: '', open: true,
  otherwise: (runs) => (runs.length === 1 && hasStages(runs[0]!) ? runs[0]!.cell.id : ''),
  choices: (runs) => { const staged = runs.filter(hasStages); return staged.length === 0 ? [] : [{ value: '', title: 'no parts' }, ...staged.map(({ cell }) => ({ value: cell.id, title: `parts of ${cell.name}` }))]; },
};

export const VIEWS: Readonly<Record<CodeViewKey, ViewEntry>> = {
  trainingCurves: {
    shows: 'points',
    how: 'Relative error (lower is better) and the live metrics are computed from the current codes, so all methods share the axis. A metric with several levels shows the last one.',
    options: [
      { name: 'key', title: 'Curve', default: SHARED_CURVE, open: true, choices: (runs) => curveNames(runs).map((name) => ({ value: name, title: lossTitle(name) })) },
      { name: 'x', title: 'Against', default: 'share', choices: () => [{ value: 'share', title: 'share of steps' }, { value: 'step', title: 'steps' }, { value: 'seconds', title: 'seconds' }] },
      { name: 'log', title: 'Log axis', default: false },
      STAGES,
    ],
    drawing: (runs, options) => {
      const key = typeof options.key === 'string' ? options.key : SHARED_CURVE;
      const series = runs.map((item) => ({ series: seriesOf(item), points: item.run?.points ?? [], ...stepsOf(item) }));
      const data = { series, key, title: lossTitle(key), x: options.x === 'step' || options.x === 'seconds' ? options.x : 'share' as CurveX, y: options.log === true ? ('log' as const) : ('linear' as const), ...stagesShown(optionValue(STAGES, options, runs)) };
      return drawingOf(trainingCurves, data, (say) => ({
        hover: (reading) => say(reading && `${reading.label}: ${reading.values.map((value) => `${value.name} ${formatNumber(value.value)}`).join(' · ')}`),
      }));
    },
  },
  utilization: withCodesShown({
    shows: 'snapshot',
    how: 'Each bar is a code; hollow bars are never used. A level whose bars have the same height uses its codes evenly.',
    options: [{ name: 'mode', title: 'Order', default: 'sorted', choices: () => [{ value: 'sorted', title: 'by use' }, { value: 'code order', title: 'by code' }] }],
    items: true,
    drawing: (runs, options, _, items) =>
      drawingOf(utilization, { series: runs.map((item) => usageOf(item, items)), mode: options.mode === 'code order' ? 'code order' : 'sorted' }, (say) => codeEvents(say, runs, items)),
  }),
  residualNorms: withCodesShown({
    shows: 'snapshot',
    how: 'Each curve shows the lengths of the residuals after one more level; the further left, the more is coded.',
    options: [],
    drawing: (runs) =>
      drawingOf(residualNorms, { series: runs.filter(mayHaveNorms).map((item) => ({ series: seriesOf(item), norms: item.run?.snapshot?.residualNorms ?? null, levels: numCodesOf(item).length })) }, (say) => ({
        hover: (stage) => say(stage && `${nameOf(runs, stage.seriesId)}, after ${stage.stage} levels: median ${formatNumber(stage.quantiles[2] ?? NaN)}, middle half ${formatNumber(stage.quantiles[1] ?? NaN)} to ${formatNumber(stage.quantiles[3] ?? NaN)}`),
      })),
  }),
  gmmComponents: {
    shows: 'snapshot',
    how: 'The ellipses show one and two standard deviations over the level’s residuals, in the two axes with the most variance.',
    options: [MIXTURE_LEVEL],
    items: true,
    drawing: (runs, options, _, items) => {
      const item = runs.find(({ cell, run }) => run?.snapshot?.mixtures || 'covariance' in cell.spec.params) ?? runs[0];
      const mixtures = item?.run?.snapshot?.mixtures ?? [];
      const data = { series: seriesOr(item, 'RQ-GMM', 'ink'), mixture: mixtures.find((mixture) => mixture.level === optionValue(MIXTURE_LEVEL, options, runs)) ?? null, animate: true };
      return drawingOf(gmmComponents, data, (say) => ({
        hover(component) {
          say(component && `level ${component.level + 1}, code ${component.code}: weight ${formatShare(component.weight)}`);
          if (component && item) items?.expectCode(item.cell.id, component.level, component.code);
        },
        select: ({ seriesId, level, code }, add) => items?.chooseCode({ by: 'code', run: seriesId, level, code }, add),
      }));
    },
  },
  heatStrip: withCodesShown({
    shows: 'snapshot',
    how: 'Every code of every level as one tile, brighter or darker with use; a hollow tile is a dead code.',
    options: [],
    items: true,
    drawing: (runs, _, __, items) => drawingOf(heatStrip, { series: runs.map((item) => usageOf(item, items)) }, (say) => codeEvents(say, runs, items)),
  }),
  rateDistortion: withCodesShown({
    shows: 'snapshot',
    how: 'Each point is a level. It shows how far each further code lowers the error for the bits it costs, and for the bits that its use needs.',
    options: [{ name: 'measure', title: 'Measure', default: 'error', choices: () => [{ value: 'error', title: 'error' }, { value: 'explained', title: 'explained variance' }] }],
    drawing: (runs, options) => {
      const series = runs.map((item) => ({ series: seriesOf(item), points: item.run?.snapshot ? ratePoints(item.run.snapshot.residualEnergy, numCodesOf(item), item.run.snapshot.metrics?.empiricalBits) : [] }));
      return drawingOf(rateDistortion, { series, measure: options.measure === 'explained' ? 'explained' : 'error' }, (say) => ({
        hover: (point) => say(point && `${nameOf(runs, point.seriesId)}, ${point.depth} levels: relative error ${formatNumber(point.error)}, ${formatShare(1 - point.error ** 2)} explained, at ${formatNumber(point.bits)} bits${point.bitsInUse === undefined ? '' : `, ${formatNumber(point.bitsInUse)} in use`}`),
      }));
    },
  }),
  itemMap: {
    shows: 'result',
    items: true,
    wide: true,
    how: 'Near items have near vectors. The slider takes the codes off level by level, in the same two axes: what is left moves towards zero.',
    options: [],
    // The card asks the engine where items lie and draws the map; a figure without its answers waits.
    drawing: (runs) => mapFile(mapData({
      series: seriesOr(runs[0], 'the data', 'ink'), places: null, told: null, total: 0, at: new Float32Array(0), rows: null, coded: null, names: null, frame: boundsOf(), contours: null, chosen: null, isolated: false,
      umap: null, color: mapColor('one', null, null, null, null, 0, 0), waits: 'Map of the items: starts when the data is read.', stage: 'before any codes', zero: 'zero', codes: null,
    }), () => undefined),
  },
  prefixes: withCodesShown({
    shows: 'snapshot',
    how: 'This shows what rows with equal first codes have in common. Purity matters only above its dashed line, which is the value for random labels.',
    options: [{ name: 'measure', title: 'Measure', default: 'purity', choices: () => PREFIX_MEASURES, otherwise: prefixMeasure }],
    drawing: (runs, options) => {
      const measure = PREFIX_MEASURES.find(({ value }) => value === options.measure)?.value ?? prefixMeasure(runs);
      return drawingOf(prefixes, { measure, series: runs.map(prefixesOf) }, (say) => ({
        hover: (point) => say(point && `${nameOf(runs, point.seriesId)}, ${point.depth} ${point.depth === 1 ? 'code' : 'codes'}: ${PREFIX_MEASURES.find(({ value }) => value === measure)!.title} ${prefixWords(point.value, measure)}${point.chance === undefined ? '' : `, ${prefixWords(point.chance, measure)} by chance`}`),
      }));
    },
  }),
  ...ITEM_VIEWS,
};

const PREFIX_MEASURES: readonly { readonly value: PrefixMeasure; readonly title: string }[] = [
  { value: 'purity', title: 'purity of labels' }, { value: 'cohesion', title: 'semantic cohesion' }, { value: 'distinct', title: 'distinct prefixes' },
];

/** Without labels there is no purity to see: cohesion stands in until a measure is chosen. */
function prefixMeasure(runs: readonly RunOfCell[]): PrefixMeasure {
  const labelled = runs.some((item) => item.run?.snapshot?.metrics?.prefixPurity);
  const begun = runs.some((item) => item.run?.snapshot?.metrics);
  return labelled || !begun ? 'purity' : 'cohesion';
}

function prefixesOf(item: RunOfCell): PrefixSeries {
  const { prefixPurity: purity, prefixPurityChance: purityByChance, cohesion, distinctPrefixes: distinct } = item.run?.snapshot?.metrics ?? {};
  return { series: seriesOf(item), ...(purity && { purity }), ...(purityByChance && { purityByChance }), ...(cohesion?.some(Number.isFinite) && { cohesion }), ...(distinct && { distinct }) };
}

/** Codes that are joined to no vectors leave nothing over that could be measured. */
function mayHaveNorms({ cell, run }: RunOfCell): boolean {
  return cell.mode !== 'codes' || run?.snapshot?.residualNorms.counts.length !== 0;
}

function prefixWords(value: number, measure: PrefixMeasure): string {
  return measure === 'distinct' ? formatCount(value) : measure === 'purity' ? formatShare(value / 100) : formatNumber(value);
}

/** What a figure of codes says under the pointer, and selects on a click. */
function codeEvents(say: (words: string | null) => void, runs: readonly RunOfCell[], items: ItemsSeen | undefined): CodeEvents {
  return {
    hover(code) {
      say(code && codeWords(code, runs));
      if (code) items?.expectCode(code.seriesId, code.level, code.code);
    },
    select: ({ seriesId, level, code }, add) => items?.chooseCode({ by: 'code', run: seriesId, level, code }, add),
  };
}

/** Uses of each code by the selected rows alone, of a finished run. */
function selectedUses({ cell, run }: RunOfCell, items: ItemsSeen | undefined): Uint32Array[] | null {
  const rows = run?.result && items?.selectedOf(cell.id);
  if (!rows || !run.result) return null;
  const { codes, levels, codebooks } = run.result;
  const uses = codebooks.map(({ numCodes }) => new Uint32Array(numCodes));
  for (const row of rowsIn(rows)) for (let level = 0; level < levels; level++) uses[level]![codes[row * levels + level]!]!++;
  return uses;
}

function usageOf(item: RunOfCell, items: ItemsSeen | undefined): SeriesUsage {
  const snapshot = item.run?.snapshot;
  const selected = selectedUses(item, items);
  return {
    series: seriesOf(item), rows: snapshot?.rows ?? 0, exact: snapshot?.exact ?? true,
    levels: numCodesOf(item).map((planned, level) => ({ numCodes: snapshot?.usage[level]?.length ?? planned, usage: snapshot?.usage[level] ?? null, ...(selected?.[level] && { selected: selected[level] }) })),
  };
}

function stepsOf({ run }: RunOfCell): { steps?: number } {
  if (run?.result) return { steps: run.result.steps };
  return run?.progress ? { steps: run.progress.steps } : {};
}

function hasStages({ run }: RunOfCell): boolean {
  return run?.points.some(({ stage }) => stage !== undefined) ?? false;
}

function stagesShown(id: string | number | boolean): { stagesOf?: string } {
  return id === '' ? {} : { stagesOf: String(id) };
}

/** Losses that any run named, the one that all share first; then the live metrics. Parts of training may name others than the last one does. */
function curveNames(runs: readonly RunOfCell[]): string[] {
  const losses = new Set(runs.flatMap(lossesOf));
  losses.delete(SHARED_CURVE);
  const live = runs.flatMap((item) => Object.keys(item.run?.points.findLast((point) => point.metrics)?.metrics ?? {}));
  return [SHARED_CURVE, ...losses, ...new Set(live.filter((name) => !losses.has(name)))];
}

function lossesOf({ run }: RunOfCell): string[] {
  const ends = new Map((run?.points ?? []).map((point) => [`${point.stage} ${point.level}`, point]));
  return [...ends.values()].flatMap(({ losses }) => Object.keys(losses));
}

/** "relativeError" as "relative error". */
function lossTitle(name: string): string {
  return name.replace(/([a-z])([A-Z0-9])/g, '$1 $2').toLowerCase();
}

function nameOf(runs: readonly RunOfCell[], id: string): string {
  return runs.find((item) => item.cell.id === id)?.cell.name ?? id;
}

function codeWords(code: CodeHover, runs: readonly RunOfCell[]): string {
  return `${nameOf(runs, code.seriesId)}, level ${code.level + 1}, code ${code.code}: ${code.uses === 0 ? 'never used' : `${formatCount(code.uses)} items, ${formatShare(code.share)}`}${code.selected}`;
}
