/** What a training step asks of the GPU device: calls counted by wrapping them on the page, for every quantizer and predictor. */
import { predictorKind, quantizerKind } from '../src/engine/catalog';
import { Random } from '../src/engine/math/random';
import { defaultParams } from '../src/engine/params';
import { prepareTable } from '../src/engine/predictors/value/training/preparedTable';
import { Vectors } from '../src/engine/quantizers/vectors';
import type { Params } from '../src/engine/records/params';
import { disposeLosses } from '../src/engine/runs/losses';
import { normals } from '../src/engine/testing/arrays';
import { settled } from './clock';
import { madeTable } from './madeTable';

/** Calls of one step, a mean over steps: a submit may fall into every second one. */
export interface Calls {
  readonly submits: number;
  readonly passes: number;
  readonly dispatches: number;
  readonly bindGroups: number;
  readonly writes: number;
  readonly buffers: number;
  readonly readBacks: number;
}

export interface CallsResult {
  readonly calls: Calls;
  /** Milliseconds a step, of each round of steps, with the device's work waited for at its end. */
  readonly samples: readonly number[];
}

/** A step's losses, and what it did in words. */
type Step = { readonly losses: Parameters<typeof disposeLosses>[0]['losses']; readonly phase: string };

interface Trained {
  step(): Promise<Step>;
  dispose(): void;
}

interface Piece {
  make(): Promise<Trained>;
  /** Words of the steps that are counted; the others lead there. */
  readonly phase: string;
}

/** Steps of a round, and those before the first, which compile shaders and fill pools of buffers. */
const COUNTED = 10;
const BEFORE = 3;

/** Rows without clusters, on which k-means does not settle soon. */
const [ROWS, DIM] = [8192, 32];

/** Warm-up and restarts apart from the plain steps. */
const pieces: Readonly<Record<string, Piece>> = {
  'RQ-KMeans, Lloyd pass': quantizer('rq-kmeans', 'Lloyd', { maxIterations: 1000, tolerance: 0, numLevels: 1, numCodes: [64], init: 'random' }),
  'RQ-VAE, warm-up': quantizer('rq-vae', 'warming', { warmupSteps: 1000 }),
  'RQ-VAE, training codes': quantizer('rq-vae', 'training', { warmupSteps: 1, restartEvery: 0 }),
  'RQ-VAE, restart in each step': quantizer('rq-vae', 'training', { warmupSteps: 1, restartEvery: 1, restartThreshold: 1 }),
  'R3-VAE': quantizer('r3-vae', '', { warmupSteps: 0, restartEvery: 0 }),
  'RQ-GMM, EM pass': quantizer('rq-gmm', 'EM pass', { maxIterations: 1000, tolerance: 0, numLevels: 1 }),
  MLP: predictor('mlp'),
  ZILN: predictor('ziln'),
  'ordered buckets': predictor('ordinal'),
  'RQ-Reg': predictor('rq-reg'),
};

export const callNames = (): string[] => Object.keys(pieces);

export async function countCalls(name: string, rounds: number): Promise<CallsResult> {
  const { make, phase } = pieces[name]!;
  const trained = await make();
  const counter = wrapped();
  const samples: number[] = [];
  const steps = async (count: number) => {
    for (let seen = 0; seen < count;) {
      const step = await trained.step();
      disposeLosses(step);
      if (step.phase.startsWith(phase)) seen++;
    }
    // All that was recorded is submitted and done, so that it is counted and timed here.
    await settled();
  };
  try {
    await steps(BEFORE);
    counter.reset();
    for (let round = 0; round < rounds; round++) {
      const started = performance.now();
      await steps(COUNTED);
      samples.push((performance.now() - started) / COUNTED);
    }
    const calls = Object.fromEntries(Object.entries(counter.counts).map(([call, count]) => [call, count / COUNTED / rounds])) as unknown as Calls;
    return { calls, samples };
  } finally {
    counter.restore();
    trained.dispose();
  }
}

function quantizer(kind: string, phase: string, params: Params): Piece {
  return {
    phase,
    async make() {
      const vectors = new Vectors(normals(ROWS * DIM, 1), ROWS, DIM);
      const declared = quantizerKind(kind);
      const made = await declared.create(vectors, { ...defaultParams(declared.params), steps: 100_000, ...params }, new Random(1));
      return {
        step: () => made.trainStep(),
        dispose() {
          made.dispose();
          vectors.dispose();
        },
      };
    },
  };
}

function predictor(kind: string): Piece {
  return {
    phase: '',
    async make() {
      const declared = predictorKind(kind);
      const { train, validation, encoder } = prepareTable(madeTable(4096));
      const made = await declared.create({ shape: encoder.shape, train, validation }, defaultParams(declared.params), new Random(1));
      return { step: () => made.trainStep(), dispose: () => made.dispose() };
    },
  };
}

/** Counts calls from now on, on every device of this page. */
function wrapped() {
  const counts = { submits: 0, passes: 0, dispatches: 0, bindGroups: 0, writes: 0, buffers: 0, readBacks: 0 };
  const undo: (() => void)[] = [];
  const count = <Type extends object>(type: Type, method: keyof Type & string, call: keyof typeof counts) => {
    const own = type[method] as (...given: unknown[]) => unknown;
    const replaced = function (this: unknown, ...given: unknown[]) {
      counts[call]++;
      return own.apply(this, given);
    };
    Object.assign(type, { [method]: replaced });
    undo.push(() => void Object.assign(type, { [method]: own }));
  };
  count(GPUQueue.prototype, 'submit', 'submits');
  count(GPUCommandEncoder.prototype, 'beginComputePass', 'passes');
  count(GPUComputePassEncoder.prototype, 'dispatchWorkgroups', 'dispatches');
  count(GPUDevice.prototype, 'createBindGroup', 'bindGroups');
  count(GPUQueue.prototype, 'writeBuffer', 'writes');
  count(GPUDevice.prototype, 'createBuffer', 'buffers');
  count(GPUBuffer.prototype, 'mapAsync', 'readBacks');
  return {
    counts,
    reset: () => void Object.assign(counts, Object.fromEntries(Object.keys(counts).map((call) => [call, 0]))),
    restore: () => undo.forEach((each) => each()),
  };
}
