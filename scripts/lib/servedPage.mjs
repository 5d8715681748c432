// The built page, served and opened in a browser for as long as `work(page)` takes.
import { needBrowser } from '../browser.mjs';
import { projectRoot } from '../setup.mjs';
import { openPage } from './browserSession.mjs';
import { ensureBuilt, serve } from './serve.mjs';

/** `seen(name)`: called for every file that is fetched; `query`: what else stands in the address. */
export async function withServedPage({ backend, seen, query = '' }, work) {
  const executablePath = await needBrowser();
  await ensureBuilt(projectRoot);
  const server = await serve({ root: projectRoot, ...(seen && { seen }) });
  try {
    const { browser, page } = await openPage({ url: `${server.url}/?backend=${backend}${query}`, executablePath, backend });
    try {
      await work(page);
    } finally {
      await browser.close();
    }
  } finally {
    await server.close();
  }
}
