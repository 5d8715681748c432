/** An engine without an engine: plays generated events, so that the page can be built and tested where nothing is trained. */
import type { EngineClient, RunControls } from '../../engine/client';
import type { Problem } from '../../engine/records/basics';
import type { DatasetChoices, DatasetSummary, FileInspection, LoadedDataset } from '../../engine/records/data';
import type { BackendName, EngineInfo } from '../../engine/records/engine';
import type { RunEvent } from '../../engine/records/event';
import type { CheckpointInfo, RunSpec } from '../../engine/records/run';
import { FAKE_CATALOG } from './fakeCatalog';
import { fakePoint, fakeResult, fakeSnapshot } from './fakeRun';
import { fakeHeldSequences, fakeLoadedSequences, fakeRecommendation, fakeRetrievalPoint, fakeRetrievalResult, fakeRetrievalSnapshot } from './fakeRetrieval';
import type { FakeShape, FakeTraining } from './fakeRun';
import type { FakeFit } from './fakeFit';
import { FAKE_EPOCHS, closedForm, fakeFitPoint, fakeFitResult, fakeFitSnapshot, fakePredictions } from './fakeFit';
import { fakeClickPoint, fakeClickResult, fakeClickSnapshot, fakeLoadedLog, fakeSourceResult, fakeSourceSnapshot } from './fakeClick';
import { fakeCodes, fakeIds } from './fakeCodes';
import { fakeApart, fakeItem, fakeMeaning, fakePlaces, fakeStages } from './fakeItems';
import { fakeLog, fakeSequences } from './fakeLog';
import { fakeInspection, fakeLoadedTable } from './fakeTable';

export interface FakeOptions {
  /** Milliseconds between events. */
  readonly tick?: number;
  /** Steps of every run. */
  readonly steps?: number;
  /** Fails the run of this kind. */
  readonly failing?: string;
  readonly rows?: number;
  /** What earlier visits left of any run. */
  readonly checkpoints?: readonly CheckpointInfo[];
}

