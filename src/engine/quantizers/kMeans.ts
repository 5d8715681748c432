/** k-means of one level: k-means++ seeding, Lloyd passes, repair of empty clusters. The building block of every quantizer's start. */
import * as tf from '@tensorflow/tfjs-core';
import { readTogether } from '../gpu/launch';
import { centroidSums } from '../kernels/centroidSums';
import { nearestCode } from '../kernels/nearestCode';
import type { Random } from '../math/random';
import { greedySeeds } from './kMeansPlusPlus';
import type { Vectors } from './vectors';

export interface KMeansOptions {
  readonly init: 'k-means++' | 'random';
  readonly repair: boolean;
  /** Centres are normalised after every update (cosine k-means on unit rows). */
  readonly spherical?: boolean;
}

export interface LloydPass {
  /** Sum over rows of the squared distance to the centre assigned before this pass's update. */
  readonly inertia: number;
  /** Rows whose centre changed against the pass before; -1 in the first. */
  readonly changed: number;
  readonly repaired: number;
}

export class KMeans {
  /** float32 [numCodes, dim], row-major. */
  centres: Float32Array;
  /** Distinct rows found while seeding, at most numCodes; codes beyond are copies that the tie rule never picks. */
  effectiveCodes: number;
  private codes: Int32Array | null = null;

  constructor(
    private readonly rows: Vectors,
    readonly numCodes: number,
    private readonly options: KMeansOptions,
  ) {
    this.centres = new Float32Array(numCodes * rows.dim);
    this.effectiveCodes = numCodes;
  }

  /** Chooses the first centres. `tell`: the share of them found. */
  async seed(random: Random, tell?: (share: number) => void): Promise<void> {
    const { rows, numCodes } = this;
    const seeds = this.options.init === 'random' ? Array.from(random.choose(rows.rows, numCodes)) : await greedySeeds(rows, numCodes, random, tell);
    this.effectiveCodes = seeds.length;
    for (let k = 0; k < numCodes; k++) {
      const row = seeds[k % seeds.length]!;
      this.centres.set(rows.data.subarray(row * rows.dim, (row + 1) * rows.dim), k * rows.dim);
    }
    this.codes = null;
  }

  /** One assignment and one update of the centres. */
  async pass(): Promise<LloydPass> {
    const { rows, numCodes } = this;
    const { dim } = rows;
    const { codes, distances, sums, counts } = await this.sweep(true);
    let inertia = 0;
    for (const distance of distances) inertia += distance;
    const previous = this.codes;
    let changed = -1;
    if (previous) {
      changed = 0;
      for (let i = 0; i < codes.length; i++) if (codes[i] !== previous[i]) changed++;
    }
    const repaired = this.options.repair ? repairEmpty(codes, distances, sums, counts, rows, this.effectiveCodes) : 0;
    for (let k = 0; k < numCodes; k++) {
      if (counts[k] === 0) continue;
      for (let d = 0; d < dim; d++) this.centres[k * dim + d] = sums[k * dim + d]! / counts[k]!;
      if (this.options.spherical) normalise(this.centres, k * dim, dim);
    }
    this.codes = codes;
    return { inertia, changed: repaired > 0 ? Math.max(changed, repaired) : changed, repaired };
  }

  /** Nearest centres of all rows, and the squared distances to them. */
  async assign(): Promise<{ codes: Int32Array; distances: Float32Array }> {
    return this.sweep(false);
  }

  /** Where the passes stand; the centres are part of it. */
  state(): Record<string, Float32Array | Float64Array> {
    return { centres: this.centres.slice(), effectiveCodes: Float64Array.of(this.effectiveCodes), codes: Float64Array.from(this.codes ?? []) };
  }

  restore(state: Readonly<Record<string, Float32Array | Float64Array>>): void {
    this.centres = Float32Array.from(state.centres!);
    this.effectiveCodes = state.effectiveCodes![0]!;
    this.codes = state.codes!.length > 0 ? Int32Array.from(state.codes!) : null;
  }

  private async sweep(withSums: boolean) {
    const { rows, numCodes } = this;
    const codes = new Int32Array(rows.rows);
    const distances = new Float32Array(rows.rows);
    const sums = new Float64Array(withSums ? numCodes * rows.dim : 0);
    const counts = new Float64Array(numCodes);
    const centres = tf.tensor2d(this.centres.slice(), [numCodes, rows.dim]);
    let start = 0;
    for (const chunk of rows.chunks) {
      const nearest = nearestCode(chunk, centres);
      if (withSums) {
        const part = await centroidSums(chunk, nearest.codes, numCodes, [nearest.codes, nearest.distances]);
        for (let j = 0; j < sums.length; j++) sums[j]! += part.sums[j]!;
        for (let k = 0; k < numCodes; k++) counts[k]! += part.counts[k]!;
      } else await readTogether([nearest.codes, nearest.distances]);
      codes.set(await nearest.codes.data<'int32'>(), start);
      distances.set(await nearest.distances.data<'float32'>(), start);
      start += chunk.shape[0];
      nearest.codes.dispose();
      nearest.distances.dispose();
    }
    centres.dispose();
    return { codes, distances, sums, counts };
  }
}

/** Seeding, and Lloyd passes until nothing changes, at most `iterations`. `tell`: the share done, counting the seeding as half. */
export async function fitKMeans(rows: Vectors, numCodes: number, random: Random, iterations: number, options: KMeansOptions, tell?: (share: number) => void): Promise<KMeans> {
  const kMeans = new KMeans(rows, numCodes, options);
  await kMeans.seed(random, (share) => tell?.(share / 2));
  for (let i = 0; i < iterations; i++) {
    tell?.((1 + i / iterations) / 2);
    const { changed } = await kMeans.pass();
    if (changed === 0) break;
  }
  return kMeans;
}

/**
 * Moves each empty centre, lowest first, onto the row farthest from its own centre among clusters of two or more rows not yet taken, and
 * moves that row with it. Changes codes, sums and counts in place; returns how many were moved.
 */
function repairEmpty(codes: Int32Array, distances: Float32Array, sums: Float64Array, counts: Float64Array, rows: Vectors, effectiveCodes: number): number {
  const empty: number[] = [];
  for (let k = 0; k < effectiveCodes; k++) if (counts[k] === 0) empty.push(k);
  if (empty.length === 0) return 0;
  const order = Uint32Array.from(distances.keys()).sort((a, b) => distances[b]! - distances[a]! || a - b);
  let next = 0;
  let repaired = 0;
  for (const k of empty) {
    while (next < order.length && (counts[codes[order[next]!]!]! < 2 || distances[order[next]!]! === 0)) next++;
    if (next === order.length) break;
    const row = order[next++]!;
    const from = codes[row]!;
    for (let d = 0; d < rows.dim; d++) {
      const value = rows.data[row * rows.dim + d]!;
      sums[from * rows.dim + d]! -= value;
      sums[k * rows.dim + d] = value;
    }
    counts[from]! -= 1;
    counts[k] = 1;
    codes[row] = k;
    repaired++;
  }
  return repaired;
}

function normalise(values: Float32Array, start: number, length: number): void {
  let squares = 0;
  for (let d = 0; d < length; d++) squares += values[start + d]! ** 2;
  const norm = Math.sqrt(squares);
  if (norm > 1e-12) for (let d = 0; d < length; d++) values[start + d]! /= norm;
}
