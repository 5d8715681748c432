/** Coarse-to-fine decoding of rows for the views: what each level said, how it added up, and how large the error is after each level. */
import * as tf from '@tensorflow/tfjs-core';
import type { Random } from '../../../math/random';
import { stableOrder } from '../../../math/ranks';
import { meanAbsoluteError, xauc } from '../../../math/regression';
import { concatenated, rowsOf } from '../../../math/rows';
import { mean } from '../../../math/statistics';
import { disposeBatch, featureBatch, type FieldEncoder } from '../../../nn/fieldEncoder';
import { matMul } from '../../../ops/matMul';
import type { DecodedSteps, Decoding } from '../../../records/predict';
import type { Decoded, TargetRows } from '../predictor';
import type { FeatureRows } from '../../../records/features';
import { alignment } from './alignment';
import type { Reading, RqRegNetwork } from './forward';

/** Rows decoded in full; rows, and pairs of them, whose embeddings are compared while training and at the end; rows passed at once. */
const SHOWN_ROWS = 256;
const COMPARED_ROWS = 1000;
const COMPARED_ROWS_THOROUGH = 2000;
const PAIRS = 4000;
const PAIRS_THOROUGH = 20_000;
const CHUNK = 4096;

export interface Decoder {
  readonly network: RqRegNetwork;
  readonly encoder: FieldEncoder;
  /** [V, 1], scaled. */
  readonly tokenValues: tf.Tensor2D;
  /** Draws what is compared; the same each time. */
  readonly random: Random;
}

/** Outputs of n rows, row-major and scaled. */
interface Outputs {
  /** [n, levels (+ 1)] */
  readonly scalars: Float32Array;
  /** [n, levels] */
  readonly expected: Float32Array;
  readonly tokens: Int32Array;
  /** One [n, V] a level, and [n, levels H]; empty unless asked for. */
  readonly probabilities: readonly Float32Array[];
  readonly mixes: Float32Array;
}

/** Decodes the rows free-running, some of them in full and teacher-forced too. */
export async function decodeRows(decoder: Decoder, { features, targets }: TargetRows, thorough: boolean): Promise<Omit<Decoded, 'quantization'>> {
  const { quantizer } = decoder.network;
  const n = targets.length;
  const truth = quantizer.encode(targets);
  const compared = decoder.random.split('compared').choose(n, thorough ? COMPARED_ROWS_THOROUGH : COMPARED_ROWS).toSorted();
  // Few rows are passed once, for all of it.
  const once = compared.length === n;
  const all = await outputsOf(decoder, features, everyRow(n), { probabilities: once, mixes: once });
  const shown = spread(targets, SHOWN_ROWS);
  const trueTokens = rowsOf(truth.tokens, quantizer.levels, shown);
  const free = once ? outputsOfRows(all, n, shown) : await outputsOf(decoder, features, shown, { probabilities: true });
  const forced = await outputsOf(decoder, features, shown, { probabilities: true, trueTokens });
  const { mixes } = once ? all : await outputsOf(decoder, features, compared, { mixes: true });
  const ways = waysOf(decoder.network, all, truth.tokens);
  const errorHead = {
    mae: mean(Float64Array.from(truth.remainders, (rest, row) => Math.abs(lastOf(decoder.network, all.scalars, row) - rest))) * quantizer.scale,
    without: mean(truth.remainders.map(Math.abs)) * quantizer.scale,
  };
  return {
    decoding: {
      rows: shown,
      targets: Float32Array.from(shown, (row) => targets[row]!),
      numCodes: quantizer.numCodes,
      tokenValues: Float32Array.from(quantizer.tokenValues, (value) => value * quantizer.scale),
      trueTokens,
      trueSums: Float32Array.from(runningSums(valuesOf(decoder.network, trueTokens), quantizer.levels, quantizer.scale)),
      free: stepsOf(decoder.network, free),
      forced: stepsOf(decoder.network, forced),
      byLevel: ways.map(({ way, sums, stages }) => ({ way, ...errorsOf(targets, sums, stages) })),
      errorHead,
    },
    alignment: alignment({
      embeddings: mixes,
      targets: Float64Array.from(compared, (row) => targets[row]!),
      table: await decoder.network.tokens.data<'float32'>(),
      quantizer,
      pairs: thorough ? PAIRS_THOROUGH : PAIRS,
      random: decoder.random.split('pairs'),
    }),
  };
}