/** Files named `*.bad` cannot be read; files named `*nan*` hold NaN rows. */
export function createFakeClient({ tick = 60, steps = 60, failing, rows = 2000, checkpoints: left = [] }: FakeOptions = {}): EngineClient & { readonly started: RunSpec[]; readonly fitted: RunSpec[]; readonly held: Map<string, unknown> } {
  const started: RunSpec[] = [];
  const fitted: RunSpec[] = [];
  const shapes = new Map<string, number>();
  /** What predictors of labels read beside a log, by id. */
  const held = new Map<string, unknown>();
  const hold = (what: string, record: unknown): Promise<string> => {
    const id = `fake-${what}-${++loads}`;
    held.set(id, record);
    return Promise.resolve(id);
  };
  let previous: Promise<void> = Promise.resolve();
  let loads = 0;
  const underway: Switches[] = [];
  const begin = (): Switches => {
    const switches: Switches = { paused: false, stepping: false, stopped: false };
    underway.push(switches);
    return switches;
  };

  return {
    started,
    fitted,
    held,
    start: (wanted) => Promise.resolve({ info: infoOf(wanted ?? 'wasm'), catalog: FAKE_CATALOG }),
    itemUmap: () => Promise.resolve({ rows: Uint32Array.from({ length: rows }, (_, row) => row), total: rows, places: fakePlaces(rows).places }),
    itemPlaces: () => Promise.resolve(fakePlaces(rows)),
    itemStages: () => Promise.resolve(fakeStages(rows)),
    itemFacts: ({ of, row, count }) => Promise.resolve(fakeItem(row, rows, count, 'run' in of)),
    equalItems: () => Promise.resolve({ groupOf: Uint32Array.from({ length: rows }, (_, row) => row) }),
    itemsApart: (_, members, told) => Promise.resolve(fakeApart(members, told)),
    leftByCodes: (_, members) => Promise.resolve({ before: new Float64Array(members.length).fill(0.3), after: new Float64Array(members.length).fill(0.4) }),
    codeMeaning: (_, __, code, count) => Promise.resolve(fakeMeaning(code, rows, count)),
    guessKind: (file) => Promise.resolve(/\.npy$/.test(file.name) ? { kind: 'vectors', reason: 'the format holds arrays' } : null),
    inspect: (file, choices = {}) => Promise.resolve(inspect(file, choices, rows)),
    load(file, choices) {
      const { summary, problem } = inspect(file, choices, rows);
      if (!summary || problem) return Promise.reject(problem ?? unreadable(file));
      const dataId = `fake-${++loads}`;
      shapes.set(dataId, summary.rows);
      const loaded: LoadedDataset = { dataId, summary, ids: null, rowIndex: Uint32Array.from({ length: summary.rows }, (_, row) => row), metadata: [] };
      return Promise.resolve(loaded);
    },
    release: (dataId) => void (shapes.delete(dataId), held.delete(dataId)),
    run(spec, listener) {
      const controls = begin();
      const turn = previous;
      const count = shapes.get((spec.inputs.events === undefined ? spec.inputs.codes : undefined) ?? spec.inputs.rows ?? spec.inputs.events ?? '') ?? rows;
      if (isFit(spec)) {
        fitted.push(spec);
        previous = turn.then(() => playFit(spec, listener, controls, { tick, steps: closedForm(spec.kind) ? 1 : steps, failing, rows: count }));
      } else {
        started.push(spec);
        const at = spec.resume === undefined ? 0 : (left.find(({ name }) => name === spec.resume?.split('/').at(-1))?.step ?? 0);
        previous = turn.then(() => play(spec as FakeTraining, listener, controls, { tick, steps, failing, rows: count, at }));
      }
      return controlsOf(controls);
    },
    inspectTable: (file, choices, joined) => Promise.resolve(fakeInspection({ file, ...(joined && { joined }) }, choices, rows)),
    loadTable: (file, choices, joined) => new Promise((resolve) => {
      const loaded = fakeLoadedTable({ file, ...(joined && { joined }) }, choices, rows, `fake-table-${++loads}`);
      shapes.set(loaded.dataId, loaded.inspection.target?.rows ?? rows);
      resolve(loaded);
    }),
    inspectLog: (file) => Promise.resolve(fakeLog(file, rows)),
    loadLog: (file) => {
      const loaded = fakeLoadedLog(file, rows, `fake-log-${++loads}`);
      if (loaded.inspection.problem) return Promise.reject(loaded.inspection.problem);
      shapes.set(loaded.dataId, rows);
      return Promise.resolve(loaded);
    },
    holdVectors: ({ rows: held }) => {
      const id = `fake-vectors-${++loads}`;
      shapes.set(id, held);
      return Promise.resolve(id);
    },
    holdItemCodes: (codes) => hold('codes', codes),
    holdItemVectors: (vectors) => hold('items', vectors),
    holdStore: (store) => hold('store', store),
    holdSequences: async (given) => fakeHeldSequences(given, await hold('sequences', given)),
    recommend: (ask) => (fitted.some(({ runId }) => runId === ask.run.runId) ? Promise.resolve(fakeRecommendation(ask)) : noModel()),
    retrievalDifference: (first) => Promise.resolve({ recall10: { difference: 0.01, low: first.ranks.length > 0 ? 0.002 : NaN, high: 0.018 }, ndcg10: { difference: 0.006, low: -0.001, high: 0.013 }, users: 20, draws: 1000 }),
    clickDifference: (first, second) => Promise.resolve({ auc: { difference: 0.012, low: first.labels.length > 0 ? 0.004 : NaN, high: 0.02 }, logLoss: { difference: -0.01, low: -0.02, high: second.labels.length > 0 ? 0.001 : NaN }, users: 20, draws: 1000 }),
    inspectCodes: (file, choices = {}) => Promise.resolve(fakeCodes(file, choices, rows)),
    loadCodes: (file, choices) => {
      const inspection = fakeCodes(file, choices, rows);
      if (inspection.problem) return Promise.reject(inspection.problem);
      const dataId = `fake-codes-${++loads}`;
      shapes.set(dataId, rows);
      return Promise.resolve({ dataId, inspection, ids: fakeIds(file, rows) });
    },
    identifiersParquet: ({ codes, levels }) => Promise.resolve(new TextEncoder().encode(`PAR1 ${codes.length / levels} ids PAR1`)),
    inspectSequences: (file) => Promise.resolve(fakeSequences(file, rows)),
    loadSequences: (file) => {
      const inspection = fakeSequences(file, rows);
      return inspection.problem ? Promise.reject(inspection.problem) : Promise.resolve({ sequences: fakeLoadedSequences(file), inspection });
    },
    predictionsParquet: ({ predictions }) => Promise.resolve(new TextEncoder().encode(`PAR1 ${predictions.length} rows PAR1`)),
    predict: ({ run, file }) => (run.checkpoints || fitted.some((spec) => spec.runId === run.runId) ? Promise.resolve(fakePredictions(file)) : noModel()),
    repair: noModel,
    append: noModel,
    checkpoints: () => Promise.resolve(left),
    forget: () => undefined,
    close() {
      for (const switches of underway.splice(0)) switches.ended = true;
      previous = Promise.resolve();
    },
  };
}

