/** The kernel table: which cases there are in which sizes, and how one of them is measured. */
import { kMeansCase, encodeCase, nearestCase } from './cases/nearest';
import { emCase, mixtureCodesCase } from './cases/mixture';
import { nearestTwoCase } from './cases/nearestTwo';
import { denseCase, matMulCase } from './cases/products';
import type { KernelCase } from './cases/kernelCase';
import { interleaved, type Effort, type Timing } from './clock';
import { plainLibrary } from './library';

export interface KernelResult {
  readonly name: string;
  readonly sizes: string;
  readonly flops: number;
  readonly bytes: number;
  readonly formula: string;
  readonly bound: number;
  readonly error: number;
  readonly plainError: number;
  readonly ours: Timing;
  readonly plain: Timing;
}

/** `smoke` only tries the machinery: its ratios mean nothing. */
export type Scale = 'full' | 'quick' | 'smoke';

/** Rows by scale: of the search alone, of one pass of k-means, and of the rest. */
const ROWS: Readonly<Record<Scale, { readonly search: number; readonly pass: number; readonly rest: number }>> = {
  full: { search: 65_536, pass: 16_384, rest: 16_384 },
  quick: { search: 3_072, pass: 1_024, rest: 768 },
  smoke: { search: 256, pass: 256, rest: 128 },
};

/** In the order of the table. */
export function kernelCases(scale: Scale): readonly KernelCase[] {
  const { search, pass, rest } = ROWS[scale];
  return [
    nearestCase(search, 128, 256), encodeCase(rest, 128, 256, 3), kMeansCase(pass, 128, 256), nearestTwoCase(rest, 128, 256),
    emCase(rest, 128, 128), mixtureCodesCase(rest, 128, 128), matMulCase(256, 512, 256), denseCase(256, 256, 512),
  ];
}

/** Times the engine's form and the composed one in turn, then checks both. */
export async function measureKernel(index: number, scale: Scale, effort: Effort): Promise<KernelResult> {
  const { prepare, ...about } = kernelCases(scale)[index]!;
  const prepared = await prepare();
  try {
    const { ours, plain } = await interleaved({ ours: prepared.ours, plain: plainLibrary(prepared.plain) }, effort);
    const errors = await prepared.errors();
    return { ...about, error: errors.ours, plainError: errors.plain, ours, plain };
  } finally {
    prepared.dispose();
  }
}
