/** Time of one pass as rows grow: k-means iterations and EM passes of one level, one size a page so that memory can be told apart. */
import { quantizerKind } from '../src/engine/catalog';
import { Random } from '../src/engine/math/random';
import { defaultParams } from '../src/engine/params';
import type { Quantizer } from '../src/engine/quantizers/quantizer';
import { Vectors } from '../src/engine/quantizers/vectors';
import type { QuantizerKind } from '../src/engine/records/quantize';
import { settled } from './clock';

interface Growing {
  readonly quantizer: Quantizer;
  readonly vectors: Vectors;
}

let growing: Growing | null = null;

/** Makes rows [rows, dim] and a quantizer, seeds it and runs one pass, so that everything long-lived is there. More levels than passes: one that settles early gives way to the next. */
export async function startGrowth(kind: QuantizerKind, rows: number, dim: number, numCodes: number): Promise<void> {
  const vectors = new Vectors(scattered(rows, dim), rows, dim);
  const { params, create } = quantizerKind(kind);
  const settings = { ...defaultParams(params), numLevels: 10, numCodes: [numCodes], maxIterations: 1000, tolerance: 0, ...(kind === 'rq-kmeans' && { init: 'random' }) };
  const quantizer = await create(vectors, settings, new Random(1));
  growing = { quantizer, vectors };
  await growthPasses(1);
  collect();
}

/** Milliseconds of each of so many passes. */
export async function growthPasses(passes: number): Promise<number[]> {
  if (!growing) throw new Error('startGrowth comes first.');
  const times: number[] = [];
  for (let pass = 0; pass < passes; pass++) {
    for (let passed = false; !passed; ) {
      const started = performance.now();
      const { losses } = await growing.quantizer.trainStep();
      await settled();
      // A step without a loss has seeded a level.
      passed = Object.keys(losses).length > 0;
      if (passed) times.push(performance.now() - started);
    }
  }
  return times;
}

export function collect(): void {
  (globalThis as { gc?: () => void }).gc?.();
}

/** Uniform numbers around a hundred centres: cheap to make in any number. */
function scattered(rows: number, dim: number): Float32Array {
  const random = new Random(41);
  const centres = Float32Array.from({ length: 100 * dim }, () => random.normal());
  const data = new Float32Array(rows * dim);
  for (let i = 0, at = 0; i < rows; i++) for (let j = 0; j < dim; j++, at++) data[at] = centres[(i % 100) * dim + j]! + 2 * random.uniform() - 1;
  return data;
}
