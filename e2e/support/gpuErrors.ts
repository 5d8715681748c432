/** Makes GPU errors that nobody caught visible: the browser tells nobody of those in a worker. */
import type { Page } from '@playwright/test';
import { expect } from './test';

declare global {
  /** In the engine's worker: devices whose errors are listened to. */
  var watchedDevices: number;
}

/** From the next load on, an uncaptured GPU error of the engine is a console error, which fails the story. */
export async function watchGpuErrors(page: Page): Promise<void> {
  await page.route(/\/assets\/worker-[^/]*\.js$/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `(${watchDevices.toString()})();\n${await response.text()}` });
  });
}

/** @throws where no device was watched, so that an error would have gone unheard */
export async function expectGpuWatched(page: Page): Promise<void> {
  const devices = await Promise.all(page.workers().map((worker) => worker.evaluate(() => globalThis.watchedDevices)));
  // The worker that reads files has no device.
  expect(Math.max(0, ...devices.filter((watched) => typeof watched === 'number')), 'devices watched for errors').toBeGreaterThan(0);
}

/** Runs in the worker, before the engine. */
function watchDevices(): void {
  globalThis.watchedDevices = 0;
  const request = GPUAdapter.prototype.requestDevice;
  GPUAdapter.prototype.requestDevice = async function (...given) {
    const device = await request.apply(this, given);
    device.addEventListener('uncapturederror', (event) => console.error(`uncaptured GPU error: ${event.error.message}`));
    globalThis.watchedDevices++;
    return device;
  };
}
