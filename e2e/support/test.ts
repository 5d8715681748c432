/** The test every story is told with: it fails on any console error, page error, refused content or request that leaves the page's own server. */
import { expect, test as base } from '@playwright/test';
import type { Page } from '@playwright/test';

interface Watched {
  /** What went wrong so far, one line each; the story fails at its end if this is not empty. */
  readonly problems: string[];
}

/** GPU errors that nobody caught are printed by the browser as warnings. */
const GPU_WARNING = /webgpu|wgsl|gpubuffer|gputexture|validation|out of memory|device (is|was) lost/i;
/** Told by the browser about the machine, not by the page: the software adapter has no power preference to follow. */
const HARMLESS = /powerPreference option is currently ignored/i;

export const test = base.extend<Watched>({
  problems: [
    async ({ page, baseURL }, use) => {
      const problems: string[] = [];
      await watch(page, new URL(baseURL!).origin, problems);
      await use(problems);
      expect(problems, 'errors, refused content and foreign requests').toEqual([]);
    },
    { auto: true },
  ],
});

async function watch(page: Page, origin: string, problems: string[]): Promise<void> {
  page.on('pageerror', (error) => problems.push(`page error: ${error.stack ?? error.message}`));
  page.on('crash', () => problems.push('the page crashed'));
  page.on('console', (message) => {
    const text = message.text();
    if (HARMLESS.test(text)) return;
    if (message.type() === 'error' || (message.type() === 'warning' && GPU_WARNING.test(text))) problems.push(`console ${message.type()}: ${text}`);
  });
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.origin !== origin && url.protocol !== 'data:' && url.protocol !== 'blob:') problems.push(`foreign request: ${request.url()}`);
  });
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => console.error(`refused by ${event.violatedDirective}: ${event.blockedURI}`));
  });
}

export { expect };
