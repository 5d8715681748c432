/** Reference values that notice what is read of them: a section that no test looks at fails its file. */
import { afterAll } from 'vitest';

/**
 * The fixture, and after the tests of this file (in Node, where all of them ran) an error for every value below the paths `own` that none read.
 * Paths are keys joined by "/". A {shape, data} counts as read with its data. Take what you compare by name: a spread reads everything.
 */
export function watched<T extends object>(fixture: T, own: readonly string[]): T {
  const read = new Set<string>();
  afterAll(({}, suite) => {
    if ((typeof navigator !== 'undefined' && 'gpu' in navigator) || !allRan(suite)) return;
    const unread = valuePaths(fixture).filter((path) => own.some((section) => isBelow(path, section)) && !read.has(path));
    if (unread.length > 0) throw new Error(`No test of this file reads ${unread.length} values of its fixture: ${unread.slice(0, 12).join(', ')}.`);
  });
  return watch(fixture, '', read) as T;
}

/** Whether the path is the section or within it; "*" stands for any one key. */
export function isBelow(path: string, section: string): boolean {
  const keys = path.split('/');
  return section.split('/').every((key, i) => keys[i] !== undefined && (key === '*' || key === keys[i]));
}

/** Paths of all values: numbers, {shape, data}, lists of numbers. Neither of `meta`, which says how the file was made, nor of words. */
export function valuePaths(fixture: object): string[] {
  const paths: string[] = [];
  const visit = (node: unknown, path: string): void => {
    if (path === 'meta' || typeof node === 'string') return;
    if (isValue(node)) paths.push(path);
    else for (const [key, child] of Object.entries(node as object)) visit(child, path === '' ? key : `${path}/${key}`);
  };
  visit(fixture, '');
  return paths;
}

function watch(node: unknown, path: string, read: Set<string>): unknown {
  if (typeof node !== 'object' || node === null) return node;
  return new Proxy(node, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key);
      if (typeof key !== 'string' || typeof value === 'function') return value;
      if (isValue(node)) {
        if (key === 'data') read.add(path);
        return value;
      }
      const below = path === '' ? key : `${path}/${key}`;
      if (isValue(value) && !isShaped(value)) {
        read.add(below);
        return value;
      }
      return watch(value, below, read);
    },
  });
}

function isValue(node: unknown): boolean {
  return typeof node !== 'object' || node === null || isShaped(node) || (Array.isArray(node) && (typeof node[0] !== 'object' || Array.isArray(node[0])));
}

function isShaped(node: unknown): boolean {
  return typeof node === 'object' && node !== null && 'shape' in node && 'data' in node;
}

interface Ran {
  readonly type: string;
  readonly result?: { readonly state?: string };
  readonly tasks?: readonly Ran[];
}

/** False where some were left out by name, or failed: what they would have read is not known. */
function allRan({ type, tasks, result }: Ran): boolean {
  return type === 'test' ? result?.state === 'pass' : (tasks ?? []).every(allRan);
}
