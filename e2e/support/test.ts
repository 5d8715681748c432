/** The test every story is told with: it fails on any console error, page error, refused content or request that leaves the page's own server. */
import { expect, test as base } from '@playwright/test';
import type { Page } from '@playwright/test';

interface Watched {
  /** What went wrong so far, one line each; the story fails at its end if this is not empty. */
  readonly problems: string[];
}

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
    if (message.type() === 'error') problems.push(`console error: ${message.text()}`);
  });
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.origin !== origin && url.protocol !== 'data:' && url.protocol !== 'blob:') problems.push(`foreign request: ${request.url()}`);
  });
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => console.error(`refused by ${event.violatedDirective}: ${event.blockedURI}`));
  });
}

/** One page for all stories of a file, opened once: they look at what it has trained. What a story changes, the ones after it find. */
export function sharedPage(open: (page: Page) => Promise<void>): () => Page {
  let page: Page | undefined;
  const problems: string[] = [];
  test.describe.configure({ mode: 'serial' });
  test.beforeAll(async ({ browser, baseURL }) => {
    page = await (await browser.newContext({ baseURL: baseURL! })).newPage();
    await watch(page, new URL(baseURL!).origin, problems);
    await open(page);
  });
  test.afterEach(() => expect(problems, 'errors, refused content and foreign requests').toEqual([]));
  test.afterAll(() => page?.context().close());
  return () => page!;
}

export { expect };
