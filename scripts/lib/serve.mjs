// Serves the built page on 127.0.0.1, building it first where the sources are newer.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { exchange } from './exchange.mjs';
import { freePort } from './freePort.mjs';
import { guardPreview } from './guard.mjs';

const sources = ['index.html', 'src', 'public', 'vite.config.ts', 'package-lock.json'];

/**
 * Starts vite preview, guarded as guard.mjs says. `port` is where the search for a free one begins (0: any); `data` and `out` as in exchange.mjs, and `seen`, which is told the name of every
 * file that is asked for, all optional.
 * Returns { url, close }.
 */
export async function serve({ root, port = 0, data, out, seen }) {
  const { preview } = await import('vite');
  const server = await preview({
    root,
    logLevel: 'warn',
    // vite takes port 0 for "not given" and falls back on its own default, so the system is asked here.
    preview: { host: '127.0.0.1', port: port || (await freePort()), strictPort: false, open: false },
    plugins: [
      guardPreview(),
      {
        name: 'residua-exchange',
        configurePreviewServer(preview) {
          if (seen) preview.middlewares.use((request, _, next) => (seen(new URL(request.url, 'http://localhost').pathname.split('/').at(-1)), next()));
          if (data || out) preview.middlewares.use(exchange({ data, out }));
        },
      },
    ],
  });
  const url = `http://127.0.0.1:${server.httpServer.address().port}`;
  return {
    url,
    async close() {
      server.httpServer.closeAllConnections?.();
      await server.close();
    },
  };
}

/** Builds into dist/ where it is missing or older than the sources. */
export async function ensureBuilt(root) {
  if (!isStale(root)) return;
  console.log('Building the page ...');
  const { build } = await import('vite');
  await build({ root, logLevel: 'error' });
}

/** True where dist/ is missing or any source was changed after it was built. */
export function isStale(root) {
  const built = changedAt(join(root, 'dist/index.html'));
  return built === 0 || sources.some((source) => newest(join(root, source)) > built);
}

/** Time of the last change below a path, folders included: a deleted file changes its folder. */
function newest(path) {
  const time = changedAt(path);
  if (time === 0 || !statSync(path).isDirectory()) return time;
  return readdirSync(path).reduce((latest, name) => Math.max(latest, newest(join(path, name))), time);
}

function changedAt(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
