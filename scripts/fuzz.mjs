// npm run fuzz: damaged and random files through the readers; each must be opened, or refused in words, within limits of time and memory.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs, parseWhole, runMain, UsageError } from './lib/args.mjs';
import { judgeThread } from './lib/judgeThread.mjs';
import { buildReaders } from './lib/readersBundle.mjs';
import { ensureDependencies, projectRoot } from './setup.mjs';

const usage = `Usage: npm run fuzz -- [options]

  --seconds N   how long (default 30)
  --seed S      which cases (default 1); the same seed gives the same cases in the same order
  --from N      the first case (default 0), to go on or to see one again
  --cases N     ends after so many cases, whatever the time
  --keep DIR    where the bytes of failing cases go (default test-results/fuzz)

Every case is a small valid file of some format, damaged by chance, or noise. It fails where the program throws what it did not foresee,
speaks of its inside, hangs, eats memory, reads other rows by a sample than in the whole, or opens what is known to be damaged.`;

const caseSeconds = 10;
const caseMegabytes = 1500;
const mostShown = 40;

await runMain(async (argv) => {
  const { options, rest } = parseArgs(argv, { seconds: 'value', seed: 'value', from: 'value', cases: 'value', keep: 'value', help: 'flag' });
  if (options.help) return console.log(usage);
  if (rest.length > 0) throw new UsageError(`${rest[0]} is no option.`);
  const whole = (name, fallback, least) => (options[name] === undefined ? fallback : parseWhole(name, options[name], least, 2 ** 31 - 1));
  const [seconds, seed, from, cases] = [whole('seconds', 30, 1), whole('seed', 1, 0), whole('from', 0, 0), whole('cases', Infinity, 1)];
  const keep = options.keep ?? join(projectRoot, 'test-results/fuzz');
  ensureDependencies();
  const readers = await buildReaders(projectRoot);
  const { fuzzCase } = await import(readers);
  const thread = judgeThread({ readers, seconds: caseSeconds, megabytes: caseMegabytes });
  const counts = { opened: 0, refused: 0, fault: 0 };
  const end = performance.now() + 1000 * seconds;
  let index = from;
  for (; performance.now() < end && index - from < cases; index++) {
    const verdict = await thread.ask({ seed, index });
    counts[verdict.outcome]++;
    if (verdict.outcome === 'fault') report(fuzzCase(seed, index), index, verdict, counts.fault);
  }
  await thread.end();
  console.log(`Seed ${seed}, cases ${from} to ${index - 1}: ${counts.opened} opened, ${counts.refused} refused in words, ${counts.fault} failed.`);
  if (counts.fault > 0) console.log(`The bytes of those that failed are in ${keep}.`);
  return counts.fault > 0 ? 1 : 0;

  function report({ name, bytes, made }, number, { message, seconds: took }, faults) {
    mkdirSync(keep, { recursive: true });
    writeFileSync(join(keep, `${seed}-${number}-${name}`), bytes);
    if (faults <= mostShown) console.error(`Case ${number} (${made}; ${bytes.length} bytes, ${took.toFixed(2)} s)\n  ${message.replaceAll('\n', '\n  ')}`);
  }
}, usage);
process.exit();
