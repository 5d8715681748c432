/** Files dropped anywhere on the page; while they are held over it the whole page lights up. */
import { useEffect, useState } from 'react';
import { useApp } from './context';
import { openNotebook } from './openNotebook';

export function DropZone() {
  const app = useApp();
  const [over, setOver] = useState(false);
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
      const files = [...(event.dataTransfer?.files ?? [])];
      const notebook = files.length === 1 && files[0]!.name.toLowerCase().endsWith('.json') ? files[0] : undefined;
      if (notebook) void openNotebook(app, notebook);
      else app.draft.offer(files);
    };
    const handlers = { dragenter: enter, dragleave: leave, dragover: hold, drop };
    for (const [name, handler] of Object.entries(handlers)) window.addEventListener(name, handler as EventListener);
    return () => {
      for (const [name, handler] of Object.entries(handlers)) window.removeEventListener(name, handler as EventListener);
    };
  }, [app]);
  if (!over) return null;
  return (
    <div className="drop-overlay" aria-hidden="true">
      <p>
        <strong>Drop to compare quantizers on it</strong>
        <span>{app.session.catalog.extensions.map((extension) => `.${extension}`).join(' ')} · a notebook as .json · it never leaves this page</span>
      </p>
    </div>
  );
}
