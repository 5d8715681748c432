/** The kept memory: parts never overlap, what is freed is used again, and views outlive its growth. */
import { describe, expect, it } from 'vitest';
import { Random } from '../math/random';
import { KeptMemory } from './memory';

describe('KeptMemory', () => {
  it('gives parts that never overlap, whatever is freed in between, and uses freed parts again', () => {
    const memory = new KeptMemory();
    const random = new Random(3);
    const parts = new Map<number, { bytes: number; mark: number }>();
    for (let i = 0; i < 2000; i++) {
      if (parts.size > 0 && random.uniform() < 0.48) {
        const [address, { bytes, mark }] = [...parts][Math.floor(random.uniform() * parts.size)]!;
        expect(new Set(memory.ints(address, bytes / 4))).toEqual(new Set([mark]));
        memory.free(address);
        parts.delete(address);
      } else {
        const bytes = 4 * (1 + Math.floor(random.uniform() * 5000));
        const address = memory.allocate(bytes);
        expect(address % 64).toBe(0);
        memory.ints(address, bytes / 4).fill(i);
        parts.set(address, { bytes, mark: i });
      }
    }
    for (const address of parts.keys()) memory.free(address);
    expect(memory.used).toBe(0);
    const before = memory.memory.buffer.byteLength;
    memory.free(memory.allocate(before / 2));
    expect(memory.memory.buffer.byteLength).toBe(before);
  });

  it('keeps views valid while it grows', () => {
    const memory = new KeptMemory();
    const view = memory.floats(memory.allocate(400), 100).fill(7);
    memory.allocate(64 * 1024 * 1024);
    view[0] = 8;
    expect(memory.floats(view.byteOffset, 100)[0]).toBe(8);
    expect(view[99]).toBe(7);
  });

  it('refuses to free what was not allocated, and says in words that it cannot grow', () => {
    const memory = new KeptMemory();
    expect(() => memory.free(64)).toThrow('nothing is allocated');
    expect(() => memory.allocate(5e9)).toThrow(/could not grow by 5000 MB|could not grow/);
  });
});
