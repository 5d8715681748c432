/** Numbers behind names that are taken. */
import { expect, it } from 'vitest';
import { numbered } from './names';

it.each([
  ['Compare', [], 'Compare'],
  ['Compare', ['Other'], 'Compare'],
  ['Compare', ['Compare'], 'Compare 2'],
  ['Compare', ['Compare', 'Compare 2', 'Compare 4'], 'Compare 3'],
  ['Compare 2', ['Compare', 'Compare 2'], 'Compare 3'],
  ['Set 7', ['Set 7'], 'Set 2'],
])('%s beside %j is %s', (name, taken, free) => expect(numbered(name, taken)).toBe(free));