type Listener = (event: RunEvent) => void;

function isFit(spec: RunSpec): boolean {
  return FAKE_CATALOG.predictors.some(({ kind }) => kind === spec.kind);
}

interface Switches {
  paused: boolean;
  stepping: boolean;
  stopped: boolean;
  /** The engine was closed: nothing more is told. */
  ended?: boolean;
}

function controlsOf(switches: Switches): RunControls {
  return {
    pause: () => void (switches.paused = true),
    resume: () => void (switches.paused = false),
    step: () => void ((switches.stepping = true), (switches.paused = true)),
    stop: () => void (switches.stopped = true),
  };
}

interface PlayOptions {
  readonly tick: number;
  readonly steps: number;
  readonly failing: string | undefined;
  readonly rows: number;
  readonly at?: number;
}

/** Plays the steps of a run as its orders say; the last step, or null where it was told to fail. */
async function playSteps(kind: string, listener: Listener, switches: Switches, options: PlayOptions, tellStep: (step: number, seconds: number) => void): Promise<number | null> {
  listener({ type: 'status', status: 'running' });
  if (kind === options.failing) {
    listener({ type: 'failed', problem: { name: 'input', message: `It was told to fail with ${options.rows} rows.`, hint: 'Take fewer codes per level.' } });
    return null;
  }
  for (const share of [0, 0.5]) listener({ type: 'doing', doing: { phase: 'preparing the rows', share } });
  let step = options.at ?? 0;
  let told: 'running' | 'paused' = 'running';
  while (step < options.steps && !switches.stopped) {
    await new Promise((resolve) => setTimeout(resolve, options.tick));
    const state = switches.paused && !switches.stepping ? 'paused' : 'running';
    if (switches.ended) return null;
    if (state !== told) listener({ type: 'status', status: (told = state) });
    if (state === 'paused') continue;
    switches.stepping = false;
    step++;
    tellStep(step, (step * Math.max(1, options.tick)) / 1000);
  }
  return step;
}

async function play(spec: FakeTraining, listener: Listener, switches: Switches, options: PlayOptions) {
  const shape: FakeShape = { levels: Number(spec.params.numLevels ?? 3), codes: (spec.params.numCodes as readonly number[] | undefined)?.[0] ?? 64, rows: options.rows, dim: 32 };
  if (spec.checkpoints) listener({ type: 'checkpoints', checkpoints: [] });
  const step = await playSteps(spec.kind, listener, switches, options, (step, seconds) => {
    const done = step / options.steps;
    listener({ type: 'progress', progress: { step, steps: options.steps, phase: `training level ${Math.min(shape.levels, 1 + Math.floor(done * shape.levels))}`, itemsPerSecond: 41_300, eta: ((options.steps - step) * options.tick) / 1000, seconds } });
    listener({ type: 'points', points: [fakePoint(spec.kind, step, done, seconds, shape)] });
    if (spec.checkpoints && step % 10 === 0) {
      const value = Math.sqrt(fakeSnapshot(spec.kind, step, done, shape).residualEnergy.at(-1) ?? 1);
      listener({ type: 'checkpoints', checkpoints: ['last', 'best'].map((name) => ({ name, step, seconds, value, bytes: 100_000 })) });
    }
    if (step % 4 === 0) listener({ type: 'snapshot', snapshot: fakeSnapshot(spec.kind, step, done, shape) });
  });
  if (step === null) return;
  listener({ type: 'result', result: fakeResult(spec, shape, step, step / options.steps, (step * options.tick) / 1000) });
  listener({ type: 'status', status: switches.stopped ? 'stopped' : 'done' });
}

