import { describe, expect, it } from 'vitest';
import { texts, marks, prepare } from '../marks';
import { faults, newRoot } from './figure';

describe('the check of figures', () => {
  const figure = (x: number, text = 'a label', extra: Record<string, string> = {}) => {
    const root = newRoot();
    prepare(root, { width: 100, height: 40 });
    texts(root, 'labels', [{ key: 'a', x, y: 20, text }]);
    marks(root, 'paths', 'path', [{ key: 'p', attributes: { d: 'M0 0', ...extra } }]);
    return root;
  };

  it('passes a sound figure', () => expect(faults(figure(5))).toEqual([]));
  it('finds a label that leaves the figure', () => expect(faults(figure(80))[0]).toMatch(/leaves the 100 x 40 figure/));
  it('finds a broken attribute', () => expect(faults(figure(5, 'a', { d: 'MNaN 0' }))[0]).toMatch(/<path d> is MNaN/));
  it('finds a label that says NaN', () => expect(faults(figure(5, 'NaN'))[0]).toMatch(/a label says/));

  it('finds labels over each other', () => {
    const root = figure(5);
    texts(root, 'more', [{ key: 'b', x: 20, y: 22, text: 'another' }]);
    expect(faults(root)).toEqual(['"a label" lies over "another"']);
  });
});
