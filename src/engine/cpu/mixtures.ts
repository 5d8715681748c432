/** The kernels of a Gaussian mixture as calls: see assembly/gaussianDensities.ts and assembly/gaussianMixture.ts. */
import type { CpuRoad } from './road';
import { SCRATCH_BYTES } from './scratch';

/** Fixed by the kernels: rows of a block and of a tile, components and dimensions of a block of the M step, components of a panel, bytes of a list. */
const BLOCK_ROWS = 32;
const TILE_ROWS = 512;
const SUM_CODES = 8;
const SUM_DIMS = 8;
const PANEL = 4;
const LIST_BYTES = BLOCK_ROWS * 16 + 64;

/** A mixture as its owner has it: float64 [K, dim] means and variances, and [K] the log of each component's largest density times its weight. */
export interface MixtureValues {
  readonly numCodes: number;
  readonly dim: number;
  readonly means: Float64Array;
  readonly variances: Float64Array;
  readonly peaks: Float64Array;
}

export interface MixtureSums {
  /** [K]; [K, dim] about the old means. */
  readonly mass: Float64Array;
  readonly first: Float64Array;
  readonly second: Float64Array;
  /** [n] */
  readonly logDensity: Float64Array;
}

/** Whether a thread's scratch memory holds four rows and their values under all components. */
export function mixtureFits({ numCodes, dim }: Pick<MixtureValues, 'numCodes' | 'dim'>): boolean {
  return 128 + 32 * dim + 132 * Math.ceil(numCodes / PANEL) <= SCRATCH_BYTES;
}

/** E step over rows at `x` [n, dim], and the sums of the M step. */
export function mixtureSums(road: CpuRoad, x: number, n: number, mixture: MixtureValues): MixtureSums {
  const { memory, pool } = road;
  const { numCodes, dim } = mixture;
  const { panels, means, peaks, width } = packed(road, mixture);
  const slices = road.scratch('mixture.slices', width * TILE_ROWS * 8);
  const lists = road.scratch('mixture.lists', (TILE_ROWS / BLOCK_ROWS) * numCodes * LIST_BYTES);
  const lengths = road.scratch('mixture.lengths', (TILE_ROWS / BLOCK_ROWS) * numCodes * 4);
  const logDensity = road.scratch('mixture.logDensity', n * 8);
  const [mass, first, second] = ([['mass', 1], ['first', width], ['second', width]] as const).map(([name, each]) => {
    const address = road.scratch(`mixture.${name}`, numCodes * each * 8);
    memory.doubles(address, numCodes * each).fill(0);
    return address;
  }) as [number, number, number];
  const sumBlocks = Math.ceil(numCodes / SUM_CODES) * (width / SUM_DIMS);
  for (let row = 0; row < n; row += TILE_ROWS) {
    const blocks = Math.ceil(Math.min(TILE_ROWS, n - row) / BLOCK_ROWS);
    pool.run('gaussianRows', blocks, [x, n, dim, numCodes, panels, peaks, row, slices, lists, lengths, logDensity]);
    pool.run('gaussianSums', sumBlocks, [blocks, numCodes, width, means, slices, lists, lengths, mass, first, second]);
  }
  const narrow = (address: number): Float64Array => {
    const wide = memory.doubles(address, numCodes * width);
    const values = new Float64Array(numCodes * dim);
    for (let k = 0; k < numCodes; k++) values.set(wide.subarray(k * width, k * width + dim), k * dim);
    return values;
  };
  return { mass: memory.doubles(mass, numCodes).slice(), first: narrow(first), second: narrow(second), logDensity: memory.doubles(logDensity, n).slice() };
}

/** Views into the kept memory, to be copied at once: each row's most probable component [n], its log density [n] and that component's responsibility [n]. */
export function mixtureChoices(road: CpuRoad, x: number, n: number, mixture: MixtureValues): { codes: Int32Array; logDensity: Float32Array; confidence: Float32Array } {
  const { panels, peaks } = packed(road, mixture);
  const [codes, logDensity, confidence] = (['codes', 'densities', 'confidence'] as const).map((name) => road.scratch(`mixture.${name}`, n * 4)) as [number, number, number];
  road.pool.run('gaussianCodes', Math.ceil(n / BLOCK_ROWS), [x, n, mixture.dim, mixture.numCodes, panels, peaks, codes, logDensity, confidence]);
  return { codes: road.memory.ints(codes, n), logDensity: road.memory.floats(logDensity, n), confidence: road.memory.floats(confidence, n) };
}

function packed(road: CpuRoad, { numCodes, dim, means, variances, peaks }: MixtureValues) {
  const width = Math.ceil(dim / SUM_DIMS) * SUM_DIMS;
  const numPanels = Math.ceil(numCodes / PANEL);
  const copy = (name: string, values: Float64Array, length = values.length): number => {
    const address = road.scratch(name, length * 8);
    road.memory.doubles(address, length).fill(-Infinity, values.length).set(values);
    return address;
  };
  const at = {
    panels: road.scratch('mixture.panels', numPanels * dim * 64),
    means: road.scratch('mixture.wideMeans', numCodes * width * 8),
    peaks: copy('mixture.peaks', peaks, numPanels * PANEL),
    width,
  };
  road.pool.run('packMixture', numPanels, [copy('mixture.means', means), copy('mixture.variances', variances), numCodes, dim, at.panels, at.means, width]);
  return at;
}