async function outputsOf(
  { network, encoder, tokenValues }: Decoder, features: FeatureRows, rows: Uint32Array, { probabilities = false, mixes = false, trueTokens }: { probabilities?: boolean; mixes?: boolean; trueTokens?: Int32Array } = {},
): Promise<Outputs> {
  const { levels } = network.quantizer;
  const chunks: Float32Array[][] = [];
  for (let start = 0; start < rows.length; start += CHUNK) {
    const own = rows.subarray(start, start + CHUNK);
    const batch = featureBatch(features, own);
    const tensors = tf.tidy(() => {
      const readings = trueTokens && Array.from({ length: levels - 1 }, (_, level): Reading => ({ tokens: tf.tensor1d(Int32Array.from(own, (_, i) => trueTokens[(start + i) * levels + level]!), 'int32') }));
      const pass = network.pass(encoder.apply(batch), readings);
      const expected = tf.concat(pass.probabilities.map((p) => matMul(p, tokenValues)), 1);
      const tokens = tf.stack(pass.probabilities.map((p) => tf.argMax(p, 1)), 1);
      return [tf.transpose(pass.scalars), expected, tokens, ...(mixes ? [tf.concat(pass.mixes as tf.Tensor2D[], 1)] : []), ...(probabilities ? pass.probabilities : [])];
    });
    chunks.push(await Promise.all(tensors.map((tensor) => tensor.data<'float32'>())));
    tf.dispose(tensors);
    disposeBatch(batch);
  }
  const merged = (at: number) => concatenated(chunks.map((chunk) => chunk[at]!));
  return {
    scalars: merged(0),
    expected: merged(1),
    tokens: Int32Array.from(merged(2)),
    mixes: mixes ? merged(3) : new Float32Array(0),
    probabilities: probabilities ? Array.from({ length: levels }, (_, level) => merged(level + (mixes ? 4 : 3))) : [],
  };
}

/** Some of the n rows passed. */
function outputsOfRows({ scalars, expected, tokens, probabilities, mixes }: Outputs, n: number, rows: Uint32Array): Outputs {
  const some = <A extends Float32Array | Int32Array>(array: A): A => rowsOf(array, array.length / n, rows);
  return { scalars: some(scalars), expected: some(expected), tokens: some(tokens), probabilities: probabilities.map(some), mixes: some(mixes) };
}

function stepsOf(network: RqRegNetwork, { scalars, expected, tokens, probabilities }: Outputs): DecodedSteps {
  const { levels, scale } = network.quantizer;
  const rows = tokens.length / levels;
  const stages = scalars.length / rows;
  const learned = runningSums(scalars, stages, scale);
  return {
    probabilities,
    // Without an error head its place holds the last sum.
    learned: Float32Array.from({ length: rows * (levels + 1) }, (_, at) => learned[Math.floor(at / (levels + 1)) * stages + Math.min(at % (levels + 1), stages - 1)]!),
    expected: Float32Array.from(runningSums(expected, levels, scale)),
    greedy: Float32Array.from(runningSums(valuesOf(network, tokens), levels, scale)),
    tokens,
  };
}

/** Running sums [n, stages] by every way of decoding. */
function waysOf(network: RqRegNetwork, all: Outputs, trueTokens: Int32Array) {
  const { levels, scale } = network.quantizer;
  const stages = levels + (network.error ? 1 : 0);
  return [
    { way: 'learned' as const, stages, sums: runningSums(all.scalars, stages, scale) },
    { way: 'expected' as const, stages: levels, sums: runningSums(all.expected, levels, scale) },
    { way: 'greedy' as const, stages: levels, sums: runningSums(valuesOf(network, all.tokens), levels, scale) },
    { way: 'oracle' as const, stages: levels, sums: runningSums(valuesOf(network, trueTokens), levels, scale) },
  ];
}

function errorsOf(targets: Float64Array, sums: Float64Array, stages: number): Omit<Decoding['byLevel'][number], 'way'> {
  const columns = Array.from({ length: stages }, (_, stage) => Float64Array.from(targets, (_, row) => sums[row * stages + stage]!));
  return { mae: columns.map((column) => meanAbsoluteError(targets, column)), xauc: columns.map((column) => xauc(targets, column)) };
}

/** [n, stages] parts -> running sums, in the target's unit. */
function runningSums(parts: ArrayLike<number>, stages: number, scale: number): Float64Array {
  const sums = new Float64Array(parts.length);
  let sum = 0;
  for (let at = 0; at < sums.length; at++) {
    sum = (at % stages === 0 ? 0 : sum) + parts[at]!;
    sums[at] = sum * scale;
  }
  return sums;
}

function valuesOf({ quantizer }: RqRegNetwork, tokens: Int32Array): Float64Array {
  return Float64Array.from(tokens, (token) => quantizer.tokenValues[token]!);
}

/** What the error head says for a row, scaled; 0 without one. */
function lastOf({ quantizer, error }: RqRegNetwork, scalars: Float32Array, row: number): number {
  return error ? scalars[row * (quantizer.levels + 1) + quantizer.levels]! : 0;
}

/** At most `count` rows at even distances in the order of the target, in that order. */
function spread(targets: Float64Array, count: number): Uint32Array {
  const order = stableOrder(targets);
  const kept = Math.min(count, order.length);
  return Uint32Array.from({ length: kept }, (_, i) => order[kept === 1 ? 0 : Math.round((i * (order.length - 1)) / (kept - 1))]!);
}

function everyRow(n: number): Uint32Array {
  return Uint32Array.from({ length: n }, (_, row) => row);
}
