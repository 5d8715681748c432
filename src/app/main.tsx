/** Where the page begins: the person's page, or with `?execute` the headless one. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App';
import { installExecute } from './execute';
import { huesOf } from './output/hues';
import { startPage } from './startPage';
import { createSettings, settingsStorage } from './state/settingsStore';
import { applyTheme } from './theme';
import './styles/base.css';
import './styles/page.css';
import './styles/cells.css';
import './styles/compare.css';
import './styles/figures.css';
import './styles/controls.css';
import './styles/overlays.css';
import './styles/identifiers.css';
import './styles/values.css';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element with the id "root".');
const address = new URL(location.href);
if (address.searchParams.has('execute')) {
  installExecute();
} else {
  const settings = createSettings(settingsStorage(window), location.href);
  const colour = applyTheme(settings);
  // One session for the page's life, however often React mounts the app.
  let session: ReturnType<typeof startPage> | null = null;
  const start = () => (session ??= startPage(settings).then((app) => {
    colour(huesOf(app.session.catalog));
    return app;
  }));
  createRoot(root).render(
    <StrictMode>
      <App start={start} />
    </StrictMode>,
  );
}
