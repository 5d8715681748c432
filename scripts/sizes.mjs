// Lists the files of the built page, raw and compressed, by when a visit fetches them: docs/benchmarks.md has the table.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { parseArgs, runMain, UsageError } from './lib/args.mjs';
import { ensureDependencies, projectRoot } from './setup.mjs';

const usage = `Usage: node scripts/sizes.mjs [--backend wasm|webgpu|cpu]

Opens the built page for the first time and prints a table of its scripts, styles and WebAssembly: those the first picture needs, those fetched before the
cells are drawn, those fetched soon after by itself, and those fetched only when something asks for them.`;

/** Milliseconds without a request after which a first visit has fetched all that it fetches by itself. */
const quiet = 4000;
const groups = ['first picture', 'until the cells are drawn', 'soon after, by itself', 'only when asked for'];

await runMain(async (argv) => {
  const { options, rest } = parseArgs(argv, { backend: 'value', help: 'flag' });
  if (options.help) return console.log(usage);
  if (rest.length > 0) throw new UsageError(`${rest[0]} is no option.`);
  const { backend = 'wasm' } = options;
  ensureDependencies();
  const { withServedPage } = await import('./lib/servedPage.mjs');
  const fetched = new Map();
  await withServedPage({ backend, seen: (name) => fetched.has(name) || fetched.set(name, fetched.size) }, async (page) => {
    await page.locator('[data-cell]').first().waitFor({ timeout: 60_000 });
    const drawn = fetched.size;
    for (let before = -1; before !== fetched.size; ) {
      before = fetched.size;
      await page.waitForTimeout(quiet);
    }
    print(fetched, drawn);
  });
}, usage);
process.exit();

function print(fetched, drawn) {
  const folder = join(projectRoot, 'dist/assets');
  const entry = readFileSync(join(projectRoot, 'dist/index.html'), 'utf8');
  const files = readdirSync(folder).filter((name) => /\.(js|css|wasm)$/.test(name)).map((name) => {
    const bytes = readFileSync(join(folder, name));
    const at = fetched.get(name) ?? Infinity;
    return { name: name.replace(/-[\w-]{8}(?=\.\w+$)/, ''), group: entry.includes(name) ? 0 : at < drawn ? 1 : at < Infinity ? 2 : 3, raw: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length };
  });
  console.log('| when | file | raw kB | gzip kB |\n|---|---|---|---|');
  groups.forEach((title, group) => {
    const own = files.filter((file) => file.group === group).sort((a, b) => b.raw - a.raw);
    for (const { name, raw, gzip } of own) console.log(`| ${title} | ${name} | ${kilobytes(raw)} | ${kilobytes(gzip)} |`);
    const total = (key) => kilobytes(own.reduce((sum, file) => sum + file[key], 0));
    console.log(`| **${title}** | **${own.length} files** | **${total('raw')}** | **${total('gzip')}** |`);
  });
}

function kilobytes(bytes) {
  return (bytes / 1000).toFixed(1);
}
