/** Where the page begins: the person's page, or with `?execute` the headless one. The first picture stands in index.html; what draws the rest is fetched from here. */
import { createSettings, settingsStorage } from './state/settingsStore';
import { applyTheme } from './theme';
import './styles/base.css';
import './styles/skeleton.css';
import './styles/page.css';
import './styles/cells.css';
import './styles/compare.css';
import './styles/figures.css';
import './styles/controls.css';
import './styles/overlays.css';
import './styles/identifiers.css';
import './styles/values.css';
import './styles/inspector.css';
import './styles/lesson.css';
import './styles/itemViews.css';
import './styles/map.css';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element with the id "root".');
const address = new URL(location.href);
if (address.searchParams.has('execute')) {
  root.replaceChildren();
  import('./execute').then(({ installExecute }) => installExecute()).catch(notFetched);
} else {
  const settings = createSettings(settingsStorage(window), location.href);
  const colour = applyTheme(settings);
  // The engine starts while the page's own code still arrives, which then says where it could not.
  const starting = import('./startPage').then(({ startPage }) => startPage(settings, colour));
  starting.catch(() => {});
  import('./showPage').then(({ showPage }) => showPage(root, starting)).catch(notFetched);
}

/** A server that is gone, or holds another version by now, must not leave the grey picture standing. */
function notFetched(thrown: unknown): never {
  root!.textContent = 'A part of this page could not be fetched. Reload the page.';
  throw thrown;
}
