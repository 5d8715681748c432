/** Parts of training as bands behind curves: soft passes, even passes, joint rounds. */
import { formatCount, listWords, textWidth } from './format';
import { FONT, layer, marks, texts } from './marks';
import type { MetricPoint } from '../engine/records/run';

/** One part of training on the axis. */
export interface Stage {
  readonly name: string;
  /** 0-based; below 0: all levels. */
  readonly level: number;
  readonly from: number;
  readonly to: number;
  readonly firstStep: number;
  readonly lastStep: number;
}

interface Place {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Points in a row with one part and level; each begins where the one before it ends. */
export function stagesIn(points: readonly MetricPoint[], placeOf: (point: MetricPoint) => number): Stage[] {
  const found: Stage[] = [];
  for (const point of points) {
    const last = found.at(-1);
    if (point.stage === undefined) continue;
    const at = placeOf(point);
    if (last?.name === point.stage && last.level === point.level) found[found.length - 1] = { ...last, to: at, lastStep: point.step };
    else found.push({ name: point.stage, level: point.level, from: last?.to ?? at, to: at, firstStep: point.step, lastStep: point.step });
  }
  return found;
}

/** Every second band is tinted; a name stands where it fits, else nothing does: the words of the figure name all. */
export function stageBands(root: SVGSVGElement, stages: readonly Stage[], x: (value: number) => number, { top, bottom }: Place): void {
  layer(root, 'stages');
  const placed = stages.map((stage, i) => ({ stage, key: String(i), from: x(stage.from), to: x(stage.to) }));
  marks(root, 'stages', 'rect', placed.map(({ key, from, to }, i) => ({
    key, attributes: { x: from, y: top, width: Math.max(0, to - from), height: bottom - top, fill: 'var(--ink)', 'fill-opacity': i % 2 === 0 ? 0.05 : 0 },
  })));
  texts(root, 'stage-names', placed.flatMap(({ stage, key, from, to }) => {
    const text = [title(stage), stage.name.replace(/ .*$/, '')].find((words) => textWidth(words, FONT.label) + 4 <= to - from);
    return text === undefined ? [] : [{ key, x: (from + to) / 2, y: top + 11, text, anchor: 'middle' as const }];
  }));
}

/** A sentence, empty where there are no parts. */
export function stageWords(stages: readonly Stage[]): string {
  if (stages.length === 0) return '';
  return ` Parts of training: ${listWords(stages.map((stage) => `${title(stage)} ${stage.firstStep === stage.lastStep ? `at step ${formatCount(stage.firstStep)}` : `in steps ${formatCount(stage.firstStep)} to ${formatCount(stage.lastStep)}`}`))}.`;
}

function title({ name, level }: Stage): string {
  return level < 0 ? name : `${name}, level ${level + 1}`;
}
