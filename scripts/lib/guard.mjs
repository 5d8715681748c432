// Keeps a served folder to itself: no dotfile, no link that leads out of it, and no guessing of types.
import { realpath } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';

/** Vite plugin: what `vite preview` serves of its output folder goes through `guard`. */
export function guardPreview() {
  return {
    name: 'residua-guard',
    configurePreviewServer(server) {
      server.middlewares.use(guard(resolve(server.config.root, server.config.build.outDir)));
    },
  };
}

/** Connect-style middleware before a server of the files below `folder`: answers 404 for what may not be served and passes all else on, with `nosniff`. */
export function guard(folder) {
  return (request, response, next) => {
    response.setHeader('X-Content-Type-Options', 'nosniff');
    mayServe(folder, request.url ?? '/').then((may) => (may ? next() : refuse(response)), next);
  };
}

/** True where the address names nothing hidden, and nothing that lies outside of the folder once links are followed. */
export async function mayServe(folder, url) {
  let path;
  try {
    path = decodeURIComponent(url.split(/[?#]/, 1)[0]);
  } catch {
    return false;
  }
  if (path.includes('\0') || path.split(/[/\\]/).some((part) => part.startsWith('.'))) return false;
  const home = await realpath(folder).catch(() => resolve(folder));
  // The server also tries a page of this name and the index of a folder.
  const file = join(folder, path);
  for (const candidate of [file, `${file.replace(/[/\\]$/, '')}.html`, join(file, 'index.html')]) {
    const real = await realpath(candidate).catch(() => null);
    if (real !== null && real !== home && !real.startsWith(home + sep)) return false;
  }
  return true;
}

function refuse(response) {
  response.writeHead(404, { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' });
  response.end('There is nothing here.');
}
