// The sections of the bench that run in the bench page: which measurements there are, in which sizes, and what they come to.
import { projectRoot } from '../setup.mjs';
import { instancesText } from './benchInstancesTable.mjs';
import { labelRuns, SEEDS } from './benchLabels.mjs';
import { labelsText } from './benchLabelsTable.mjs';
import { mapFigures } from './benchMap.mjs';
import { peakDuring, residentBytes } from './benchMemory.mjs';
import { growthSummary, kernelRow, median, stepRow } from './benchStatistics.mjs';
import { processorPeers } from './benchProcessor.mjs';
import { retrievalSteps, retrievalText } from './benchRetrieval.mjs';
import { growthVerdict } from './benchTables.mjs';
import { inTurns, stepsText } from './benchTurns.mjs';

/** The quick one first: what the slow one takes is not lost to it. Tables begin with the other. */
const BACKENDS = ['wasm', 'webgpu'];
const webgpuFirst = (rows) => rows.toSorted((a, b) => BACKENDS.indexOf(b.backend) - BACKENDS.indexOf(a.backend));
const KINDS = ['rq-kmeans', 'rq-vae', 'r3-vae', 'rq-gmm'];

/** How long to repeat: milliseconds of samples, and the runs at least and at most. */
const EFFORT = {
  full: { budget: 30_000, minRuns: 3, maxRuns: 15 },
  quick: { budget: 1_500, minRuns: 2, maxRuns: 7 },
  smoke: { budget: 50, minRuns: 1, maxRuns: 2 },
};

/** Rounds of ten steps whose calls are counted. */
const CALL_ROUNDS = { full: 5, quick: 1, smoke: 1 };

const STEP = { dim: 256, hidden: [512, 256, 128], latentDim: 32, numCodes: 256, levels: 3, batch: 256 };
const SMOKE_STEP = { dim: 64, hidden: [48, 32], latentDim: 16, numCodes: 32, levels: 3, batch: 64 };

/** Rows and dimensions of the files. */
const READERS = {
  full: { npy: [100_000, 128], npz: [50_000, 128], csv: [20_000, 64], parquet: [50_000, 128] },
  quick: { npy: [20_000, 128], npz: [5_000, 128], csv: [2_000, 64], parquet: [5_000, 128] },
  smoke: { npy: [100, 8], npz: [100, 8], csv: [100, 8], parquet: [100, 8] },
};

const GROWTH = {
  full: { rows: [50_000, 100_000, 200_000, 400_000], dim: 128, rounds: 5, runs: [['rq-kmeans', 'wasm', 64], ['rq-gmm', 'wasm', 32], ['rq-kmeans', 'webgpu', 64]] },
  quick: { rows: [12_500, 25_000, 50_000], dim: 128, rounds: 3, runs: [['rq-kmeans', 'wasm', 64], ['rq-gmm', 'wasm', 16]] },
  smoke: { rows: [500, 1_000], dim: 16, rounds: 1, runs: [['rq-kmeans', 'wasm', 8], ['rq-gmm', 'wasm', 4]] },
};

/** The sample's size and a larger one; milliseconds of training at most. A budget that ends training early takes the way to the codes out. */
const QUANTIZERS = {
  full: [['wasm', 2_000, 32, Infinity], ['wasm', 5_000, 128, Infinity], ['webgpu', 2_000, 32, 20_000]],
  quick: [['wasm', 2_000, 32, 1_500]],
  smoke: [['wasm', 2_000, 32, 1]],
};
const SHORTCUTS = { 'rq-vae': { warmupSteps: 1 } };

