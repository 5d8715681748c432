/**
 * The network of RQ-Reg (2602.23012): features start an LSTM that names the codes of the target level by level, and what each adds to the value.
 *
 *     h, c = split(trunk(f));   input of step 0: E[BEGIN]
 *     h, c = lstm(input, h, c);   z_t = predictor(h);   m_t = softmax(z_t) E;   v_t = regressor(z_t)
 *     input of step t: E[true token of step t - 1], or m_{t-1}, the step's own expected embedding
 *     prediction = v_0 + ... + v_{L-1} + error head(m_{L-1})
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Random } from '../../../math/random';
import { Lstm, type LstmState } from '../../../nn/lstm';
import { Mlp } from '../../../nn/mlp';
import { lookUp } from '../../../ops/lookUp';
import { matMul } from '../../../ops/matMul';
import { BEGIN, END, type TargetQuantizer } from './targetQuantizer';

/** Added to the logits of tokens that are not allowed. */
const FORBIDDEN = -1e9;

export interface NetworkShape {
  /** Numbers a row of features has, F. */
  readonly inputs: number;
  /** H */
  readonly width: number;
  readonly errorHead: boolean;
  /** A step chooses among END and the codes of its own level only. */
  readonly maskLevels: boolean;
}

/** What a step after the first reads: its own expected embedding, the true tokens [n] before it, or by row (1 in `own` [n, 1]) one or the other. */
export type Reading = 'own' | { readonly tokens: tf.Tensor1D; readonly own?: tf.Tensor2D };

export interface Pass {
  readonly states: readonly LstmState[];
  /** [n, V] a level, those forbidden at about -1e9; softmax of them. */
  readonly logits: readonly tf.Tensor2D[];
  readonly probabilities: readonly tf.Tensor2D[];
  /** Expected embeddings [n, H], one a level. */
  readonly mixes: readonly tf.Tensor2D[];
  /** [levels, n], and one row more with the error head: what each adds to the prediction. */
  readonly scalars: tf.Tensor2D;
}

export class RqRegNetwork {
  readonly trunk: Mlp;
  /** E [V, H] */
  readonly tokens: tf.Variable;
  readonly lstm: Lstm;
  readonly predictor: Mlp;
  readonly regressor: Mlp;
  readonly error: Mlp | null;
  /** [V] a level: what is added to its logits; none where every token is allowed. */
  private readonly maskValues: readonly Float32Array[];
  /** The same as [1, V]. */
  private readonly masks: readonly tf.Tensor2D[];

  constructor(
    readonly quantizer: TargetQuantizer,
    readonly shape: NetworkShape,
    random: Random,
  ) {
    const { inputs, width } = shape;
    const V = quantizer.vocabulary;
    this.trunk = new Mlp([inputs, 2 * width, 2 * width], random.split('trunk'));
    const table = random.split('tokens');
    this.tokens = tf.tidy(() => tf.variable(tf.tensor2d(Float32Array.from({ length: V * width }, () => table.normal()), [V, width])));
    this.lstm = new Lstm(width, width, random.split('lstm'));
    this.predictor = new Mlp([width, V], random.split('predictor'));
    this.regressor = new Mlp([V, width, 1], random.split('regressor'));
    this.error = shape.errorHead ? new Mlp([width, width, 1], random.split('error')) : null;
    this.maskValues = shape.maskLevels ? quantizer.centroids.map((_, level) => levelMask(quantizer, level)) : [];
    this.masks = this.maskValues.map((mask) => tf.tensor2d(mask, [1, mask.length]));
  }

  get variables(): tf.Variable[] {
    const { trunk, tokens, lstm, predictor, regressor, error } = this;
    return [...trunk.variables, tokens, ...lstm.variables, ...predictor.variables, ...regressor.variables, ...(error?.variables ?? [])];
  }

  /** What is added to the logits of a level, [V]; undefined where every token is allowed. */
  maskOf(level: number): Float32Array | undefined {
    return this.maskValues[level];
  }

  /** f [n, F] through all levels; `readings` for steps 1, 2, ..., absent: free-running. Differentiable in f and the variables. */
  pass(f: tf.Tensor2D, readings: readonly Reading[] = this.quantizer.centroids.slice(1).map(() => 'own' as const)): Pass {
    const rows = f.shape[0];
    const table = this.tokens as unknown as tf.Tensor2D;
    const [hidden, cell] = tf.split(this.trunk.apply(f), 2, 1) as [tf.Tensor2D, tf.Tensor2D];
    const states: LstmState[] = [{ hidden, cell }];
    const raw: tf.Tensor2D[] = [];
    const logits: tf.Tensor2D[] = [];
    const probabilities: tf.Tensor2D[] = [];
    const mixes: tf.Tensor2D[] = [];
    let input = lookUp(table, tf.fill([rows], BEGIN, 'int32'));
    for (let level = 0; level < this.quantizer.levels; level++) {
      if (level > 0) input = read(readings[level - 1]!, mixes[level - 1]!, table);
      const state = this.lstm.step(input, states[level]!);
      const z = this.predictor.apply(state.hidden);
      const mask = this.masks[level];
      const allowed = mask ? (tf.add(z, mask) as tf.Tensor2D) : z;
      const p = tf.softmax(allowed);
      states.push(state);
      raw.push(z);
      logits.push(allowed);
      probabilities.push(p);
      mixes.push(matMul(p, table));
    }
    // One regressor for all steps: they are its rows.
    const values = tf.reshape(this.regressor.apply(tf.concat(raw, 0)), [this.quantizer.levels, rows]) as tf.Tensor2D;
    const scalars = this.error ? tf.concat([values, tf.reshape(this.error.apply(mixes.at(-1)!), [1, rows]) as tf.Tensor2D], 0) : values;
    return { states, logits, probabilities, mixes, scalars };
  }

  dispose(): void {
    tf.dispose([...this.variables, ...this.masks]);
  }
}

function read(reading: Reading, mix: tf.Tensor2D, table: tf.Tensor2D): tf.Tensor2D {
  if (reading === 'own') return mix;
  const taught = lookUp(table, reading.tokens);
  return reading.own ? tf.add(taught, tf.mul(reading.own, tf.sub(mix, taught))) : taught;
}

function levelMask(quantizer: TargetQuantizer, level: number): Float32Array {
  const mask = new Float32Array(quantizer.vocabulary).fill(FORBIDDEN);
  mask[END] = 0;
  quantizer.centroids[level]!.forEach((_, code) => (mask[quantizer.token(level, code)] = 0));
  return mask;
}
