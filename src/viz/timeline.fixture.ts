/** Snapshots of four runs, seen from the end and from the middle, and odd ones. */
import { FOUR, points, seriesAt } from './testing/seeded';
import type { Fixture } from './testing/fixture';
import type { TimelineData, TimelineSeries } from './timeline';

const run = (i: number, count: number, levels: number): TimelineSeries => {
  const course = points(11 + i, count, 0.95, 0.24 + 0.03 * i, levels, 0.004);
  return { series: seriesAt(i), steps: course.at(-1)?.step ?? 0, points: course.map(({ step, level, losses }) => ({ step, error: losses.relativeError!, levels: Math.max(1, level + 1) })) };
};

export const timelineFixtures: readonly Fixture<TimelineData>[] = [
  { name: 'four methods, shown after a third', data: { place: 0.34, series: FOUR.map((_, i) => run(i, 12 + 12 * i, i % 2 === 0 ? 3 : 0)) } },
  { name: 'the end', data: { place: null, series: [run(0, 48, 3), run(3, 30, 0)] } },
  { name: 'one snapshot', data: { place: 0, series: [{ ...run(1, 1, 0), steps: 400 }] } },
  { name: 'undefined errors', data: { place: null, series: [{ series: seriesAt(2), steps: 3, points: [{ step: 1, error: NaN, levels: 1 }, { step: 2, error: 0.5, levels: 1 }] }] } },
  { name: 'nothing yet', data: { place: null, series: FOUR.map((series) => ({ series, steps: 0, points: [] })) } },
];
