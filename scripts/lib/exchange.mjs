// Lets the served page read chosen files and write into one folder: GET /@data/NAME[/FILE] and PUT /@out/NAME.
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** Where the page finds a data file; the file's own name ends the address, so that a reader can go by its extension. */
export function dataUrl(name, file) {
  return `/@data/${encodeURIComponent(name)}/${encodeURIComponent(basename(file))}`;
}

/**
 * Connect-style middleware. `data` maps names to paths, `out` is the folder written to (made when first needed; undefined: nothing may be written).
 * Everything else is passed on.
 */
export function exchange({ data = {}, out }) {
  return (request, response, next) => {
    const path = (request.url ?? '').split('?')[0];
    const answer = path.startsWith('/@data/') ? sendData : path.startsWith('/@out/') ? receive : undefined;
    if (!answer) return next();
    answer({ request, response, path, data, out }).catch((error) => reply(response, 500, error.message));
  };
}

/** The name at the end of an address as a file name within a folder; undefined where it could mean anything else. */
export function safeName(encoded) {
  let name;
  try {
    name = decodeURIComponent(encoded);
  } catch {
    return undefined;
  }
  // No separators (of any system), no drive or stream, no control characters, nothing hidden and no way up.
  const isPlain = /^[^/\\:*?"<>|]+$/.test(name) && ![...name].some((letter) => letter < ' ' || letter === '\u007f');
  return isPlain && !name.startsWith('.') && name.length <= 200 ? name : undefined;
}

async function sendData({ request, response, path, data }) {
  if (request.method !== 'GET') return reply(response, 405, 'Data can only be read.');
  const name = safeName(path.split('/')[2]);
  const file = name !== undefined && Object.hasOwn(data, name) ? data[name] : undefined;
  if (!file) return reply(response, 404, `There is no data named ${name ?? path}.`);
  const { size } = await stat(file);
  response.writeHead(200, { 'Content-Type': 'application/octet-stream', 'Content-Length': size, 'Cache-Control': 'no-store' });
  await pipeline(createReadStream(file), response);
}

async function receive({ request, response, path, out }) {
  if (request.method !== 'PUT') return reply(response, 405, 'Results can only be written.');
  const name = safeName(path.slice('/@out/'.length));
  if (!out || !name) return reply(response, 403, `${path} is no place that may be written to.`);
  await mkdir(out, { recursive: true });
  const target = join(out, name);
  // Written beside and renamed, so that an interrupted transfer never leaves half a result under its name.
  const partial = `${target}.part`;
  try {
    await pipeline(request, createWriteStream(partial));
    await rename(partial, target);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
  reply(response, 204, '');
}

function reply(response, status, text) {
  if (response.headersSent) return response.destroy();
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' });
  response.end(text);
}
