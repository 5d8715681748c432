/** Every key, on one page. */
import { Dialog } from './Dialog';
import { useApp, useUi } from './context';

const MOD = /Mac|iPhone|iPad/.test(globalThis.navigator?.userAgent ?? '') ? '⌘' : 'Ctrl';
const KEYS: readonly (readonly [readonly string[], string])[] = [
  [[MOD, 'Enter'], 'Run the cell'],
  [['Shift', 'Enter'], 'Run the cell and go to the next'],
  [['Space'], 'Pause or resume'],
  [['.'], 'One step: a batch, or an iteration'],
  [[MOD, 'Z'], 'Undo an edit of the notebook'],
  [['Shift', MOD, 'Z'], 'Redo'],
  [['← → ↑ ↓'], 'In a figure: from code to code'],
  [['[', ']'], 'In the decoding of a row: one level back, one on'],
  [['Esc'], 'Close what is open'],
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
