/** Draws the page once its session has started, or why it could not; until then what index.html holds stands. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App, NotStarted } from './App';
import { LazyFigures, LazyMarkdown, LazySweep } from './cells/lazyCells';
import type { App as AppParts } from './components/context';
import { inQuiet } from './components/lazily';
import { LazyDialogs, LazyInspector } from './page/Page';
import { toProblem } from './state/problem';

export async function showPage(root: HTMLElement, starting: Promise<AppParts>): Promise<void> {
  // The first notebook has figures, and the engine takes longer to start than they to arrive.
  void LazyFigures.fetch();
  const page = await starting.then((app) => <App app={app} />, (thrown: unknown) => <NotStarted problem={toProblem(thrown)} />);
  createRoot(root).render(<StrictMode>{page}</StrictMode>);
  inQuiet(() => void [LazyDialogs, LazyInspector, LazyMarkdown, LazySweep].map((part) => part.fetch()));
}
