/**
 * The source model of instances (2604.08933, sections on temporal-order and user-order models): what a row is, pressed into a few numbers, from which its label must be predicted.
 *
 *     e = field embeddings;   h = MLP(e);   c = W [h, e] + b            the vector of the instance
 *     g = SIT(c over the rows of one user), or c itself                  rows see themselves and earlier requests; as wide as SIT
 *     d = silu(W2 g + b2);   logit = head(d), in user order head([d, (A e) * (B g)])
 *
 * The product is ours: what a row is itself reaches its prediction past c, which is then free for what later rows want to know. The skip of e past h keeps what helps only later rows: through h
 * alone it is lost. SIT is pre-norm (nn/transformerLayer.ts), with learned biases by the distance in requests and by the gap in time, shared by its layers.
 */
import type { Activation } from '../../../math/activations';
import type { Random } from '../../../math/random';
import { TransformerLayer } from '../../../nn/transformerLayer';
import { DISTANCES, GAPS, startOfDistances } from '../buckets';
import type { Face } from '../../../nn/face';
import { through, Weights, type DenseAt } from '../../../nn/weights';
import type { Sequences } from './sequences';

export interface SourceShape {
  /** Fields a row, entries of their table, numbers each. */
  readonly fields: number;
  readonly entries: number;
  readonly fieldDim: number;
  /** Widths of h. */
  readonly hidden: readonly number[];
  /** D */
  readonly dim: number;
  /** phi of c: a ReLU is nearest to the printed formula and leaves half of the numbers unused. */
  readonly activation: 'linear' | 'relu';
  /** Layers of SIT, none: rows by themselves. Width between them. */
  readonly layers: number;
  readonly width: number;
  readonly heads: number;
  readonly decompressed: number;
  /** The row's own fields times g, beside d; with SIT only. Numbers of the product are those of d. */
  readonly product: boolean;
  /** A head on c itself. */
  readonly ownHead: boolean;
  /** Of SIT's feed-forward part and of d; absent: gelu, silu. */
  readonly activations?: { readonly sit: Activation; readonly decompressed: Activation };
}

export class SourceNetwork {
  readonly weights = new Weights();
  readonly layers: readonly TransformerLayer[];
  private readonly table: number;
  private readonly hidden: readonly DenseAt[];
  private readonly bottleneck: DenseAt;
  /** Where SIT is not as wide as c. */
  private readonly into: DenseAt | null;
  private readonly layersAt: readonly number[];
  private readonly distances: number;
  private readonly gaps: number;
  private readonly decompress: DenseAt;
  private readonly head: DenseAt;
  private readonly factors: { readonly own: DenseAt; readonly mixed: DenseAt } | null;
  private readonly own: DenseAt | null;

  constructor(
    readonly shape: SourceShape,
    random: Random,
  ) {
    const { weights } = this;
    const { fields, entries, fieldDim, hidden, dim, layers, width, heads, decompressed } = shape;
    const inputs = fields * fieldDim;
    this.table = weights.table(entries, fieldDim, random.split('table'));
    const widths = [inputs, ...hidden];
    this.hidden = hidden.map((out, i) => weights.dense(widths[i]!, out, random.split(`hidden ${i}`)));
    this.bottleneck = weights.dense(widths.at(-1)! + inputs, dim, random.split('bottleneck'));
    const sits = layers > 0;
    this.into = sits && width !== dim ? weights.dense(dim, width, random.split('into')) : null;
    this.layers = Array.from({ length: layers }, (_, i) => new TransformerLayer({ width, heads, ...(shape.activations && { activation: shape.activations.sit }) }, random.split(`layer ${i}`)));
    this.layersAt = this.layers.map((layer) => weights.variables.push(...layer.variables) - layer.variables.length);
    const start = startOfDistances(heads);
    this.distances = sits ? weights.add([DISTANCES, heads], (at) => start[at]!) : -1;
    this.gaps = sits ? weights.add([GAPS, heads], () => 0) : -1;
    this.decompress = weights.dense(sits ? width : dim, decompressed, random.split('decompress'));
    this.head = weights.dense(shape.product ? 2 * decompressed : decompressed, 1, random.split('head'));
    this.factors = shape.product ? { own: weights.dense(inputs, decompressed, random.split('own factor')), mixed: weights.dense(width, decompressed, random.split('mixed factor')) } : null;
    this.own = shape.ownHead ? weights.dense(dim, 1, random.split('own')) : null;
  }

  /** e [n, fields x fieldDim] of n rows with these ids [n, fields]. */
  embed<X>(face: Face<X>, ids: Int32Array): X {
    const { fields, fieldDim } = this.shape;
    return face.reshape(face.embedding(face.variable(this.table), ids), ids.length / fields, fields * fieldDim);
  }

  /** c [n, D] of embedded rows. */
  compress<X>(face: Face<X>, e: X): X {
    const h = this.hidden.reduce((x, layer) => through(face, x, layer, true), e);
    return through(face, face.join([h, e]), this.bottleneck, this.shape.activation === 'relu');
  }

  /** Rows of c in sequences -> g [m, width], what each output row is after SIT. */
  mix<X>(face: Face<X>, c: X, { groups, length, slots, mask, distances, gaps, outputs }: Sequences): X {
    const placed = face.embedding(c, slots);
    const start = this.into ? through(face, placed, this.into) : placed;
    const biases = [{ table: face.variable(this.distances), buckets: distances }, { table: face.variable(this.gaps), buckets: gaps }];
    const mixed = this.layers.reduce((x, layer, i) => face.transformer(layer, this.layersAt[i]!, x, { groups, rows: length, mask, biases }), start);
    return face.embedding(mixed, outputs);
  }

  /** Logits [m, 1] of rows g, with e of the same rows. */
  logits<X>(face: Face<X>, g: X, e: X): X {
    const d = face.activate(through(face, g, this.decompress), this.shape.activations?.decompressed ?? 'silu');
    const { factors } = this;
    return through(face, factors ? face.join([d, face.times(through(face, e, factors.own), through(face, g, factors.mixed))]) : d, this.head);
  }

  /** Logits [n, 1] of c alone. */
  ownLogits<X>(face: Face<X>, c: X): X {
    return through(face, c, this.own!);
  }

  dispose(): void {
    this.weights.dispose();
  }
}
