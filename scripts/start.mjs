// npm start: installs what is missing, builds what is old, serves the page and opens it. Needs nothing before it.
import { spawn } from 'node:child_process';
import { parseArgs, parseWhole, runMain } from './lib/args.mjs';
import { ensureDependencies, projectRoot } from './setup.mjs';

const usage = `Usage: npm start -- [--port N] [--no-open]

  --port N     first port to try (default 4173; the next free one if it is taken)
  --no-open    do not open the browser`;

await runMain(async (argv) => {
  const { options } = parseArgs(argv, { port: 'value', 'no-open': 'flag', help: 'flag' });
  if (options.help) return console.log(usage);
  const port = options.port === undefined ? 4173 : parseWhole('port', options.port, 1, 65535);
  ensureDependencies();
  const { ensureBuilt, serve } = await import('./lib/serve.mjs');
  await ensureBuilt(projectRoot);
  const { url, close } = await serve({ root: projectRoot, port });
  console.log(`\nResidua is at ${url}\nYour data stays in the browser. Press Ctrl-C to stop.`);
  if (!options['no-open'] && hasDesktop()) openInBrowser(url);
  await new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, resolve);
  });
  await close();
  console.log('Stopped.');
  // Vite keeps a listener on the terminal that would hold the process.
  process.exit(0);
}, usage);

function hasDesktop() {
  if (process.env.CI) return false;
  return process.platform === 'darwin' || process.platform === 'win32' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

function openInBrowser(url) {
  const [command, ...args] =
    process.platform === 'darwin' ? ['open', url] : process.platform === 'win32' ? ['cmd', '/c', 'start', '', url] : ['xdg-open', url];
  const child = spawn(command, args, { stdio: 'ignore', detached: true });
  child.on('error', () => console.log('Open the address in a browser by hand.'));
  child.unref();
}
