/** What columns are used for, and what follows where that is changed. */
import { describe, expect, it } from 'vitest';
import { columnUse, withType, withUse } from './columnUse';

describe('uses and types', () => {
  const choices = { target: 'watch_s', features: ['a', 'b'], references: ['law'] };

  it('keep a column in one place', () => {
    expect(['watch_s', 'a', 'law', 'other'].map((name) => columnUse(choices, name))).toEqual(['target', 'feature', 'reference', 'nothing']);
    expect(withUse(choices, 'a', 'reference')).toEqual({ features: ['b'], references: ['law', 'a'] });
    expect(withUse(choices, 'law', 'feature')).toEqual({ features: ['a', 'b', 'law'], references: [] });
    expect(withUse(choices, 'b', 'nothing')).toEqual({ features: ['a'], references: ['law'] });
  });

  it('guess features anew for another target, unless the person chose them', () => {
    expect(withUse(choices, 'a', 'target', {})).toEqual({ target: 'a', references: ['law'] });
    expect(withUse(choices, 'a', 'target')).toEqual({ target: 'a', references: ['law'], features: ['b'] });
  });

  it('forget a type that is as guessed, and a target that becomes a label', () => {
    const column = { name: 'watch_s', guessed: 'number' } as const;
    expect(withType({ ...choices, types: { a: 'list' } }, column, 'category')).toEqual({ types: { a: 'list', watch_s: 'category' }, target: undefined });
    expect(withType({ types: { watch_s: 'category' } }, column, 'number')).toEqual({ types: {} });
  });
});
