/** What a repair would do to the IDs of a finished run: new codes, and what they cost, before anything is applied. */
import * as tf from '@tensorflow/tfjs-core';
import { inTurn } from '../cpu/tensors';
import { readTogether } from '../gpu/launch';
import type { TrainedQuantizer } from '../quantizers/training/task';
import { neighboursKept } from '../quantizers/training/neighboursKept';
import type { Quantizer } from '../quantizers/quantizer';
import type { Vectors } from '../quantizers/vectors';
import type { IdentifierFigures, Repair, RepairOptions } from '../records/repair';
import { byId, columns, type Items } from './items';
import { repairCodes } from './repairCodes';
import { storedCodes } from './storedCodes';

/** Encodes the run's rows once more, repairs, and judges both IDs by the vectors they stand for. */
export async function previewRepair(run: TrainedQuantizer, options: RepairOptions, breathe: () => Promise<void>): Promise<Repair> {
  const { quantizer, rows, codes } = run;
  const { method } = options;
  const items = await itemsOf(quantizer, [rows], codes);
  const repaired = method === 'stored' ? storedCodes(quantizer, items) : await repairCodes(items, { ...options, method }, breathe);
  const figures = (after: Int32Array, levels: number) => identifierFigures(quantizer, rows, after, levels, items.levels);
  return {
    options,
    items: items.rows,
    ...repaired,
    before: await (run.before ??= figures(codes, items.levels)),
    after: await figures(repaired.codes, repaired.levels),
  };
}

/** Items of several sets of rows in one list, with the residuals before the last level. `codes`: theirs, row-major; what the quantizer gives where absent. */
export async function itemsOf(quantizer: Quantizer, sets: readonly Vectors[], codes?: Int32Array): Promise<Items> {
  const levels = quantizer.levelsReady;
  const rows = sets.reduce((sum, set) => sum + set.rows, 0);
  const dim = quantizer.latentDim;
  const numCodes = quantizer.numCodes[levels - 1]!;
  const residuals = new Float32Array(rows * dim);
  const encoded = new Int32Array(rows * levels);
  const lastCodebook = Float64Array.from((await quantizer.codebooks())[levels - 1]!);
  const offset = new Float64Array(dim);
  let start = 0;
  for (const chunk of inTurn(sets.flatMap((set) => set.chunks))) {
    const encoding = await quantizer.encode(chunk);
    await readTogether([encoding.residuals[levels - 1]!, encoding.residuals[levels]!, ...encoding.codes]);
    const before = await encoding.residuals[levels - 1]!.data<'float32'>();
    const after = await encoding.residuals[levels]!.data<'float32'>();
    const chosen = await Promise.all(encoding.codes.map((code) => code.data<'int32'>()));
    tf.dispose([encoding.latents, ...encoding.codes, ...encoding.residuals]);
    residuals.set(before, start * dim);
    const last = chosen[levels - 1]!;
    last.forEach((code, i) => {
      chosen.forEach((column, level) => (encoded[(start + i) * levels + level] = column[i]!));
      for (let d = 0; d < dim; d++) offset[d]! += lastCodebook[code * dim + d]! - (before[i * dim + d]! - after[i * dim + d]!);
    });
    start += last.length;
  }
  // Exported code vectors may hold a constant (the data's mean, in level 0); what an item loses by its code does not.
  for (let j = 0; j < lastCodebook.length; j++) lastCodebook[j]! -= offset[j % dim]! / rows;
  return { rows, levels, codes: codes ?? encoded, residuals, dim, lastCodebook: Float32Array.from(lastCodebook), numCodes };
}

/** Counted on all items, neighbours on the sample of the run's own metric, so that one run shows one number; `decodable`: levels that mean something to the decoder (a suffix does not). */
async function identifierFigures(quantizer: Quantizer, rows: Vectors, codes: Int32Array, levels: number, decodable: number): Promise<IdentifierFigures> {
  const { sizes } = byId(codes, rows.rows, levels);
  const rebuilt = await decodeAll(quantizer, columns(codes, rows.rows, levels).slice(0, decodable), rows);
  let squares = 0;
  for (let j = 0; j < rebuilt.length; j++) squares += (rows.data[j]! - rebuilt[j]!) ** 2;
  return {
    collisionRate: 1 - sizes.length / rows.rows,
    uniqueIdShare: sizes.filter((size) => size === 1).length / rows.rows,
    largestBucket: sizes.reduce((most, size) => Math.max(most, size), 0),
    rmse: Math.sqrt(squares / rebuilt.length),
    knnOverlap: (await neighboursKept(rows.data, rebuilt, rows.rows, rows.dim)).expected,
  };
}

async function decodeAll(quantizer: Quantizer, codes: readonly Int32Array[], rows: Vectors): Promise<Float32Array> {
  const rebuilt = new Float32Array(rows.rows * rows.dim);
  let start = 0;
  for (const chunk of rows.chunks) {
    const count = chunk.shape[0];
    const decoded = tf.tidy(() => quantizer.decode(codes.map((column) => tf.tensor1d(column.slice(start, start + count), 'int32')), count));
    rebuilt.set(await decoded.data<'float32'>(), start * rows.dim);
    decoded.dispose();
    start += count;
  }
  return rebuilt;
}
