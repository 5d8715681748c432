/** The page over its session, or why there is none. */
import { FloatingDelayGroup } from '@floating-ui/react';
import { AppContext } from './components/context';
import type { App as AppParts } from './components/context';
import { Page } from './page/Page';
import { ProblemBox } from './components/ProblemBox';
import type { Problem } from '../engine/records/basics';

/** Milliseconds. */
const TOOLTIP_DELAY = { open: 250, close: 60 };

export function App({ app }: { readonly app: AppParts }) {
  return (
    <AppContext value={app}>
      <FloatingDelayGroup delay={TOOLTIP_DELAY}>
        <Page />
      </FloatingDelayGroup>
    </AppContext>
  );
}

export function NotStarted({ problem }: { readonly problem: Problem }) {
  return (
    <div className="page not-started">
      <header className="header">
        <h1 className="brand">Residua</h1>
      </header>
      <main className="column">
        <ProblemBox problem={problem} />
        {asksNotebook() && (
          <p className="lead">
            The link asks for a notebook that could not be opened. Nothing was opened in its place. <a href={location.pathname}>Open your own notebook</a>
          </p>
        )}
      </main>
    </div>
  );
}

function asksNotebook(): boolean {
  return new URL(location.href).searchParams.has('notebook');
}
