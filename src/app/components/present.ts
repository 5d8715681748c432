/** One step alone on the screen, and the way from step to step. */
import type { UiStore } from '../state/uiStore';
import type { App } from './context';
import { goTo } from './goTo';

/** null: the notebook as a whole again. The browser may refuse the full screen; the step fills the page all the same. */
export function present(ui: UiStore, id: string | null): void {
  const before = ui.getState().presented;
  ui.setState({ presented: id, ...(id && { current: id }) });
  if (id && !before) void document.documentElement.requestFullscreen?.().catch(() => undefined);
  if (!id && document.fullscreenElement) void document.exitFullscreen().catch(() => undefined);
  if (!id && before) requestAnimationFrame(() => goTo(before));
}

/** True where there is a step that way. */
export function presentNext({ session, ui }: Pick<App, 'session' | 'ui'>, by: 1 | -1): boolean {
  const steps = session.notebook.getState().notebook.cells.filter(({ mode }) => mode === 'step').map(({ id }) => id);
  const next = steps[steps.indexOf(ui.getState().presented ?? '') + by];
  if (next === undefined || ui.getState().presented === null) return false;
  present(ui, next);
  return true;
}
