import { describe, expect, it } from 'vitest';
import { spanTicks, spanWords } from './timeSpan';

describe('spans of time', () => {
  it('are told in the largest unit that they fill', () => {
    const told = [0, 1, 45, 59.7, 60, 5400, 3 * 3600, 86_400, 2.5 * 86_400, 41.2 * 86_400, 365 * 86_400, 1e9, NaN].map((seconds) => spanWords(seconds).replaceAll('\u202f', ' '));
    expect(told).toEqual(['under 1 s', '1 s', '45 s', '1 min', '1 min', '1.5 h', '3 h', '1 day', '2.5 days', '41 days', '1 year', '32 years', '–']);
  });

  it('have round ticks, the longest first', () => {
    expect(spanTicks(30, 2 * 86_400).map(({ label }) => label.replaceAll('\u202f', ' '))).toEqual(['1 day', '6 h', '1 h', '10 min', '1 min']);
    expect(spanTicks(5, 6)).toEqual([]);
  });
});
