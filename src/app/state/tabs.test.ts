/** Tabs of a browser without locks: one of them holds a notebook, and each knows. */
import { afterEach, expect, it } from 'vitest';
import { browserTabs } from './tabs';
import type { Tabs } from './tabs';

const open: Tabs[] = [];
afterEach(() => open.splice(0).forEach((tabs) => tabs.close()));
function tab(): Tabs {
  const tabs = browserTabs(undefined);
  open.push(tabs);
  return tabs;
}
const never = () => ({ signal: new AbortController().signal, lost: () => undefined });
/** Long enough for two rounds of questions. */
const aWhile = () => new Promise((resolve) => setTimeout(resolve, 700));

it('one holds it, another waits until it is let go', async () => {
  const [a, b] = [tab(), tab()];
  const release = await a.hold('one', never());
  expect([await b.isHeld('one'), await b.isHeld('two'), await a.isHeld('one')]).toEqual([true, false, true]);
  let got = false;
  const waiting = b.hold('one', never()).then((letGo) => ((got = true), letGo));
  await aWhile();
  expect(got).toBe(false);
  release();
  await waiting;
  expect(await a.isHeld('one')).toBe(true);
});

it('a tab that closes lets go', async () => {
  const [a, b] = [tab(), tab()];
  await a.hold('one', never());
  a.close();
  await b.hold('one', never());
  expect(await b.isHeld('one')).toBe(true);
});

it('of two that ask at once, one gets it', async () => {
  for (let round = 0; round < 3; round++) {
    const [a, b] = [tab(), tab()];
    const got: string[] = [];
    const wait = new AbortController();
    const asked = ([[a, 'a'], [b, 'b']] as const).map(([tabs, name]) => tabs.hold(`at once ${round}`, { signal: wait.signal, lost: () => undefined }).then(() => got.push(name)));
    await aWhile();
    expect(got).toHaveLength(1);
    wait.abort();
    await Promise.allSettled(asked);
  }
});

it('one from which it is taken is told; a wait that is given up is over', async () => {
  const [a, b] = [tab(), tab()];
  const lost: string[] = [];
  await a.hold('one', { ...never(), lost: () => lost.push('a') });
  const wait = new AbortController();
  const given = b.hold('one', { signal: wait.signal, lost: () => undefined });
  wait.abort();
  await expect(given).rejects.toThrow('No longer wanted');
  await b.hold('one', { ...never(), steal: true, lost: () => lost.push('b') });
  await aWhile();
  expect([lost, await a.isHeld('one')]).toEqual([['a'], true]);
  await a.hold('one', { ...never(), steal: true, lost: () => lost.push('a') });
  await aWhile();
  expect(lost).toEqual(['a', 'b']);
});