/** A measurement that fails is a problem, not the end: `attempt` notes it and gives undefined. */
export const measurements = {
  map: mapFigures,

  async kernels({ session, scale, attempt, log }) {
    const rows = [];
    await onBackends(session, attempt, async (page, backend) => {
      const names = await page.evaluate((given) => window.residuaBench.kernelNames(given), scale);
      for (const [index, name] of names.entries()) {
        const effort = EFFORT[scale];
        const seen = await attempt(`${name} on ${backend}`, () => page.evaluate((given) => window.residuaBench.kernel(...given), [index, scale, effort]));
        if (!seen) continue;
        rows.push({ ...kernelRow(seen, backend), formula: seen.formula });
        log(kernelLine(rows.at(-1)));
      }
    });
    return { rows: webgpuFirst(rows) };
  },

  async step({ session, scale, attempt, log }) {
    const rows = [];
    await onBackends(session, attempt, async (page, backend) => {
      const shape = scale === 'smoke' ? SMOKE_STEP : STEP;
      const seen = await attempt(`training step on ${backend}`, () => page.evaluate((given) => window.residuaBench.step(...given), [shape, EFFORT[scale]]));
      if (!seen) return;
      rows.push(stepRow(seen, backend));
      log(kernelLine(rows.at(-1)));
    });
    return { rows: webgpuFirst(rows) };
  },

  async calls({ session, scale, attempt, log }) {
    const rows = [];
    await onBackends(session, attempt, async (page) => {
      for (const name of await page.evaluate(() => window.residuaBench.callNames())) {
        const seen = await attempt(`calls of ${name}`, () => page.evaluate((given) => window.residuaBench.calls(...given), [name, CALL_ROUNDS[scale]]));
        if (!seen) continue;
        rows.push({ name, calls: seen.calls, time: median(seen.samples) });
        log(`${name.padEnd(30)} ${Object.entries(seen.calls).map(([call, count]) => `${call} ${count.toFixed(1)}`).join('  ')}  ${rows.at(-1).time.toFixed(1)} ms`);
      }
    }, ['webgpu']);
    return { rows };
  },

  async processor({ session, scale, attempt, log }) {
    const rows = [];
    await onBackends(session, attempt, async (page) => {
      for (const name of await page.evaluate(() => window.residuaBench.processorNames())) {
        const seen = await attempt(name, () => page.evaluate((given) => window.residuaBench.processor(...given), [name, { ...EFFORT[scale], budget: EFFORT[scale].budget / 3 }]));
        if (!seen) continue;
        const [plain, alone, pool] = ['plain', 'alone', 'pool'].map((form) => median(seen.timings[form].samples));
        rows.push({ name, threads: seen.threads, plain, alone, pool });
        log(`${name.padEnd(44)} plain ${plain.toFixed(2)} ms  one thread ${alone.toFixed(2)}  ${seen.threads} threads ${pool.toFixed(2)}`);
      }
    }, ['wasm']);
    // The page is closed by then: nothing else computes while the peers do.
    const peers = await processorPeers({ scale, log });
    return { rows, peers };
  },

  async labels({ session, scale, attempt, log }) {
    const book = await attempt('labels', () => labelRuns({ root: projectRoot, log }));
    if (!book) return undefined;
    const rows = [];
    await onBackends(session, attempt, async (page) => {
      const names = await page.evaluate(() => window.residuaBench.clickStepNames());
      const effort = { ...EFFORT[scale], budget: EFFORT[scale].budget / 6 };
      const measure = (name) => attempt(name, () => page.evaluate((given) => window.residuaBench.clickStep(...given), [name, effort]));
      rows.push(...((await attempt('steps', () => inTurns({ script: 'scripts/labelSteps.py', names, measure, scale, log }))) ?? []));
    }, ['wasm']);
    return { rows, text: [labelsText(book, SEEDS), instancesText(book, SEEDS), stepsText(rows)].filter(Boolean).join('\n\n') };
  },

  async retrieval({ session, scale, attempt, log }) {
    const rows = [];
    await onBackends(session, attempt, async (page) => {
      rows.push(...((await attempt('steps', () => retrievalSteps({ page, scale, effort: { ...EFFORT[scale], budget: EFFORT[scale].budget / 2 }, attempt, log }))) ?? []));
    }, ['wasm']);
    return { rows, text: retrievalText(rows) };
  },

  async readers({ session, scale, attempt, log }) {
    const rows = [];
    await onBackends(session, attempt, async (page) => {
      for (const [format, [count, dim]] of Object.entries(READERS[scale])) {
        const given = [format, count, dim, { ...EFFORT[scale], budget: EFFORT[scale].budget / 4 }];
        const seen = await attempt(format, () => page.evaluate((all) => window.residuaBench.reader(...all), given));
        if (!seen) continue;
        rows.push({ format, rows: count, dim, bytes: seen.bytes, time: median(seen.read.samples) });
        log(`${format.padEnd(8)} ${(seen.bytes / 1e6).toFixed(1)} MB  ${(seen.bytes / 1e3 / rows.at(-1).time).toFixed(1)} MB/s`);
      }
    }, ['wasm']);
    return { rows };
  },

  async quantizers({ session, scale, attempt, log }) {
    const rows = [];
    for (const [backend, count, dim, budget] of QUANTIZERS[scale]) {
      await onBackends(session, attempt, async (page) => {
        for (const kind of KINDS) {
          const overrides = Number.isFinite(budget) ? (SHORTCUTS[kind] ?? {}) : {};
          const given = [kind, count, dim, budget, overrides];
          const seen = await attempt(`${kind} on ${backend}`, () => page.evaluate((all) => window.residuaBench.quantizer(...all), given));
          if (!seen) continue;
          const { samples, ...rest } = seen;
          rows.push({ backend, ...rest, time: median(samples) });
          log(`${kind.padEnd(10)} ${backend.padEnd(6)} ${count} x ${dim}  ${rows.at(-1).time.toFixed(1)} ms one ${seen.phase}  ${seen.seconds === null ? 'stopped' : `${seen.seconds.toFixed(1)} s`}`);
        }
      }, [backend]);
    }
    return { rows };
  },

  async growth({ session, scale, attempt, log }) {
    const { rows, dim, rounds, runs } = GROWTH[scale];
    const entries = [];
    for (const [kind, backend, numCodes] of runs) {
      const points = await attempt(`growth of ${kind} on ${backend}`, () => growthPoints(session, { kind, backend, numCodes, rows, dim, rounds }));
      if (!points) continue;
      const summary = growthSummary(points);
      entries.push({ kind, backend, numCodes, ...summary });
      for (const { rows: count, time, factor, held, peak } of summary.points) {
        log(`${kind.padEnd(10)} ${backend.padEnd(6)} ${String(count).padStart(7)} x ${dim}  ${time.toFixed(1)} ms  ${factor === null ? '' : `x ${factor.toFixed(2)}`}  ${peak === null ? '' : `${((peak - held) / 1e6).toFixed(0)} MB above the data`}`);
      }
      log(growthVerdict(entries.at(-1)));
    }
    return { entries };
  },
};

