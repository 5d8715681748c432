/** Files dropped anywhere on the page; while they are held over it the whole page lights up. */
import { useEffect, useState } from 'react';
import { useApp, useNotebook } from './context';
import { takeFiles } from './takeFiles';

export function DropZone() {
  const app = useApp();
  const [over, setOver] = useState(false);
  const vectors = useNotebook((state) => state.notebook.cells.some((cell) => cell.mode === 'dataset'));
  const tables = useNotebook((state) => state.notebook.cells.some((cell) => cell.mode === 'table'));
  useEffect(() => {
    let depth = 0;
    const holdsFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
    const enter = (event: DragEvent) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      depth++;
      setOver(true);
    };
    const leave = (event: DragEvent) => {
      if (holdsFiles(event) && --depth <= 0) setOver(false);
    };
    const hold = (event: DragEvent) => {
      if (holdsFiles(event)) event.preventDefault();
    };
    const drop = (event: DragEvent) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      depth = 0;
      setOver(false);
      void takeFiles(app, [...(event.dataTransfer?.files ?? [])], cellAt(event.clientX, event.clientY));
    };
    const handlers = { dragenter: enter, dragleave: leave, dragover: hold, drop };
    for (const [name, handler] of Object.entries(handlers)) window.addEventListener(name, handler as EventListener);
    return () => {
      for (const [name, handler] of Object.entries(handlers)) window.removeEventListener(name, handler as EventListener);
    };
  }, [app]);
  if (!over) return null;
  const endings = [...new Set([...(vectors || !tables ? app.session.catalog.extensions : []), ...(tables ? app.session.catalog.tableExtensions : [])])];
  return (
    <div className="drop-overlay" aria-hidden="true">
      <p>
        <strong>{tables ? 'Drop to predict one of its columns' : 'Drop to compare quantizers on it'}</strong>
        <span>{endings.map((extension) => `.${extension}`).join(' ')} · a notebook as .json · it never leaves this page</span>
      </p>
    </div>
  );
}

/** The cell whose *Drop or choose* lies there, below what lights up. */
function cellAt(x: number, y: number): string | undefined {
  const button = document.elementsFromPoint(x, y).find((element): element is HTMLElement => element instanceof HTMLElement && element.dataset.dropCell !== undefined);
  return button?.dataset.dropCell;
}
