/** Whom a recommender serves: Recall@10 in groups of test cases, by how often the right item occurs or by the length of the history, a line a run. */
import { csv, formatCount, formatShare, listWords } from './format';
import { emptyState, prepare } from './marks';
import { drawStepLines, stepLinesHeight } from './stepLines';
import type { StepPoint } from './stepLines';
import type { CaseGroups } from '../engine/records/retrieval';
import type { Series, ViewModule } from './view';

export type GroupsBy = 'frequency' | 'history';

export interface GroupRecallData {
  readonly by: GroupsBy;
  readonly measure: 'recall10' | 'ndcg10';
  /** null: not ranked yet. */
  readonly series: readonly { readonly series: Series; readonly groups: CaseGroups | null }[];
}

export interface GroupRecallEvents {
  /** `group` is 0-based; `from` to `upTo` training events of the right item, or items of the history. */
  hover(group: { seriesId: string; group: number; from: number; upTo: number; value: number; cases: number } | null): void;
}

interface GroupPoint extends StepPoint {
  readonly seriesId: string;
  readonly from: number;
  readonly upTo: number;
  readonly cases: number;
}

const EMPTY = 'Recall by group: starts when the test cases are ranked.';
const OF: Record<GroupsBy, string> = { frequency: 'training events of the right item', history: 'items of the history' };
const SHORT: Record<GroupsBy, string> = { frequency: 'group, rarest items first', history: 'group, shortest histories first' };
const CAPTIONS: Record<GroupsBy, string> = {
  frequency: 'Quarters of the test cases by how often the right item occurs in training. Item ids need many events; semantic IDs may do with few.',
  history: 'Test cases in groups of about equal size by the length of the history.',
};
const MEASURES = { recall10: 'Recall@10', ndcg10: 'NDCG@10' } as const;

export const groupRecall: ViewModule<GroupRecallData, GroupRecallEvents> = {
  draw(root, data, size, on) {
    prepare(root, size);
    const runs = data.series.map(({ series, groups }) => ({ series, points: pointsOf(series, groups, data) })).filter(({ points }) => points.length > 0);
    if (emptyState(root, size, runs.length > 0 ? null : EMPTY)) return;
    const known = data.series.flatMap(({ groups }) => (groups ? [groups.upTo] : []));
    const longest = known.reduce((most, each) => (each.length > most.length ? each : most));
    const alike = known.every((upTo) => upTo.length === longest.length && upTo.every((value, at) => value === longest[at]));
    const ranges = Array.from(longest, (upTo, at) => (alike ? rangeWords(fromOf(longest, at), upTo) : String(at + 1)));
    drawStepLines<GroupPoint>(root, size, {
      runs, labels: ranges, ...(alike && { shortLabels: Array.from(longest, formatCount), shortTitle: `${OF[data.by]}, up to` }),
      yTitle: `${MEASURES[data.measure]} (%)`, xTitle: alike ? OF[data.by] : SHORT[data.by], caption: CAPTIONS[data.by], label: `${MEASURES[data.measure]} by group: ${runs.length} runs`,
      show: (point) => on?.hover?.(point && { seriesId: point.seriesId, group: point.step, from: point.from, upTo: point.upTo, value: point.share, cases: point.cases }),
    });
  },
  height: ({ by }, width) => stepLinesHeight(CAPTIONS[by], width),
  describe(data) {
    const parts = data.series.map(({ series, groups }) => {
      const points = pointsOf(series, groups, data);
      return `${series.name}: ${points.length === 0 ? 'not ranked yet' : listWords(points.map(({ share, from, upTo }) => `${formatShare(share)} with ${rangeWords(from, upTo)}`))}`;
    });
    return `${MEASURES[data.measure]} by the number of ${OF[data.by]}. ${parts.join('. ')}.`;
  },
  toCsv: (data) => csv(['method', 'group', `${OF[data.by]} from`, 'up to', 'test cases', 'Recall@10', 'NDCG@10'], data.series.flatMap(({ series, groups }) =>
    Array.from(groups?.upTo ?? [], (upTo, at) => [series.name, at + 1, fromOf(groups!.upTo, at), upTo, groups!.cases[at] ?? NaN, groups!.recall10[at] ?? NaN, groups!.ndcg10[at] ?? NaN]))),
};

function pointsOf({ id, name }: Series, groups: CaseGroups | null, { by, measure }: Pick<GroupRecallData, 'by' | 'measure'>): GroupPoint[] {
  return Array.from(groups?.upTo ?? [], (upTo, step): GroupPoint => {
    const [from, cases, share] = [fromOf(groups!.upTo, step), groups!.cases[step] ?? 0, groups![measure][step] ?? NaN];
    return { step, share, seriesId: id, from, upTo, cases, words: `${name}, ${rangeWords(from, upTo)} ${OF[by]}: ${formatShare(share)}, ${formatCount(cases)} cases` };
  }).filter(({ share }) => Number.isFinite(share));
}

function fromOf(upTo: ArrayLike<number>, group: number): number {
  return group === 0 ? 0 : Math.min(upTo[group]!, upTo[group - 1]! + 1);
}

function rangeWords(from: number, upTo: number): string {
  if (from === upTo) return formatCount(upTo);
  return from === 0 ? `up to ${formatCount(upTo)}` : `${formatCount(from)}–${formatCount(upTo)}`;
}
