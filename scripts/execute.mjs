// npm run execute: runs a notebook headless in a real browser with the same engine, and writes numbers, codes and figures.
import { mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { parseArgs, parseData, parseSetting, parseWhole, runMain, UsageError } from './lib/args.mjs';
import { dataUrl, safeName } from './lib/exchange.mjs';
import { ensureDependencies, projectRoot } from './setup.mjs';

const usage = `Usage: npm run execute -- NOTEBOOK.json --data NAME=FILE [--data NAME=FILE]... --out DIR [options]

  --data NAME=FILE          the file a dataset, table, log, sequences or codes cell reads under this name; "test": the test cases of sequences
  --out DIR                 where results go: results.json, CELL.codes.npy, CELL.codebook.L.npy, CELL.curves.csv, CELL.svg,
                            CELL.index.json, CELL.sweep.csv, CELL.ids.npy (with a repair or stored codes), CELL.predictions.csv,
                            CELL.topk.npy and SEQUENCES.items.csv (recommenders)
  --set CELL.PARAM=VALUE    changes a parameter of a cell; lists as 512,256,128; may be repeated;
                            CELL.repair=suffix, nextFree, sinkhorn, stored or none: how items with one semantic ID are told apart;
                            tables, also through a predictor that reads one: target, features, references, types=COLUMN:category,
                            unit, sampleRows, sampleSeed, split=random, group or time, splitColumn, splitSeed, validation, test,
                            and to join the file of another --data NAME: joinData=NAME, join=COLUMN, joinOn=COLUMN;
                            vectors join ids and metadata alike, with joinColumns=COLUMN,COLUMN and joinId=COLUMN
  --seed N                  seed of every run
  --seeds 1,2,3             several seeds of every run: mean and standard deviation over them are in results.json
  --backend NAME            webgpu, wasm or cpu (default: the fastest this machine has)
  --software                WebGPU on the processor even where there is a GPU

Example: npm run execute -- public/samples/notebooks/compare-quantizers.json --data items=vectors.npy --set rqvae.steps=2000 --out results
         npm run execute -- public/samples/notebooks/continuous-values.json --data table=views.csv --set reg.target=watch_s --out results`;

const backends = ['webgpu', 'wasm', 'cpu'];
const startTimeout = 60_000;

await runMain(async (argv) => {
  const job = readCommandLine(argv);
  if (!job) return console.log(usage);
  const notebook = readNotebook(job.notebook);
  for (const [name, file] of Object.entries(job.data)) checkFile(file, `--data ${name}`);
  prepareFolder(job.out);

  ensureDependencies();
  const { needBrowser } = await import('./browser.mjs');
  const executablePath = await needBrowser();
  const { ensureBuilt, serve } = await import('./lib/serve.mjs');
  await ensureBuilt(projectRoot);
  const server = await serve({ root: projectRoot, data: job.data, out: job.out });
  try {
    return await execute({ ...job, notebook, executablePath, url: server.url });
  } finally {
    await server.close();
  }
}, usage);
process.exit();

/** Runs the notebook in the page and reports; the exit code. */
async function execute({ url, executablePath, notebook, data, set, seeds, backend, software, out }) {
  const { openPage } = await import('./lib/browserSession.mjs');
  const address = `${url}/?execute${backend ? `&backend=${backend}` : ''}`;
  const { browser, page, errors } = await openPage({ url: address, executablePath, backend, software });
  // Either would be waited for without end: nothing answers any more.
  const crashed = new Promise((_, reject) => {
    page.once('crash', () => reject(new Error('The page crashed: the browser ran out of memory.')));
    page.on('pageerror', (error) => reject(new Error(`An error that nobody caught ended the run: ${error.message}`)));
  });
  crashed.catch(() => {}); // heard by whoever waits for it below
  try {
    await page.waitForFunction(() => 'residuaExecute' in window, undefined, { timeout: startTimeout }).catch((error) => {
      throw new Error(`The page did not start: ${errors[0] ?? error.message.split('\n')[0]}`);
    });
    const job = {
      notebook,
      data: Object.entries(data).map(([name, file]) => ({ name, url: dataUrl(name, file), file: basename(file) })),
      set,
      ...(seeds && { seeds }),
      ...(backend && { backend }),
      put: '/@out',
    };
    return report(await Promise.race([page.evaluate((given) => window.residuaExecute(given), job), crashed]), out);
  } catch (error) {
    throw new Error(firstLine(error.message), { cause: error });
  } finally {
    await browser.close();
  }
}

/** One line a cell, then either where the results are or what went wrong; the exit code. See src/app/execute.ts for the answer. */
function report({ results, files, problems }, out) {
  for (const cell of results?.cells ?? []) {
    const points = cell.points && `${cell.points.filter((point) => point.status === 'done').length} of ${cell.points.length} points`;
    const rows = cell.splits ? `${cell.rows} rows, target ${cell.target}` : cell.mode === 'codes' ? cell.items && `${cell.items} items` : cell.mode === 'sequences' ? cell.sequences && `${cell.sequences} sequences, ${cell.items} items, ${cell.parts.test} test cases` : cell.parts && `${cell.events} events, label ${cell.choices.label}`;
    const labels = cell.metrics && 'auc' in cell.metrics;
    const error = cell.mode === 'codes' && !Number.isFinite(cell.metrics?.relativeError) ? [] : [['relativeError', 'relative error']];
    const ranks = cell.metrics?.recall10 !== undefined;
    const keys = cell.mode === 'codes' ? [['collisionRate', 'collision rate'], ...error] : cell.mode !== 'predictor' ? error : ranks ? [['recall10', 'Recall@10'], ['ndcg10', 'NDCG@10']] : labels ? [['auc', 'AUC'], ['logLoss', 'LogLoss']] : [['mae', 'MAE'], ['xauc', 'XAUC']];
    const scores = cell.metrics ? [keys.map(([key, words]) => score(cell, key, words)).join('  ') + (cell.sd ? ` over ${cell.seeds.length} seeds` : '')] : [];
    const figures = [points, rows, cell.seconds && `${cell.seconds.toFixed(1)} s`, ...scores];
    console.log([cell.id.padEnd(16), (cell.kind ?? cell.mode).padEnd(16), cell.status.padEnd(8), ...figures.filter(Boolean)].join('  ').trimEnd());
  }
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) return 1;
  console.log(`${files.length} ${files.length === 1 ? 'file is' : 'files are'} in ${out}`);
  return 0;
}

