/** Shortcuts as each machine writes them, and no other writing of them anywhere on the page. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isMac, keysOf, shortcut } from './shortcuts';

const MAC = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36';
const OTHERS = ['Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36', 'Mozilla/5.0 (Windows NT 10.0; Win64; x64)', ''];

describe('shortcuts', () => {
  it('are written with ⌘ on a Mac and with Ctrl elsewhere', () => {
    expect(isMac(MAC)).toBe(true);
    expect(OTHERS.map(isMac)).toEqual([false, false, false]);
    expect(['Mod-Z', 'Shift-Mod-Z', 'Mod-Enter', 'Shift-Enter', 'Alt-↑', 'Space'].map((keys) => shortcut(keys, true))).toEqual(['⌘Z', '⇧⌘Z', '⌘Enter', '⇧Enter', '⌥↑', 'Space']);
    expect(['Mod-Z', 'Shift-Mod-Z', 'Mod-Enter', 'Shift-Enter', 'Alt-↑', 'Space'].map((keys) => shortcut(keys, false))).toEqual(['Ctrl+Z', 'Ctrl+Shift+Z', 'Ctrl+Enter', 'Shift+Enter', 'Alt+↑', 'Space']);
    expect(keysOf('Shift-Mod-Z', true)).toEqual(['⇧', '⌘', 'Z']);
  });

  it('stand nowhere in words of their own', () => {
    const files = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' }).filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$|shortcuts\.ts$/.test(name));
    expect(files.length).toBeGreaterThan(100);
    const found = files.flatMap((name) => {
      const code = readFileSync(join(import.meta.dirname, name), 'utf8').replace(/(shortcut|keysOf)\('[^']*'\)/g, '').replace(/\/\*[\s\S]*?\*\/|(^|\s)\/\/.*$/gm, '');
      return [...code.matchAll(/\bMod[-+ ]\w|[⌘⌥⇧]|\bCtrl\b|\bCmd\b|\bAlt [↑↓]|Alt with/g)].map(([words]) => `${name}: ${words}`);
    });
    expect(found).toEqual([]);
  });
});
