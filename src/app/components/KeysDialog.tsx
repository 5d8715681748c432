/** Every key, on one page. */
import { keysOf } from '../shortcuts';
import { Dialog } from './Dialog';
import { useApp, useUi } from './context';

const KEYS: readonly (readonly [readonly string[], string])[] = [
  [keysOf('Mod-Enter'), 'Run the cell'],
  [keysOf('Shift-Enter'), 'Run the cell and go to the next'],
  [['Space'], 'Pause or resume'],
  [['.'], 'One step: a batch, or an iteration'],
  [keysOf('Mod-Z'), 'Undo an edit of the notebook'],
  [keysOf('Shift-Mod-Z'), 'Redo'],
  [['← → ↑ ↓'], 'In a figure: from code to code'],
  [['[', ']'], 'In the decoding of a row, on the map, in a lesson: one level back or forward'],
  [['← →'], 'While a lesson is presented: from step to step'],
  [['+', '−', '0'], 'On the map of items: nearer, farther, the whole'],
  [keysOf('Mod-K'), 'Find an item'],
  [['Esc'], 'Close what is open; then clear the selection'],
  [['?'], 'These keys'],
];

export function KeysDialog() {
  const { ui } = useApp();
  const open = useUi((state) => state.keysOpen);
  if (!open) return null;
  return (
    <Dialog title="Keys" onClose={() => ui.setState({ keysOpen: false })}>
      <dl className="keys">
        {KEYS.map(([keys, words]) => (
          <div key={words}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
