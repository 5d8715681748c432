/** The whole page once the engine runs: header, outline, cells, and what opens over them. */
import { useStore } from 'zustand';
import { CellColumn } from '../cells/CellColumn';
import { Banners, Notice } from '../components/Banners';
import { DropZone } from '../components/DropZone';
import { Header } from './Header';
import { Outline } from './Outline';
import { lazily } from '../components/lazily';
import { useApp } from '../components/context';
import { useKeys } from '../components/useKeys';

/** Whether one is open stands in the stores; fetched ahead by showPage.tsx. */
export const LazyDialogs = lazily<object>(() => import('./Dialogs').then(({ Dialogs }) => Dialogs));

export function Page() {
  const app = useApp();
  const readOnly = useStore(app.session.keeping.store, (state) => state.place === 'elsewhere');
  useKeys(app);
  return (
    <div className="page">
      <a className="skip-link" href="#main">
        Skip to the cells
      </a>
      <Header />
      <Outline />
      <main id="main" className="column" tabIndex={-1}>
        <Banners />
        <div inert={readOnly}>
          <CellColumn />
        </div>
      </main>
      <LazyDialogs />
      <DropZone />
      <Notice />
    </div>
  );
}
