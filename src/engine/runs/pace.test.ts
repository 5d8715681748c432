import { expect, test } from 'vitest';
import { Pace } from './pace';

test('reports come at once at first, then at most every 100 ms, and take at most 15 % of the time', () => {
  let time = 1000;
  const pace = new Pace(() => time);
  expect(pace.isDue(time)).toBe(true);
  time = 1005;
  pace.reported(1000);
  expect([pace.isDue(1104), pace.isDue(1105)]).toEqual([false, true]);
  time = 1165;
  pace.reported(1105);
  expect([pace.isDue(1564), pace.isDue(1565)]).toEqual([false, true]);
});

test('messages are let in after 24 ms of work, no sooner', async () => {
  let time = 0;
  let heard = false;
  const pace = new Pace(() => time);
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => (heard = true);
  port2.postMessage(null);
  time = 24;
  await pace.breathe();
  expect(heard).toBe(false);
  time = 25;
  while (!heard) {
    await pace.breathe();
    time += 25;
  }
  port1.close();
});
