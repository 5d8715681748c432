import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { changedPackages, refuseNode, whyInstall } from '../setup.mjs';

let root;
beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'residua-setup-'))));
afterEach(() => rmSync(root, { recursive: true }));

describe('what must be installed', () => {
  const lock = (packages) => JSON.stringify({ packages: { '': { name: 'x' }, ...packages } });

  it('is everything on a fresh clone and nothing when npm recorded the same versions', () => {
    writeFileSync(join(root, 'package-lock.json'), lock({ 'node_modules/a': { version: '1.0.0' } }));
    expect(whyInstall(root)).toBe('there is no node_modules yet');
    mkdirSync(join(root, 'node_modules'));
    expect(whyInstall(root)).toBe('the last install did not finish');
    writeFileSync(join(root, 'node_modules/.package-lock.json'), lock({ 'node_modules/a': { version: '1.0.0' } }));
    expect(whyInstall(root)).toBeNull();
    writeFileSync(join(root, 'package-lock.json'), lock({ 'node_modules/a': { version: '1.0.1' } }));
    expect(whyInstall(root)).toBe('1 package is not as in package-lock.json (a)');
  });

  it('leaves out optional packages of other platforms, but not their changed versions', () => {
    const wanted = { '': {}, 'node_modules/a': { version: '1.0.0' }, 'node_modules/a-win32': { version: '1.0.0', optional: true } };
    expect(changedPackages(wanted, { 'node_modules/a': { version: '1.0.0' } })).toEqual([]);
    expect(changedPackages(wanted, { 'node_modules/a-win32': { version: '0.9.0' } })).toEqual(['node_modules/a', 'node_modules/a-win32']);
  });

  it('needs a recent Node', () => {
    expect(refuseNode('20.18.3')).toContain('This is Node 20.18.3; Residua needs 20.19 or newer.');
    expect(refuseNode('18.20.0')).not.toBeNull();
    for (const version of ['20.19.0', '20.20.2', '22.0.0']) expect(refuseNode(version)).toBeNull();
  });
});
