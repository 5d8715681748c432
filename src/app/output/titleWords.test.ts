import { describe, expect, it } from 'vitest';
import { titleWords, topWords } from './titleWords';

const pause = () => Promise.resolve();

describe('words of titles', () => {
  it('of a group are those it has more often than all', async () => {
    const titles = ['steel bolt', 'steel nut', 'black filament', 'white filament', 'red filament', 'steel filament nozzle', ''];
    const all = await titleWords(titles, pause);
    expect(topWords(all, Uint32Array.of(2, 3, 4), 2)).toEqual(['filament']);
    expect(topWords(all, Uint32Array.of(0, 1), 2)).toEqual(['steel']);
    expect(topWords(all, Uint32Array.of(6), 2)).toEqual([]);
    expect(topWords(all, Uint32Array.of(0, 1, 2, 3, 4, 5, 6), 2)).toEqual([]);
  });
  it('are text in any script; empty titles have none', async () => {
    const all = await titleWords(['<b>steel</b> 螺丝', '<b>steel</b> 螺丝', 'مسمار', 'مسمار', '', '   ', 'x'.repeat(100_000)], pause);
    expect(topWords(all, Uint32Array.of(0, 1), 2)).toEqual(['steel', '螺丝']);
    expect(topWords(all, Uint32Array.of(2, 3), 2)).toEqual(['مسمار']);
    expect(topWords(all, Uint32Array.of(4, 5), 2)).toEqual([]);
  });
  it('pauses while many titles are read', async () => {
    let pauses = 0;
    await titleWords(Array<string>(12_000).fill('one word'), async () => void pauses++);
    expect(pauses).toBe(2);
  });
});
