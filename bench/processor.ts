/** The processor's road beside today's plain forms of the engine: with one thread, with the pool, and with the road closed, run in turn. */
import * as tf from '@tensorflow/tfjs-core';
import { predictorKind, quantizerKind } from '../src/engine/catalog';
import { closeCpuRoad, cpuRoad } from '../src/engine/cpu/road';
import { gaussianStatistics, type Mixture } from '../src/engine/kernels/gaussianStatistics';
import { nearestCode } from '../src/engine/kernels/nearestCode';
import { axesOfRows } from '../src/engine/kernels/principalAxes';
import { Random } from '../src/engine/math/random';
import { defaultParams } from '../src/engine/params';
import { prepareTable } from '../src/engine/predictors/value/training/preparedTable';
import { KMeans } from '../src/engine/quantizers/kMeans';
import { lessMeans } from '../src/engine/quantizers/residuals';
import { columnMeans, columnVariances, squaredNorms, totalSquares } from '../src/engine/quantizers/rowSums';
import { Vectors } from '../src/engine/quantizers/vectors';
import type { Params } from '../src/engine/records/params';
import type { PredictorKind } from '../src/engine/records/predict';
import type { QuantizerKind } from '../src/engine/records/quantize';
import { disposeLosses } from '../src/engine/runs/losses';
import { normals } from '../src/engine/testing/arrays';
import { interleaved, type Effort, type Timing } from './clock';
import { madeTable } from './madeTable';

export type Form = 'plain' | 'alone' | 'pool';

export interface ProcessorResult {
  readonly threads: number;
  readonly timings: Readonly<Record<Form, Timing>>;
}

/** One piece of work, made while its form is in force. */
export interface Piece {
  run(): Promise<void>;
  dispose(): void;
}

const FORMS: readonly Form[] = ['plain', 'alone', 'pool'];

/** All pieces by name; sizes as scripts/cpuPeers.py has them. */
const pieces: Readonly<Record<string, () => Promise<Piece>>> = {
  'nearest code 65,536 x 128, 256': () => nearestPiece(65_536, 128, 256),
  'k-means pass 16,384 x 128, 256': () => kMeansPiece(16_384, 128, 256),
  'EM pass 16,384 x 128, 128, overlapping': () => mixturePiece(16_384, 128, 128, 0.3),
  'EM pass 16,384 x 128, 128, apart': () => mixturePiece(16_384, 128, 128, 4),
  'sums over rows 65,536 x 128': () => sumsPiece(65_536, 128),
  'principal axes 20,000 x 128, 64 axes': () => axesPiece(20_000, 128, 64),
  'principal axes 20,000 x 256, 2 axes': () => axesPiece(20_000, 256, 2),
  'RQ-VAE step 256-512-256-128-32, 3 x 256': () => quantizerPiece('rq-vae', 256, { hidden: [512, 256, 128], latentDim: 32, numCodes: [256] }),
  'RQ-VAE step 32-512-64, 3 x 64': () => quantizerPiece('rq-vae', 32, {}),
  'RQ-VAE step 128-512-64, 3 x 64': () => quantizerPiece('rq-vae', 128, {}),
  'R3-VAE step 32, 3 x 64': () => quantizerPiece('r3-vae', 32, {}),
  'R3-VAE step 128, 3 x 64': () => quantizerPiece('r3-vae', 128, {}),
  'MLP step': () => predictorPiece('mlp'),
  'ZILN step': () => predictorPiece('ziln'),
  'ordered buckets step': () => predictorPiece('ordinal'),
  'RQ-Reg step': () => predictorPiece('rq-reg'),
};

export const processorNames = (): string[] => Object.keys(pieces);

export function measureProcessor(name: string, effort: Effort): Promise<ProcessorResult> {
  return measureForms(pieces[name]!, effort);
}

