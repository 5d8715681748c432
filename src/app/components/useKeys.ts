/** The page's keys; none of them acts while a person types or a dialog is open. */
import { useEffect } from 'react';
import { inputOf, inputsOf } from '../notebook/inputs';
import { redo, undo } from '../state/notebookStore';
import { clear, inspect } from '../state/selection';
import type { App } from './context';
import { goTo } from './goTo';
import { present, presentNext } from './present';

export function useKeys(app: App): void {
  useEffect(() => {
    const remember = (event: FocusEvent | PointerEvent) => {
      const cell = (event.target as Element | null)?.closest?.('[data-cell]')?.getAttribute('data-cell');
      if (cell) app.ui.setState({ current: cell });
    };
    const press = (event: KeyboardEvent) => {
      if (document.querySelector('dialog[open]')) return;
      if (handle(app, event)) event.preventDefault();
    };
    window.addEventListener('keydown', press);
    window.addEventListener('focusin', remember);
    window.addEventListener('pointerdown', remember);
    return () => {
      window.removeEventListener('keydown', press);
      window.removeEventListener('focusin', remember);
      window.removeEventListener('pointerdown', remember);
    };
  }, [app]);
}

function handle({ session, ui }: App, event: KeyboardEvent): boolean {
  const target = event.target as HTMLElement;
  const typing = target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName);
  const mod = event.metaKey || event.ctrlKey;
  const readOnly = session.keeping.store.getState().place === 'elsewhere';
  if (event.key === 'Enter' && (mod || event.shiftKey)) {
    if (readOnly) return false;
    if (typing) target.blur();
    runCell(session, ui.getState().current);
    if (event.shiftKey && !mod) next({ session, ui });
    return true;
  }
  if (mod && event.key.toLowerCase() === 'k') {
    ui.setState({ finderOpen: true });
    return true;
  }
  if (typing || (readOnly && event.key !== '?')) return false;
  if (mod && event.key.toLowerCase() === 'z') {
    (event.shiftKey ? redo : undo)(session.notebook);
    return true;
  }
  if (mod || event.altKey) return false;
  // Space and full stop keep their meaning on buttons, links and inside figures.
  const onControl = target.closest('button, a, summary, [role="button"], [role="menuitem"]') !== null;
  if (event.key === ' ' && !onControl && session.runs.getState().queue.length > 0) {
    if (session.runs.getState().paused) session.queue.resume();
    else session.queue.pause();
    return true;
  }
  if (event.key === '.') {
    session.queue.step(session.methods());
    return true;
  }
  const presented = ui.getState().presented !== null;
  if (presented && event.key === 'Escape') return present(ui, null), true;
  const by = ({ ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 } as const)[event.key];
  // In a figure and on a slider the arrows keep their meaning.
  if (presented && by && target.closest('svg, input, select') === null) return presentNext({ session, ui }, by);
  if (event.key === 'Escape') return giveUp(session);
  if (event.key === '?') {
    ui.setState({ keysOpen: true });
    return true;
  }
  return false;
}

/** Esc closes the inspector first, then clears the selection. */
function giveUp({ selection }: App['session']): boolean {
  // What lies over the page closes by itself.
  if (document.querySelector('[role="menu"], [role="tooltip"]')) return false;
  const { inspected, selection: chosen } = selection.getState();
  if (inspected) inspect(selection, null);
  else if (chosen) clear(selection);
  else return false;
  return true;
}

/** A method runs itself, data everything that reads it, a comparison or a figure what it shows. */
function runCell(session: App['session'], id: string | null): void {
  const cells = session.notebook.getState().notebook.cells;
  const cell = cells.find((candidate) => candidate.id === id);
  if (cell?.mode === 'quantizer' || cell?.mode === 'codes' || cell?.mode === 'predictor') session.queue.run([cell.id], true);
  else if (cell?.mode === 'sweep') session.queue.run([cell.id]);
  else if (cell?.mode === 'dataset' || cell?.mode === 'table') session.queue.run(session.methods().filter((id) => cells.some((other) => other.id === id && inputOf(other, 'rows') === cell.id)));
  else session.queue.run(cell && inputsOf(cell, 'runs').length > 0 ? inputsOf(cell, 'runs') : session.methods());
}

function next({ session, ui }: Pick<App, 'session' | 'ui'>): void {
  const cells = session.notebook.getState().notebook.cells;
  const following = cells[cells.findIndex((cell) => cell.id === ui.getState().current) + 1];
  if (!following) return;
  ui.setState({ current: following.id });
  goTo(following.id);
}
