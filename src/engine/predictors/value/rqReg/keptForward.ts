/** RQ-Reg's network and losses on a tape over kept memory: the equations of forward.ts and losses.ts, layer by layer. */
import { blend, columnsOf, crossEntropy, lookUp, lstmStep, multiply, perceptron, sideBySide, softmax, stacked, type CellNodes, type LayerNodes, type Softmax } from '../../../cpu/blocks/layers';
import { rankContrast } from '../../../cpu/blocks/rankContrast';
import type { Node, Tape } from '../../../cpu/tape';
import type { RqRegNetwork } from './forward';
import { labelOrder, TEMPERATURE, type RegressionOptions } from './losses';
import { BEGIN } from './targetQuantizer';

/** What a step after the first reads: as Reading in forward.ts, in memory. `own` [n]. */
export type KeptReading = 'own' | { readonly tokens: Int32Array; readonly own?: Float32Array };

interface NetworkNodes {
  readonly trunk: readonly LayerNodes[];
  readonly tokens: Node;
  readonly lstm: LayerNodes;
  readonly predictor: readonly LayerNodes[];
  readonly regressor: readonly LayerNodes[];
  readonly error: readonly LayerNodes[] | null;
}

export interface KeptPass {
  /** A level each: logits [n, V], their softmax, expected embeddings [n, H]. */
  readonly logits: readonly Node[];
  readonly softmaxes: readonly Softmax[];
  readonly mixes: readonly Node[];
  /** [levels n, 1], level after level: what each adds; and [n, 1] of the error head. */
  readonly values: Node;
  readonly last: Node | null;
}

/** f [n, F] through all levels; `variables`: those of the network in their order. */
export function keptPass(tape: Tape, network: RqRegNetwork, variables: readonly Node[], f: Node, readings: readonly KeptReading[]): KeptPass {
  const n = f.rows;
  const { levels } = network.quantizer;
  const { trunk, tokens, lstm, predictor, regressor, error } = nodesOf(network, variables);
  const start = perceptron(tape, f, trunk);
  const width = start.columns / 2;
  let state: CellNodes = { hidden: columnsOf(tape, start, 0, width), cell: columnsOf(tape, start, width, width) };
  const logits: Node[] = [];
  const softmaxes: Softmax[] = [];
  const mixes: Node[] = [];
  let input = lookUp(tape, tokens, tape.ints(new Int32Array(n).fill(BEGIN)), n);
  for (let level = 0; level < levels; level++) {
    if (level > 0) input = read(tape, readings[level - 1]!, mixes[level - 1]!, tokens);
    state = lstmStep(tape, input, state, lstm);
    const z = perceptron(tape, state.hidden, predictor);
    const mask = network.maskOf(level);
    const choice = softmax(tape, z, mask ? tape.data(mask, 1, mask.length).address : 0);
    logits.push(z);
    softmaxes.push({ z, ...choice });
    mixes.push(multiply(tape, choice.p, tokens));
  }
  const values = perceptron(tape, stacked(tape, logits), regressor);
  return { logits, softmaxes, mixes, values, last: error && perceptron(tape, mixes.at(-1)!, error) };
}

/** As regressionLoss, of sums [P, n]; gives `weight` times its gradient to what each level and the error head add. */
export function keptRegressionLoss(tape: Tape, { values, last }: KeptPass, sums: Float32Array, n: number, { loss, delta, stopGradient }: RegressionOptions, weight: number): number {
  const stages = sums.length / n;
  const levels = values.rows / n;
  const [added, ending] = [tape.view(values), last && tape.view(last)];
  const slopes = new Float64Array(sums.length);
  let total = 0;
  for (let row = 0; row < n; row++) {
    let sum = 0;
    for (let stage = 0; stage < stages; stage++) {
      sum += stage < levels ? added[stage * n + row]! : ending![row]!;
      const u = sum - sums[stage * n + row]!;
      const near = Math.min(Math.abs(u), delta);
      total += loss === 'l1' ? Math.abs(u) : near * (Math.abs(u) - near / 2);
      slopes[stage * n + row] = ((loss === 'l1' ? Math.sign(u) : Math.sign(u) * near) * weight) / sums.length;
    }
    // Without the stop-gradient a level is part of every later sum too.
    if (!stopGradient) for (let stage = stages - 2; stage >= 0; stage--) slopes[stage * n + row]! += slopes[(stage + 1) * n + row]!;
  }
  tape.give(values, (address) => tape.road.memory.floats(address, values.rows).set(slopes.subarray(0, values.rows)));
  if (last && stages > levels) tape.give(last, (address) => tape.road.memory.floats(address, n).set(slopes.subarray(values.rows)));
  return total / sums.length;
}

/** As generationLoss, of true tokens [n] a level. */
export function keptGenerationLoss(tape: Tape, { logits, softmaxes }: KeptPass, tokens: readonly Int32Array[], weight: number): number {
  return crossEntropy(tape, logits, tokens, weight, softmaxes);
}

/** As representationLoss, of rows with these labels [n]. */
export function keptRepresentationLoss(tape: Tape, { mixes }: KeptPass, labels: Float64Array, balanceZeros: boolean, weight: number): number {
  const { order, kept } = labelOrder(labels, balanceZeros, (length) => tape.road.memory.ints(tape.allocate(length * 4), length));
  const features = sideBySide(tape, mixes);
  const compared = kept ? lookUp(tape, features, tape.ints(kept), kept.length) : features;
  return rankContrast(tape, compared, order, TEMPERATURE, weight);
}

function nodesOf(network: RqRegNetwork, variables: readonly Node[]): NetworkNodes {
  let at = 0;
  const take = (count: number) => variables.slice(at, (at += count));
  const { trunk, predictor, regressor, error } = network;
  const trunkNodes = trunk.layers(take(trunk.variables.length));
  const [tokens] = take(1) as [Node];
  const [weight, bias] = take(2) as [Node, Node];
  return {
    trunk: trunkNodes,
    tokens,
    lstm: { weight, bias },
    predictor: predictor.layers(take(predictor.variables.length)),
    regressor: regressor.layers(take(regressor.variables.length)),
    error: error && error.layers(take(error.variables.length)),
  };
}

function read(tape: Tape, reading: KeptReading, mix: Node, table: Node): Node {
  if (reading === 'own') return mix;
  const taught = lookUp(tape, table, tape.ints(reading.tokens), reading.tokens.length);
  return reading.own ? blend(tape, taught, mix, reading.own) : taught;
}
