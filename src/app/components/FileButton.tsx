/** A button that lets a person choose one table file. */
import { useRef } from 'react';
import { Icon } from './Icon';
import { useApp } from './context';

interface Props {
  readonly label: string;
  /** What it wants; absent: a table. */
  readonly kind?: 'codes';
  readonly disabled?: boolean;
  /** The cell whose data a file dropped on the button becomes. */
  readonly cellId?: string;
  onFile(file: File): void;
}

export function FileButton({ label, kind, disabled = false, cellId, onFile }: Props) {
  const { session } = useApp();
  const input = useRef<HTMLInputElement>(null);
  const { tableExtensions, codesExtensions } = session.catalog;
  const endings = (kind === 'codes' ? codesExtensions : tableExtensions).map((ending) => `.${ending}`);
  return (
    <>
      <button type="button" className="button drop-button" data-drop-cell={cellId} disabled={disabled} onClick={() => input.current?.click()}>
        <Icon name="file" /> {label}
      </button>
      <input
        ref={input} type="file" hidden accept={[...endings, '.gz'].join(',')} aria-label={label}
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = '';
          if (file) onFile(file);
        }}
      />
    </>
  );
}
