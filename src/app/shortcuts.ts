/** Shortcuts as the keyboard of this machine writes them: ⇧⌘Z on a Mac, Ctrl+Shift+Z elsewhere. */

type Modifier = 'Mod' | 'Shift' | 'Alt';

/** The order in which each system writes its modifiers. */
const MAC: readonly (readonly [Modifier, string])[] = [['Alt', '⌥'], ['Shift', '⇧'], ['Mod', '⌘']];
const OTHERS: readonly (readonly [Modifier, string])[] = [['Mod', 'Ctrl'], ['Alt', 'Alt'], ['Shift', 'Shift']];

/** True on machines whose keyboards have a ⌘. */
export function isMac(agent = globalThis.navigator?.userAgent ?? ''): boolean {
  return /Mac|iPhone|iPad|iPod/.test(agent);
}

/** "Shift-Mod-Z" as the keys to press, in the order of the system; the last part is the key itself. */
export function keysOf(shortcut: string, mac = isMac()): readonly string[] {
  const parts = shortcut.split('-');
  const key = parts.at(-1)!;
  return [...(mac ? MAC : OTHERS).filter(([name]) => parts.slice(0, -1).includes(name)).map(([, words]) => words), key];
}

/** "Shift-Mod-Z" as it is read in a sentence or a menu. */
export function shortcut(words: string, mac = isMac()): string {
  return keysOf(words, mac).join(mac ? '' : '+');
}
