/** Puts the page's parts together: settings, storage, engine, session; on a first visit, or where the address names a sample notebook, that runs by itself. */
import type { App } from './components/context';
import { createDrawTurns } from './components/drawTurns';
import { clientFactory } from './createClient';
import { fetchAsked, fetchFirstNotebook, fetchSample, fetchSamples } from './samples';
import { shortcut } from './shortcuts';
import { createDraft } from './state/draft';
import { createNewRows } from './state/newRows';
import { openSample } from './state/openSample';
import { toProblem } from './state/problem';
import { createSession } from './state/session';
import type { Session } from './state/session';
import type { SettingsStore } from './state/settingsStore';
import { noStorage, openStorage } from './state/storage';
import { createTableDraft } from './state/tableDraft';
import { createUi } from './state/uiStore';
import type { UiStore } from './state/uiStore';

export async function startPage(settings: SettingsStore): Promise<App> {
  const ui = createUi();
  const base = document.baseURI;
  const asked = new URL(location.href).searchParams.get('notebook');
  const [createClient, samples, firstNotebook, wanted, storage] = await Promise.all([
    clientFactory(),
    fetchSamples(base),
    fetchFirstNotebook(base),
    asked === null ? null : fetchAsked(asked, base),
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
    fetchSample: (id) => Promise.resolve(wanted?.samples.get(id) ?? fetchSample(samples, id, base)),
  });
  const app: App = { session, settings, ui, samples, draft: createDraft(session), tableDraft: createTableDraft(session), newRows: createNewRows(session), turns: createDrawTurns(soon) };
  void begin(session, ui, wanted && wanted.notebook);
  return app;
}

/** `wanted`: the notebook that the address asked for. Where it cannot be opened, nothing else is opened in its place. */
async function begin(session: Session, ui: UiStore, wanted: unknown): Promise<void> {
  if (wanted !== null) {
    try {
      await openSample(session, wanted);
      forgetAsked();
      if (!session.firstVisit) ui.setState({ notice: `The notebook of this link is open. ${shortcut('Mod-Z')} brings the one before it back.` });
      return;
    } catch (thrown) {
      const { message, hint } = toProblem(thrown);
      ui.setState({ notice: `${message} ${hint}` });
      return;
    }
  }
  await session.loadAll();
  if (session.firstVisit) session.queue.run(session.methods());
}

/** `?notebook=` leaves the address once it is answered, so that a reload keeps what the person made of the notebook. */
function forgetAsked(): void {
  const address = new URL(location.href);
  address.searchParams.delete('notebook');
  history.replaceState(history.state, '', address);
}

/** The next frame; a hidden page has none, so a timer stands in and a run goes on. */
function soon(publish: () => void): void {
  if (document.hidden) setTimeout(publish, 100);
  else requestAnimationFrame(publish);
}
