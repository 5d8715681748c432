// The thread that opens files: verdicts come back, and what hangs, eats memory or ends the thread is told and does not stop the rest.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { judgeThread } from './judgeThread.mjs';

const folder = mkdtempSync(join(tmpdir(), 'residua-judge-'));
const path = join(folder, 'readers.mjs');
writeFileSync(path, `
const kept = [];
export async function judgeFile(file) { return { outcome: 'opened', message: file.name + ' ' + file.size }; }
export async function runCase(seed, index) {
  if (index === 1) for (;;);
  if (index === 2) for (;;) kept.push(new Uint8Array(32 << 20).fill(1));
  if (index === 3) process.exit(3);
  if (index === 4) throw new Error('thrown');
  return { outcome: 'refused', message: 'case ' + index };
}`);
afterAll(() => rmSync(folder, { recursive: true }));

describe('judgeThread', () => {
  it('tells verdicts, hangs, ends and throws, and goes on after each', async () => {
    const thread = judgeThread({ readers: pathToFileURL(path).href, seconds: 2, megabytes: 100_000 });
    const ask = async (index) => (await thread.ask({ seed: 1, index })).message;
    expect(await thread.ask({ path })).toMatchObject({ outcome: 'opened', message: expect.stringMatching(/^readers\.mjs \d+$/) });
    expect(await ask(0)).toBe('case 0');
    expect(await ask(1)).toBe('hangs: not opened after 2 s');
    expect(await ask(0)).toBe('case 0');
    expect(await ask(3)).toMatch(/^ends the thread/);
    expect(await ask(4)).toContain('thrown');
    expect(await ask(0)).toBe('case 0');
    await thread.end();
  }, 60_000);

  it('tells what eats memory, and goes on', async () => {
    // A machine with much to do hands out memory slowly.
    const thread = judgeThread({ readers: pathToFileURL(path).href, seconds: 50, megabytes: 200 });
    expect((await thread.ask({ seed: 1, index: 2 })).message).toMatch(/^eats memory: \d+ MB more than before$/);
    expect((await thread.ask({ seed: 1, index: 0 })).message).toBe('case 0');
    await thread.end();
  }, 60_000);
});