/** A fresh page for each backend; errors nobody caught on the device are problems too. */
async function onBackends(session, attempt, block, backends = BACKENDS) {
  for (const backend of backends) {
    const opened = await attempt(`opening ${backend}`, () => session.openPage(backend));
    if (!opened) continue;
    try {
      await block(opened.page, backend);
      await attempt(`the device of ${backend}`, async () => {
        const errors = await opened.page.evaluate(() => window.residuaBench.deviceErrors());
        if (errors.length > 0) throw new Error(errors[0]);
        return true;
      });
    } finally {
      await opened.close();
    }
  }
}

/** All sizes side by side, each in a browser of its own, one pass of each in turn: what else the machine does weighs on all alike. */
async function growthPoints(session, { kind, backend, numCodes, rows, dim, rounds }) {
  const pages = [];
  try {
    for (const count of rows) {
      const opened = await session.openPage(backend);
      const point = { rows: count, dim, samples: [], idle: residentBytes(await opened.processes()), held: null, peaks: [] };
      pages.push({ opened, point });
      await opened.page.evaluate((given) => window.residuaBench.growth.start(...given), [kind, count, dim, numCodes]);
      point.processes = await opened.processes();
      point.held = residentBytes(point.processes);
    }
    for (let round = 0; round < rounds; round++) {
      for (const { opened, point } of pages) {
        const { result, peak } = await peakDuring(point.processes, () => opened.page.evaluate(() => window.residuaBench.growth.passes(1)));
        point.samples.push(...result);
        point.peaks.push(peak);
      }
    }
    return pages.map(({ point: { processes: _, ...point } }) => point);
  } finally {
    for (const { opened } of pages) await opened.close();
  }
}

function kernelLine({ name, backend, sizes, time, plainTime, ratio, target, met, error, bound, correct }) {
  const aim = target === undefined ? '' : `  target ${target}: ${met ? 'met' : 'missed'}`;
  const right = correct ? `error ${error.toExponential(1)}` : `WRONG: error ${error.toExponential(1)}, at most ${bound}`;
  return `${name.padEnd(20)} ${backend.padEnd(6)} ${sizes.padEnd(34)} ${time.toFixed(1)} ms against ${plainTime.toFixed(1)} ms: ${ratio.toFixed(1)}x  ${right}${aim}`;
}
