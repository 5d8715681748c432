/** Puts the page's parts together: settings, storage, engine, session; on a first visit, or where the address names a sample notebook, that runs by itself. */
import type { App } from './components/context';
import { createDrawTurns } from './components/drawTurns';
import { clientFactory } from './createClient';
import { huesOf } from './output/hues';
import { fetchAsked, fetchFirstNotebook, fetchSample, fetchSamples } from './samples';
import { createDraft } from './state/draft';
import { createLooks } from './state/drafting';
import { createFactsDraft } from './state/factsDraft';
import { createNewRows } from './state/newRows';
import { panelOf, pauseWhileOpen } from './state/panelPause';
import { openSample } from './state/openSample';
import { toProblem } from './state/problem';
import { openDatabase } from './state/database';
import { DELETED_STAYS } from './state/keeping';
import { createPlacing } from './state/placing';
import { createSession } from './state/session';
import type { Session } from './state/session';
import { settingsStorage } from './state/settingsStore';
import type { SettingsStore } from './state/settingsStore';
import { leaveUnwritten, withUnwritten } from './state/unwritten';
import { noStorage } from './state/storage';
import type { NotebookStorage } from './state/storage';
import { createReadAs } from './state/readAs';
import type { Hues } from '../viz/colors';
import { createTableDraft } from './state/tableDraft';
import { browserTabs } from './state/tabs';
import { createUi } from './state/uiStore';
import type { UiStore } from './state/uiStore';

/** Milliseconds after which a browser's storage that does not answer is done without. */
const STORAGE_ANSWERS = 10_000;
/** What this tab showed last, so that a reload shows it again, whatever other tabs show. */
const SHOWN = 'residua.notebook';

/** `colour`: takes the colours of the methods, once they are known. */
export async function startPage(settings: SettingsStore, colour: (hues: Hues) => void): Promise<App> {
  const ui = createUi();
  const base = document.baseURI;
  const { searchParams } = new URL(location.href);
  const asked = searchParams.get('notebook');
  let storageLost = (words: string): void => void (lostEarly = words);
  let lostEarly = '';
  const [createClient, samples, firstNotebook, wanted, storage] = await Promise.all([
    clientFactory(),
    fetchSamples(base),
    fetchFirstNotebook(base),
    asked === null ? null : fetchAsked(asked, base),
    openStorage((words) => storageLost(words)),
  ]);
  const small = settingsStorage(window);
  const session = await createSession({
    createClient, storage: withUnwritten(storage, small), tabs: browserTabs(), wanted: searchParams.get('kept') ?? lastShown(), remember: rememberShown, passing: wanted !== null, firstNotebook, backend: settings.getState().backend,
    nextFrame: soon,
    reportEvery: () => settings.getState().reportEvery,
    checkpoints: () => ({ every: settings.getState().checkpointEvery, best: settings.getState().checkpointBest }),
    fetchSample: (id) => Promise.resolve(wanted?.samples.get(id) ?? fetchSample(samples, id, base)),
  });
  colour(huesOf(session.catalog));
  storageLost = (words) => session.storageLost(words);
  if (lostEarly) storageLost(lostEarly);
  // What was changed a moment before a reload, or before the tab is put aside, is kept too.
  window.addEventListener('pagehide', () => leaveUnwritten(small, session.save.unwritten()));
  window.addEventListener('pageshow', ({ persisted }) => persisted && leaveUnwritten(small, null));
  document.addEventListener('visibilitychange', () => document.hidden && void session.save.flush());
  const looks = createLooks();
  const draft = createDraft(session, looks);
  const tableDraft = createTableDraft(session, looks);
  const factsDraft = createFactsDraft(session, looks);
  const app: App = { session, settings, ui, samples, draft, tableDraft, factsDraft, readAs: createReadAs(session, { draft, tableDraft, factsDraft }), placing: createPlacing(session, draft, tableDraft, factsDraft), newRows: createNewRows(session), turns: createDrawTurns(soon) };
  pauseWhileOpen(session.queue, session.runs, [
    panelOf(app.draft.store, ({ draft, files }) => draft !== null || files.length > 0),
    panelOf(app.tableDraft.store, ({ draft, files }) => draft !== null || files.length > 0),
    panelOf(app.factsDraft.store, ({ draft }) => draft !== null),
    panelOf(app.placing.store, ({ files }) => files.length > 0),
    panelOf(app.newRows.store, ({ open }) => open !== null),
  ]);
  void begin(session, ui, wanted && wanted.notebook);
  void storage.purge(Date.now() - DELETED_STAYS).catch((thrown: unknown) => ui.setState({ notice: `Deleted notebooks could not be cleared away (${toProblem(thrown).message}).` }));
  return app;
}

/** The browser's database; where it cannot be opened, a storage that keeps nothing and says why. */
async function openStorage(lost: (words: string) => void): Promise<NotebookStorage> {
  const late = new Promise<never>((_, reject) => setTimeout(() => reject(new Error('it does not answer')), STORAGE_ANSWERS));
  try {
    return await Promise.race([openDatabase(lost), late]);
  } catch (thrown) {
    return noStorage(`Nothing is saved: this browser’s storage cannot be used (${toProblem(thrown).message}). Download what you need before you leave.`);
  }
}

function lastShown(): string | null {
  try {
    return sessionStorage.getItem(SHOWN);
  } catch (thrown) {
    if (thrown instanceof DOMException) return null;
    throw thrown;
  }
}

/** The address asked for a kept notebook once; a reload shows what the tab shows then. */
function rememberShown(id: string): void {
  forget('kept');
  try {
    sessionStorage.setItem(SHOWN, id);
  } catch (thrown) {
    // Blocked or full: the notebook changed last is shown instead.
    if (!(thrown instanceof DOMException)) throw thrown;
  }
}

/** `wanted`: the notebook that the address asked for. Where it cannot be opened, nothing else is opened in its place. */
async function begin(session: Session, ui: UiStore, wanted: unknown): Promise<void> {
  if (wanted !== null) {
    try {
      await openSample(session, wanted);
      forget('notebook');
      if (!session.firstVisit) ui.setState({ notice: 'The notebook of this link is open. The previous notebook is kept: see Notebooks in the menu.' });
      return;
    } catch (thrown) {
      const { message, hint } = toProblem(thrown);
      ui.setState({ notice: `${message} ${hint}` });
      return;
    }
  }
  await session.begin();
  if (session.firstVisit) session.queue.run(session.methods());
}

/** What the address asked for leaves it once it is answered, so that a reload keeps what the person made of the notebook. */
function forget(parameter: 'notebook' | 'kept'): void {
  const address = new URL(location.href);
  if (!address.searchParams.has(parameter)) return;
  address.searchParams.delete(parameter);
  history.replaceState(history.state, '', address);
}

/** The next frame; a hidden page has none, so a timer stands in and a run goes on. */
function soon(publish: () => void): void {
  if (document.hidden) setTimeout(publish, 100);
  else requestAnimationFrame(publish);
}
