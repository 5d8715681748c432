/** The parts of sequence networks on a tape over kept memory: as plainFace.ts, with their gradients. */
import { attention } from '../cpu/blocks/attention';
import { binaryCrossEntropy } from '../cpu/blocks/binaryCrossEntropy';
import { activate, add, times } from '../cpu/blocks/elementwise';
import { embedding, embeddingBag } from '../cpu/blocks/embedding';
import { crossEntropy, dense, sideBySide, stacked } from '../cpu/blocks/layers';
import { layerNorm } from '../cpu/blocks/layerNorm';
import { tableScores } from '../cpu/blocks/tableScores';
import type { Node, Tape } from '../cpu/tape';
import type { Activation } from '../math/activations';
import type { AttentionData } from '../math/attentionData';
import type { Bags } from '../math/segments';
import type { TransformerLayer } from './transformerLayer';
import type { Bias, Face, Grouped } from './face';

export class KeptFace implements Face<Node> {
  total = 0;
  readonly losses: Record<string, number> = {};

  constructor(
    private readonly tape: Tape,
    private readonly variables: readonly Node[],
  ) {}

  variable(i: number): Node {
    return this.variables[i]!;
  }

  data(values: Float32Array, rows: number, columns: number): Node {
    return this.tape.data(values, rows, columns);
  }

  dense(x: Node, weight: Node, bias: Node, relu = false): Node {
    return dense(this.tape, x, { weight, bias }, relu);
  }

  activate(x: Node, kind: Activation): Node {
    return activate(this.tape, x, kind);
  }

  add(a: Node, b: Node): Node {
    return add(this.tape, a, b);
  }

  times(a: Node, b: Node): Node {
    return times(this.tape, a, b);
  }

  join(parts: readonly Node[]): Node {
    return sideBySide(this.tape, parts);
  }

  stack(parts: readonly Node[]): Node {
    return stacked(this.tape, parts);
  }

  reshape(x: Node, rows: number, columns: number): Node {
    const turned: Node = { address: x.address, gradient: x.gradient, rows, columns, touched: false };
    this.tape.record(turned, () => {
      if (x.touched) throw new Error('reshape: something else read what was reshaped');
      x.touched = x.gradient !== 0;
    });
    return turned;
  }

  embedding(table: Node, ids: Int32Array): Node {
    return embedding(this.tape, table, ids);
  }

  embeddingBag(table: Node, bags: Bags): Node {
    return embeddingBag(this.tape, table, bags);
  }

  tableScores(x: Node, table: Node, from: number, count: number): Node {
    return tableScores(this.tape, x, table, from, count);
  }

  layerNorm(x: Node, gain: Node, shift: Node): Node {
    return layerNorm(this.tape, x, { gain, shift });
  }

  attention(q: Node, k: Node, v: Node, data: AttentionData, biases: readonly Bias<Node>[]): Node {
    return attention(this.tape, { q, k, v }, data, biases).out;
  }

  transformer(layer: TransformerLayer, at: number, x: Node, place: Grouped<Node>): Node {
    return layer.applyKept(this.tape, this.variables.slice(at, at + layer.variables.length), x, place).out;
  }

  weightedSums(tokens: Node, weights: Node, mask: Uint8Array, each: number): Node {
    const { tape } = this;
    const { rows: slots, columns: width } = tokens;
    const sums = tape.node(slots / each, width);
    const [from, share, to] = [tape.view(tokens), tape.view(weights), tape.view(sums).fill(0)];
    for (let slot = 0; slot < slots; slot++) {
      if (mask[slot] === 0) continue;
      const at = Math.floor(slot / each) * width;
      for (let j = 0; j < width; j++) to[at + j]! += share[slot]! * from[slot * width + j]!;
    }
    tape.record(sums, () => {
      const slopes = tape.road.memory.floats(sums.gradient, sums.rows * width);
      tape.give(tokens, (address) => {
        const out = tape.road.memory.floats(address, slots * width).fill(0);
        for (let slot = 0; slot < slots; slot++) {
          const at = Math.floor(slot / each) * width;
          if (mask[slot] === 1) for (let j = 0; j < width; j++) out[slot * width + j] = share[slot]! * slopes[at + j]!;
        }
      });
      tape.give(weights, (address) => {
        const out = tape.road.memory.floats(address, slots).fill(0);
        for (let slot = 0; slot < slots; slot++) {
          if (mask[slot] === 0) continue;
          const at = Math.floor(slot / each) * width;
          for (let j = 0; j < width; j++) out[slot]! += from[slot * width + j]! * slopes[at + j]!;
        }
      });
    });
    return sums;
  }

  loss(name: string, logits: Node, labels: Float32Array, weights: Float32Array, share: number): void {
    const loss = binaryCrossEntropy(this.tape, logits, labels, weights, share);
    this.losses[name] = loss;
    this.total += share * loss;
  }

  crossEntropy(name: string, logits: Node, tokens: Int32Array, share: number): void {
    const loss = crossEntropy(this.tape, [logits], [tokens], share);
    this.losses[name] = loss;
    this.total += share * loss;
  }
}
