// npm run open: every file below a folder through the readers; what was opened, refused with its message, or failed, and how long it took.
import { readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseArgs, parseWhole, runMain, UsageError } from './lib/args.mjs';
import { judgeThread } from './lib/judgeThread.mjs';
import { buildReaders } from './lib/readersBundle.mjs';
import { ensureDependencies, projectRoot } from './setup.mjs';

const usage = `Usage: npm run open -- FOLDER [options]

Opens every file below FOLDER as vectors or as a table, by its ending, whole and by a sample, and prints a line for each:
opened with its shape, refused with the message, or failed with the fault of the program; and the seconds it took.

  --seconds N     how long one file may take (default 120)
  --megabytes N   how much memory one file may take (default 6000)
  --only WORDS    only files whose path holds this text`;

const width = 8;

await runMain(async (argv) => {
  const { options, rest } = parseArgs(argv, { seconds: 'value', megabytes: 'value', only: 'value', help: 'flag' });
  if (options.help) return console.log(usage);
  if (rest.length !== 1) throw new UsageError(rest.length === 0 ? 'No folder is given.' : `One folder is wanted, but ${rest.length} are given.`);
  const folder = rest[0];
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw new UsageError(`${folder} is no folder.`);
  const limit = (name, fallback) => (options[name] === undefined ? fallback : parseWhole(name, options[name], 1, 1e6));
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .filter((path) => options.only === undefined || path.includes(options.only))
    .sort();
  ensureDependencies();
  const readers = await buildReaders(projectRoot);
  const thread = judgeThread({ readers, seconds: limit('seconds', 120), megabytes: limit('megabytes', 6000) });
  const counts = { opened: 0, refused: 0, failed: 0 };
  for (const path of files) {
    const { outcome, message, seconds } = await thread.ask({ path });
    const word = outcome === 'fault' ? 'failed' : outcome;
    counts[word]++;
    console.log(`${word.padEnd(width)} ${seconds.toFixed(2).padStart(7)} s  ${relative(folder, path)}  ${message.replaceAll('\n', '\n    ')}`);
  }
  await thread.end();
  console.log(`\n${files.length} files: ${counts.opened} opened, ${counts.refused} refused, ${counts.failed} failed.`);
  return counts.failed > 0 ? 1 : 0;
}, usage);
process.exit();
