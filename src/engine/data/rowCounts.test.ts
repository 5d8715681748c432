/** What is announced, read and in use must agree, or the file is refused with both numbers. */
import { expect, it } from 'vitest';
import { InputError } from '../errors';
import { checkCounts } from './rowCounts';

it('passes what agrees and refuses everything else', () => {
  expect(() => checkCounts('x.csv', 9, { ids: [5], metadata: [5, 5] }, 5, 9)).not.toThrow();
  expect(() => checkCounts('x.csv', 9, { ids: [] }, 5)).not.toThrow();
  const refusals: readonly [() => void, string][] = [
    [() => checkCounts('x.csv', 9, {}, 5, 8), '9 rows are announced, 8 could be read'],
    [() => checkCounts('x.csv', 9, {}, 5, 10), '9 rows are announced, 10 could be read'],
    [() => checkCounts('x.csv', 9, { ids: [4] }, 5), '5 rows are in use, but ids has 4'],
    [() => checkCounts('x.csv', 9, { metadata: [5, 6] }, 5), '5 rows are in use, but metadata has 6'],
  ];
  for (const [check, message] of refusals) {
    expect(check).toThrow(InputError);
    expect(check).toThrow(message);
  }
});
