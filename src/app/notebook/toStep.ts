/** A step of a lesson as stored: which step it is, and the sentence that says what to look at. */
import { describe, text } from './read';
import { LESSON_STEPS, NotebookError } from './spec';
import type { LessonStep, StepCell } from './spec';

/** @throws NotebookError where there is no such step */
export function toStep(stored: Readonly<Record<string, unknown>>, where: string): StepCell['spec'] {
  if (!LESSON_STEPS.includes(stored.step as LessonStep)) throw new NotebookError(where, `its step is ${describe(stored.step)}.`, `Use one of ${LESSON_STEPS.join(', ')}.`);
  return { step: stored.step as LessonStep, look: text(stored.look) ?? '' };
}
