/** Real rows, and what scikit-learn and faiss reach on them: bench/peers.json, made by scripts/peers.py (how each was run stands there). */
import { readFileSync } from 'node:fs';
import { loadDataset } from '../data/dataset';
import { Vectors } from '../quantizers/vectors';

export const shared = process.env.RESIDUA_SHARED;

/** Names as in bench/peers.json. */
export const FILES = { sift: 'data/sift-5k/sift_5000x128_u8.npy', text: 'data/amazon-industrial/item_lsa_256.npy' } as const;

export type PeerProgram = 'kmeans' | 'faiss-1-1' | 'faiss-1-5' | 'faiss-5-5' | 'mixture';

interface PeerRun {
  /** Residual energy after each level. */
  readonly energy: readonly number[];
  /** Mixtures: mean per row of each level's final mixture, on that level's own residuals. */
  readonly logLikelihood?: readonly number[];
}

/** A file as the peers read it: without rows that are all zero. */
export async function peerRows(file: keyof typeof FILES): Promise<Vectors> {
  const path = FILES[file];
  const { data, summary } = await loadDataset(new File([readFileSync(`${shared}/${path}`)], path.split('/').at(-1)!), {});
  const { rows, dim } = summary;
  const kept = Array.from({ length: rows }, (_, i) => i).filter((i) => data.subarray(i * dim, (i + 1) * dim).some((value) => value !== 0));
  const values = new Float32Array(kept.length * dim);
  kept.forEach((row, i) => values.set(data.subarray(row * dim, (row + 1) * dim), i * dim));
  return new Vectors(values, kept.length, dim);
}

/** A program's figures by level, mean over its seeds. */
export function peerMeans(file: keyof typeof FILES, numCodes: number, program: PeerProgram): { energy: number[]; logLikelihood: number[] } {
  const { runs } = JSON.parse(readFileSync(new URL('../../../bench/peers.json', import.meta.url), 'utf8')) as { runs: Record<string, PeerRun> };
  const own = Object.entries(runs).flatMap(([key, run]) => (key.startsWith(`${file}/${numCodes}/${program}/`) ? [run] : []));
  if (own.length === 0) throw new Error(`bench/peers.json has no ${file}/${numCodes}/${program}`);
  return { energy: meanOf(own.map((run) => run.energy)), logLikelihood: meanOf(own.map((run) => run.logLikelihood ?? [])) };
}

/** Entry by entry. */
export function meanOf(lists: readonly (readonly number[])[]): number[] {
  return lists[0]!.map((_, at) => lists.reduce((sum, list) => sum + list[at]!, 0) / lists.length);
}