/** "MAE 12.3456", or over several seeds their mean and deviation: "MAE 12.3456 ± 0.1234". */
function score({ metrics, mean, sd }, key, words) {
  const digits = (value) => (Number.isFinite(value) ? value.toFixed(4) : 'undefined');
  return sd ? `${words} ${digits(mean[key])} ± ${digits(sd[key])}` : `${words} ${digits(metrics[key])}`;
}

function readCommandLine(argv) {
  const { options, rest } = parseArgs(argv, {
    data: 'list', set: 'list', seed: 'value', seeds: 'value', backend: 'value', out: 'value', software: 'flag', help: 'flag',
  });
  if (options.help) return null;
  if (rest.length !== 1) throw new UsageError(rest.length === 0 ? 'No notebook is given.' : `One notebook is wanted, but ${rest.length} are given: ${rest.join(', ')}.`);
  if (!options.out) throw new UsageError('--out DIR is missing.');
  if (options.seed !== undefined && options.seeds !== undefined) throw new UsageError('--seed and --seeds are both given; one is enough.');
  if (options.backend && !backends.includes(options.backend)) throw new UsageError(`--backend is ${options.backend}; it must be one of ${backends.join(', ')}.`);
  const data = {};
  for (const { name, file } of options.data.map(parseData)) {
    if (Object.hasOwn(data, name)) throw new UsageError(`--data ${name} is given twice.`);
    if (safeName(encodeURIComponent(name)) === undefined) throw new UsageError(`--data ${name}: a name has no slashes, colons or leading dots.`);
    data[name] = resolve(file);
  }
  return {
    notebook: rest[0],
    data,
    set: options.set.map(parseSetting),
    seeds: readSeeds(options),
    backend: options.backend,
    software: options.software,
    out: resolve(options.out),
  };
}

/** The seeds given by --seed or --seeds, each once; undefined where neither is. */
function readSeeds({ seed, seeds }) {
  if (seed !== undefined) return [parseWhole('seed', seed, 0, 2 ** 32 - 1)];
  return seeds === undefined ? undefined : [...new Set(seeds.split(',').map((text) => parseWhole('seeds', text.trim(), 0, 2 ** 32 - 1)))];
}

function readNotebook(path) {
  checkFile(path, 'the notebook');
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Error(`${path} is no notebook: ${error.message.split('\n')[0]}`, { cause: error });
  }
}

/** An old results.json would pass for the new one when the run fails early. */
function prepareFolder(out) {
  try {
    mkdirSync(out, { recursive: true });
    rmSync(join(out, 'results.json'), { force: true });
  } catch (error) {
    throw new Error(`${out} cannot be written to: ${error.message}`, { cause: error });
  }
}

function checkFile(path, what) {
  const seen = statSync(path, { throwIfNoEntry: false });
  if (!seen?.isFile()) throw new Error(`${path} (${what}) ${seen ? 'is no file' : 'does not exist'}.`);
}

function firstLine(text) {
  return text.replace(/^(page\.\w+: )?(Error: )?/, '').split('\n')[0];
}
