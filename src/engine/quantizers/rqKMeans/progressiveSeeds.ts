/**
 * First centres by clustering in more and more dimensions, as faiss trains its ResidualQuantizer: k-means on the first principal axis, its
 * centres as a warm start on the first few axes, and so on. Where a level's residuals spread in many directions this spreads the centres more
 * evenly than k-means++, which picks outliers.
 */
import { axesOfRows, projected } from '../../kernels/principalAxes';
import type { PrincipalAxes } from '../../math/pca';
import type { Random } from '../../math/random';
import { KMeans } from '../kMeans';
import { Vectors } from '../vectors';

/** Stages, and Lloyd passes in each: faiss's values. */
const STAGES = 10;
const PASSES = 10;
/** Rows a code that are looked at, as in faiss; and for the axes. */
const ROWS_PER_CODE = 256;
const AXES_ROWS = 20_000;
/** Axes at most: beyond, the last stages would cost more than all Lloyd passes. */
const MAX_AXES = 128;

/** float32 [numCodes, dim], to be refined by Lloyd passes in all dimensions. `tell`: the share of the passes done. */
export async function progressiveCentres(rows: Vectors, numCodes: number, random: Random, tell?: (share: number) => void): Promise<Float32Array> {
  const { dim } = rows;
  const widths = stageWidths(dim);
  const most = widths.at(-1)!;
  const picked = random.choose(rows.rows, numCodes * ROWS_PER_CODE);
  const axes = sampledAxes(rows, picked, most);
  const places = projected(rows.data, dim, picked, axes, most);
  let centres: Float32Array | null = null;
  let before = 0;
  for (const [stage, width] of widths.entries()) {
    const sub = new Vectors(leading(places, picked.length, most, width), picked.length, width, null, rows.chunkRows);
    const kMeans = new KMeans(sub, numCodes, { init: 'random', repair: true });
    if (centres) kMeans.centres = widened(centres, numCodes, before, width);
    else await kMeans.seed(random);
    // Rows that coincide on few axes may be distinct on more: every centre stays in play.
    kMeans.effectiveCodes = numCodes;
    for (let pass = 0; pass < PASSES; pass++) {
      tell?.((stage + pass / PASSES) / widths.length);
      if ((await kMeans.pass()).changed === 0) break;
    }
    sub.dispose();
    centres = kMeans.centres;
    before = width;
  }
  const result = new Float32Array(numCodes * dim);
  for (let k = 0; k < numCodes; k++) {
    for (let d = 0; d < dim; d++) {
      let value = axes.mean[d]!;
      for (let a = 0; a < most; a++) value += centres![k * most + a]! * axes.components[a * dim + d]!;
      result[k * dim + d] = value;
    }
  }
  return result;
}

/** floor(dim^(i / STAGES)) for the stages before the last, which is the Lloyd passes that follow. */
function stageWidths(dim: number): number[] {
  const widths = Array.from({ length: STAGES - 1 }, (_, i) => Math.min(MAX_AXES, Math.floor(dim ** ((i + 1) / STAGES) + 1e-9)));
  return [...new Set(widths)];
}

function sampledAxes({ data, dim }: Vectors, picked: Uint32Array, count: number): PrincipalAxes {
  const rows = Math.min(picked.length, AXES_ROWS);
  const sample = new Float32Array(rows * dim);
  for (let i = 0; i < rows; i++) sample.set(data.subarray(picked[i]! * dim, (picked[i]! + 1) * dim), i * dim);
  return axesOfRows(sample, rows, dim, count);
}

function leading(values: Float32Array, rows: number, width: number, wanted: number): Float32Array {
  const result = new Float32Array(rows * wanted);
  for (let i = 0; i < rows; i++) result.set(values.subarray(i * width, i * width + wanted), i * wanted);
  return result;
}

/** Centres [numCodes, from] with zeros on the axes they do not have yet. */
function widened(centres: Float32Array, numCodes: number, from: number, to: number): Float32Array {
  const result = new Float32Array(numCodes * to);
  for (let k = 0; k < numCodes; k++) result.set(centres.subarray(k * from, (k + 1) * from), k * to);
  return result;
}
