/** The drawer beside the cells: a code, or an item, as it was last chosen anywhere on the page. */
import { useStore } from 'zustand';
import { Icon } from '../../components/Icon';
import { useApp } from '../../components/context';
import { inspect } from '../../state/selection';
import { CodePanel } from './CodePanel';
import { ItemPanel } from './ItemPanel';

export function Inspector() {
  const { session } = useApp();
  const inspected = useStore(session.selection, (state) => state.inspected);
  if (!inspected) return null;
  return (
    <aside className="inspector" aria-label="Inspector" data-inspector="" tabIndex={-1}>
      <button type="button" className="button quiet icon-only inspector-close" aria-label="Close the inspector" title="Close (Esc)" onClick={() => inspect(session.selection, null)}>
        <Icon name="close" />
      </button>
      {inspected.what === 'code' ? <CodePanel {...inspected} /> : <ItemPanel {...inspected} />}
    </aside>
  );
}
