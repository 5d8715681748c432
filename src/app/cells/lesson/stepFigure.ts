/** The figure of a step: a picture of the plane, or a view of the notebook over the step's runs. */
import { drawingOf } from '../../components/drawing';
import type { Drawing } from '../../components/drawing';
import type { ItemStages } from '../../../engine/records/items';
import { plane } from '../../../viz/plane';
import type { PlaneData } from '../../../viz/plane';
import type { LessonStep } from '../../notebook/spec';
import { VIEWS } from '../views';
import type { RunOfCell } from '../drawing';
import { cells, followed, left, points, secondCells, sums } from './planeOf';
import type { Played } from './steps';

export interface FigureFacts {
  readonly runs: readonly RunOfCell[];
  /** Of the first run; null while it has no result. */
  readonly stages: ItemStages | null;
  readonly played: Played;
  choose(row: number): void;
}

export function stepFigure(step: LessonStep, facts: FigureFacts): Drawing {
  const { runs } = facts;
  if (step === 'gauss') return VIEWS.gmmComponents.drawing(runs, {});
  if (step === 'collapse') return VIEWS.utilization.drawing(runs, { mode: 'sorted' });
  if (step === 'bits') return VIEWS.rateDistortion.drawing(runs, {});
  return drawingOf(plane, planeOf(step, facts), (say) => ({ hover: (row) => say(row === null ? null : `point ${row}`), choose: facts.choose }));
}

function planeOf(step: LessonStep, { runs, stages, played }: FigureFacts): PlaneData | null {
  const result = runs[0]?.run?.result;
  // While a method runs again its codes are not yet those of the answer.
  if (!stages || !result || stages.rows !== result.rows || stages.levels !== result.levels) return null;
  switch (step) {
    case 'points':
      return points(stages, played.row ?? null);
    case 'cells':
      return cells(stages, result);
    case 'left':
      return left(stages, result, played.after === 1);
    case 'sums':
      return played.stop === 2 && result.levels > 1 ? secondCells(stages, result) : sums(stages, result, played.stop === 3 ? 2 : (played.stop ?? 0));
    default:
      return followed(stages, result, Math.min(played.row ?? 0, result.rows - 1), played.depth ?? 0);
  }
}
