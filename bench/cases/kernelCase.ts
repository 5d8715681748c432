/** What a row of the kernel table needs to know. */
import type { Work } from '../clock';

export interface KernelCase {
  /** As the engine calls it. */
  readonly name: string;
  /** "65,536 x 128, 256 codes" */
  readonly sizes: string;
  /** Operations counted, and the numbers that must cross memory at least once, in bytes. */
  readonly flops: number;
  readonly bytes: number;
  /** How both were counted, in words. */
  readonly formula: string;
  /** The largest relative error allowed. */
  readonly bound: number;
  prepare(): Promise<PreparedCase>;
}

export interface PreparedCase {
  readonly ours: Work;
  readonly plain: Work;
  /** Largest relative errors of both forms against float64; runs each once. */
  errors(): Promise<{ readonly ours: number; readonly plain: number }>;
  dispose(): void;
}

/** 65536 -> "65,536" */
export function grouped(number: number): string {
  return number.toLocaleString('en-US');
}
