/** Starts the session, says so while it does, and says why where it cannot. */
import { FloatingDelayGroup } from '@floating-ui/react';
import { useEffect, useState } from 'react';
import { AppContext } from './components/context';
import type { App as AppParts } from './components/context';
import { Page } from './page/Page';
import { ProblemBox } from './components/ProblemBox';
import type { Problem } from '../engine/records/basics';
import { toProblem } from './state/problem';

/** Milliseconds. */
const TOOLTIP_DELAY = { open: 250, close: 60 };

export function App({ start }: { start(): Promise<AppParts> }) {
  const [app, setApp] = useState<AppParts | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  useEffect(() => {
    start().then(setApp, (thrown: unknown) => setProblem(toProblem(thrown)));
  }, [start]);
  if (app) {
    return (
      <AppContext value={app}>
        <FloatingDelayGroup delay={TOOLTIP_DELAY}>
          <Page />
        </FloatingDelayGroup>
      </AppContext>
    );
  }
  return (
    <div className="page starting" aria-busy={problem === null}>
      <header className="header">
        <h1 className="brand">Residua</h1>
      </header>
      <main className="column">
        {problem ? (
          <>
            <ProblemBox problem={problem} />
            {asksNotebook() && (
              <p className="lead">
                The link asks for a notebook that could not be opened. Nothing was opened in its place. <a href={location.pathname}>Open your own notebook</a>
              </p>
            )}
          </>
        ) : (
          <p className="lead">Trains residual quantizers on your vectors, in this browser, and shows what every level and every code does.</p>
        )}
      </main>
    </div>
  );
}

function asksNotebook(): boolean {
  return new URL(location.href).searchParams.has('notebook');
}