/** Times a piece in every form, in turn. */
export async function measureForms(make: () => Promise<Piece>, effort: Effort): Promise<ProcessorResult> {
  const made = {} as Record<Form, Piece>;
  try {
    for (const form of FORMS) {
      use(form);
      made[form] = await make();
    }
    const work = (form: Form) => async () => {
      use(form);
      await made[form].run();
    };
    const timings = await interleaved({ plain: work('plain'), alone: work('alone'), pool: work('pool') }, effort);
    use('pool');
    return { threads: cpuRoad()?.pool.size ?? 0, timings };
  } finally {
    for (const form of FORMS) {
      use(form);
      made[form]?.dispose();
    }
    use('pool');
  }
}

function use(form: Form): void {
  closeCpuRoad(form === 'plain');
  const road = cpuRoad();
  if (road) road.pool.alone = form === 'alone';
}

async function nearestPiece(n: number, dim: number, numCodes: number): Promise<Piece> {
  const rows = new Vectors(normals(n * dim, 1), n, dim);
  const codebook = tf.tensor2d(normals(numCodes * dim, 2), [numCodes, dim]);
  return {
    async run() {
      for (const chunk of rows.chunks) tf.dispose({ ...nearestCode(chunk, codebook) });
    },
    dispose() {
      rows.dispose();
      codebook.dispose();
    },
  };
}

async function kMeansPiece(n: number, dim: number, numCodes: number): Promise<Piece> {
  const rows = new Vectors(normals(n * dim, 1), n, dim);
  const kMeans = new KMeans(rows, numCodes, { init: 'random', repair: false });
  await kMeans.seed(new Random(1));
  return { run: async () => void (await kMeans.pass()), dispose: () => rows.dispose() };
}

/** Rows around the means of the components, whose spread against that of a component says how far they overlap. */
async function mixturePiece(n: number, dim: number, numCodes: number, spread: number): Promise<Piece> {
  const means = Float64Array.from(normals(numCodes * dim, 3), (value) => value * spread);
  const data = normals(n * dim, 4).map((value, at) => value + means[(Math.floor(at / dim) % numCodes) * dim + (at % dim)]!);
  const rows = new Vectors(data, n, dim);
  const mixture: Mixture = { numCodes, dim, means, variances: new Float64Array(numCodes * dim).fill(1), logWeights: new Float64Array(numCodes).fill(-Math.log(numCodes)) };
  return {
    async run() {
      for (const chunk of rows.chunks) await gaussianStatistics(chunk, mixture);
    },
    dispose: () => rows.dispose(),
  };
}

/** What a run counts over all rows before its first pass: means, variances, squares in all and by row, and the rows less their mean. */
async function sumsPiece(n: number, dim: number): Promise<Piece> {
  const rows = new Vectors(normals(n * dim, 1), n, dim);
  rows.keep();
  return {
    async run() {
      const means = columnMeans(rows.data, n, dim);
      columnVariances(rows.data, n, dim);
      totalSquares(rows.data, n, dim, means);
      squaredNorms(rows.data, n, dim);
      lessMeans(rows, means).dispose();
    },
    dispose: () => rows.dispose(),
  };
}

async function axesPiece(n: number, dim: number, count: number): Promise<Piece> {
  const data = normals(n * dim, 1).map((value, at) => value / Math.sqrt(1 + (at % dim)));
  return { run: async () => void axesOfRows(data, n, dim, count), dispose: () => undefined };
}

async function quantizerPiece(kind: QuantizerKind, dim: number, params: Params): Promise<Piece> {
  const rows = new Vectors(normals(4096 * dim, 5, 1), 4096, dim);
  const declared = quantizerKind(kind);
  const quantizer = await declared.create(rows, { ...defaultParams(declared.params), steps: 100_000, warmupSteps: 0, restartEvery: 0, ...params }, new Random(1));
  return {
    run: async () => disposeLosses(await quantizer.trainStep()),
    dispose() {
      quantizer.dispose();
      rows.dispose();
    },
  };
}

async function predictorPiece(kind: PredictorKind): Promise<Piece> {
  const declared = predictorKind(kind);
  const { train, validation, encoder } = prepareTable(madeTable(4096));
  const predictor = await declared.create({ shape: encoder.shape, train, validation }, defaultParams(declared.params), new Random(1));
  return { run: async () => disposeLosses(await predictor.trainStep()), dispose: () => predictor.dispose() };
}
