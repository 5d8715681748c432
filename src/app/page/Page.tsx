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
import { useStill } from '../components/useStill';
import { SelectionBar } from './SelectionBar';

/** Whether one is open stands in the stores; fetched ahead by showPage.tsx. */
export const LazyDialogs = lazily<object>(() => import('./Dialogs').then(({ Dialogs }) => Dialogs));

/** Fetched ahead by showPage.tsx. */
export const LazyInspector = lazily<object>(() => import('./inspector/Inspector').then(({ Inspector }) => Inspector));

export function Page() {
  const app = useApp();
  const readOnly = useStore(app.session.keeping.store, (state) => state.place === 'elsewhere');
  useKeys(app);
  useStill(app);
  const inspecting = useStore(app.session.selection, (state) => state.inspected !== null);
  return (
    <div className={inspecting ? 'page inspecting' : 'page'}>
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
      {inspecting && <LazyInspector />}
      <SelectionBar />
      <LazyDialogs />
      <DropZone />
      <Notice />
    </div>
  );
}
