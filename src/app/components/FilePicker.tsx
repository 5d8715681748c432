/** Choosing files by hand, for those who do not drag. */
import { useRef } from 'react';
import { useApp } from './context';
import { Icon } from './Icon';

/** What is chosen, or dropped on the button, becomes the data of this cell. */
export function FilePicker({ cellId }: { readonly cellId: string }) {
  const { draft, session } = useApp();
  const input = useRef<HTMLInputElement>(null);
  const endings = session.catalog.extensions.map((extension) => `.${extension}`);
  return (
    <>
      <button type="button" className="button drop-button" data-drop-cell={cellId} onClick={() => input.current?.click()}>
        <Icon name="file" /> Drop or choose a file
      </button>
      <input
        ref={input} type="file" multiple hidden accept={[...endings, '.gz'].join(',')} aria-label="Choose embedding files"
        onChange={(event) => {
          draft.offer([...(event.target.files ?? [])], cellId);
          event.target.value = '';
        }}
      />
    </>
  );
}