async function playFit(spec: FakeFit, listener: Listener, switches: Switches, options: PlayOptions) {
  const anEpoch = Math.max(1, Math.floor(options.steps / FAKE_EPOCHS));
  const family = FAKE_CATALOG.predictors.find(({ kind }) => kind === spec.kind)!.family;
  const step = await playSteps(spec.kind, listener, switches, options, (step, seconds) => {
    const done = step / options.steps;
    listener({ type: 'progress', progress: { step, steps: options.steps, phase: `epoch ${Math.ceil(done * FAKE_EPOCHS)} of ${FAKE_EPOCHS}`, itemsPerSecond: 18_700, eta: ((options.steps - step) * options.tick) / 1000, seconds } });
    listener({ type: 'points', points: [{ value: fakeFitPoint, click: fakeClickPoint, source: fakeClickPoint, retrieval: fakeRetrievalPoint }[family](spec, step, done, seconds, step % anEpoch === 0)] });
    if (step % 4 === 0) listener({ type: 'snapshot', snapshot: { value: () => fakeFitSnapshot(spec, step, done, options.rows, false), click: () => fakeClickSnapshot(spec, step, done, false), source: () => fakeSourceSnapshot(spec, step, done, options.rows, false), retrieval: () => fakeRetrievalSnapshot(spec, step, done, false) }[family]() });
  });
  if (step === null) return;
  const result = { value: fakeFitResult, click: fakeClickResult, source: fakeSourceResult, retrieval: fakeRetrievalResult }[family];
  listener({ type: 'result', result: result(spec, options.rows, step, options.steps, (step * options.tick) / 1000) });
  listener({ type: 'status', status: switches.stopped ? 'stopped' : 'done' });
}

function infoOf(backend: BackendName): EngineInfo {
  return {
    backend, adapter: 'generated numbers', software: false, version: '0.0.0', reason: backend === 'webgpu' ? '' : 'This browser has no WebGPU (navigator.gpu is missing).',
    selfTest: [{ name: 'matMul', passed: true, detail: 'largest difference 0 of 1e-4 allowed' }],
  };
}

const unreadable = (file: File): Problem => ({ name: 'input', message: `${file.name} starts with 00 00, not with the mark of a .npy file.`, hint: 'Save it again with numpy.save.' });

function inspect(file: File, choices: DatasetChoices, allRows: number): FileInspection {
  const base = { name: file.name, format: file.name.split('.').at(-1) ?? '', bytes: file.size, arrays: [], choices };
  if (file.name.endsWith('.bad')) return { ...base, columns: [], problem: unreadable(file) };
  const bad = file.name.includes('nan') ? 7 : 0;
  const dropped = choices.badRows === 'drop' ? bad : 0;
  const rows = (choices.sampleRows || allRows) - dropped;
  const norms = { edges: Float32Array.from({ length: 25 }, (_, i) => i / 12), counts: Uint32Array.from({ length: 24 }, (_, i) => Math.round(200 * Math.exp(-0.5 * ((i - 12) / 4) ** 2))) };
  const summary: DatasetSummary = {
    name: file.name, format: base.format, bytes: file.size, dtype: 'float32', fileRows: allRows, rows, dim: 32,
    norms: { min: 0.31, median: 1.02, max: 1.94, histogram: norms }, nanRows: bad, infRows: 0, firstBadRows: bad ? [3, 17, 40, 41, 90] : [],
    zeroRows: 0, constantColumns: 1, firstConstantColumns: [31], duplicateRows: 14, preprocessing: choices.preprocessing ?? 'none',
    preview: { ids: ['0', '1', '2', '3'], columns: ['0', '1', '2', '3', '4', '5'], rows: Array.from({ length: 4 }, (_, r) => Array.from({ length: 6 }, (_, c) => Math.sin(r * 6 + c))) },
  };
  const columns = base.format === 'csv' ? [{ name: 'item', type: 'text' as const }, { name: 'x', type: 'number' as const }, { name: 'y', type: 'number' as const }] : [];
  const refused = bad > 0 && (choices.badRows ?? 'refuse') === 'refuse';
  return { ...base, columns, summary, ...(refused && { problem: { name: 'input', message: `${bad} rows hold NaN or an infinity.`, hint: 'Drop these rows or replace the values.' } }) };
}

/** Generated runs keep no model that could encode anything. */
function noModel(): Promise<never> {
  return Promise.reject({ name: 'engine', message: 'A generated run keeps no model.', hint: 'Run it on the real engine.' } satisfies Problem);
}
