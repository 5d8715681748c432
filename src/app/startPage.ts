/** Puts the page's parts together: settings, storage, engine, session; on a first visit the sample comparison starts by itself. */
import type { App } from './components/context';
import { createDrawTurns } from './components/drawTurns';
import { clientFactory } from './createClient';
import { fetchFirstNotebook, fetchSample, fetchSamples } from './samples';
import { createDraft } from './state/draft';
import { createSession } from './state/session';
import type { Session } from './state/session';
import type { SettingsStore } from './state/settingsStore';
import { noStorage, openStorage } from './state/storage';
import { createUi } from './state/uiStore';

export async function startPage(settings: SettingsStore): Promise<App> {
  const ui = createUi();
  const base = document.baseURI;
  const [createClient, samples, firstNotebook, storage] = await Promise.all([
    clientFactory(),
    fetchSamples(base),
    fetchFirstNotebook(base),
    openStorage().catch((thrown: unknown) => {
      ui.setState({ notice: `Nothing can be kept in this browser (${String(thrown)}). Download what you need before you leave.` });
      return noStorage();
    }),
  ]);
  const session = await createSession({
    createClient, storage, firstNotebook, backend: settings.getState().backend,
    nextFrame: soon,
    reportEvery: () => settings.getState().reportEvery,
    checkpoints: () => ({ every: settings.getState().checkpointEvery, best: settings.getState().checkpointBest }),
    fetchSample: (id) => fetchSample(samples, id, base),
  });
  const app: App = { session, settings, ui, samples, draft: createDraft(session), turns: createDrawTurns(soon) };
  void begin(session);
  return app;
}

async function begin(session: Session): Promise<void> {
  await session.loadAll();
  if (session.firstVisit) session.queue.run(session.quantizers());
}

/** The next frame; a hidden page has none, so a timer stands in and a run goes on. */
function soon(publish: () => void): void {
  if (document.hidden) setTimeout(publish, 100);
  else requestAnimationFrame(publish);
}
