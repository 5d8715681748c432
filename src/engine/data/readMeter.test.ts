/** Every byte that a reader takes is counted, also from slices, streams and what was unpacked. */
import { gzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { inspectFile } from './inspect';
import { metered, meteredLike } from './readMeter';

function meter() {
  const seen = { bytes: 0, size: 0 };
  return { seen, took: (bytes: number) => void (seen.bytes += bytes), grew: (bytes: number) => void (seen.size += bytes) };
}

describe('a metered file', () => {
  it('counts what is taken from it, whole, by slices of slices, as text and as a stream', async () => {
    const count = meter();
    const file = metered(new File(['0123456789'], 'a.txt'), count);
    expect(count.seen).toEqual({ bytes: 0, size: 10 });
    expect(await file.text()).toBe('0123456789');
    expect(await file.slice(2, 8).slice(1, 4).text()).toBe('345');
    expect(new Uint8Array(await file.slice(8).arrayBuffer())).toEqual(new Uint8Array([56, 57]));
    const reader = file.stream().getReader();
    while (!(await reader.read()).done);
    expect(count.seen.bytes).toBe(10 + 3 + 2 + 10);
  });

  it('is one file with what was made of it, once', () => {
    const count = meter();
    const file = metered(new File(['0123'], 'a.gz'), count);
    const made = meteredLike(file, new File(['01234567'], 'a'));
    expect(count.seen.size).toBe(12);
    expect(meteredLike(file, made)).toBe(made);
    expect(count.seen.size).toBe(12);
    const plain = new File(['0'], 'a');
    expect(meteredLike(plain, plain)).toBe(plain);
  });

  const text = ['a,b,c', ...Array.from({ length: 500 }, (_, i) => `${Math.sin(i)},${Math.cos(i)},${Math.sin(7 * i)}`)].join('\n');
  it.each([
    ['plain text', new File([text], 'v.csv'), 1],
    ['text in UTF-16', new File([new Uint8Array([0xff, 0xfe]), new Uint8Array(Uint16Array.from(text, (letter) => letter.charCodeAt(0)).buffer)], 'v.csv'), 2],
    ['gzip', new File([gzipSync(new TextEncoder().encode(text)) as Uint8Array<ArrayBuffer>], 'v.csv.gz'), 2],
  ])('reads the same as one that is not, and is counted to its end: %s', async (_, file, parts) => {
    const bare = new File([file], file.name);
    const count = meter();
    const seen = await inspectFile(metered(file, count), {});
    expect(seen).toEqual(await inspectFile(bare, {}));
    expect(seen.summary!.rows).toBe(500);
    expect(count.seen.bytes).toBeGreaterThanOrEqual(count.seen.size);
    if (parts > 1) expect(count.seen.size).toBeGreaterThanOrEqual(file.size + text.length);
  });
});
