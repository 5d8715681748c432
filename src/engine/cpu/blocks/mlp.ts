/** A multi-layer perceptron over kept memory, forward and backward: linear layers with ReLU between them and none after the last, as nn/mlp.ts. */
import { columnSums, product } from '../kernels';
import type { CpuRoad } from '../road';
import type { Place } from './parameters';

export class MlpBlock {
  /** Outputs [batch, width] of each layer, and the gradients at its output. */
  private readonly outputs: readonly number[];
  private readonly gradients: readonly number[];
  private readonly toInput: number;
  private input = 0;

  /** `widths`: input, hidden ..., output. `places`: weight [in, out] and bias [out] of each layer in turn. */
  constructor(
    private readonly road: CpuRoad,
    private readonly widths: readonly number[],
    private readonly batch: number,
    private readonly places: readonly Place[],
  ) {
    const allocate = (width: number) => road.memory.allocate(batch * width * 4);
    this.outputs = widths.slice(1).map(allocate);
    this.gradients = widths.slice(1, -1).map(allocate);
    this.toInput = allocate(widths[0]!);
  }

  /** Address of the output [batch, widths.at(-1)] for the rows at x [batch, widths[0]], which stay as they are until `backward`. */
  forward(x: number): number {
    const { road, widths, batch, places, outputs } = this;
    this.input = x;
    const last = outputs.length - 1;
    outputs.forEach((out, i) => product(road, 'nn', i === 0 ? x : outputs[i - 1]!, places[2 * i]!.address, [batch, widths[i]!, widths[i + 1]!], out, { bias: places[2 * i + 1]!.address, relu: i < last }));
    return outputs[last]!;
  }

  /** Writes the gradients of all weights and biases for the gradient dy at the output. `passOn`: gives the address of the gradient at the input, else 0. */
  backward(dy: number, passOn: boolean): number {
    const { road, widths, batch, places, outputs, gradients } = this;
    let gradient = dy;
    for (let i = outputs.length - 1; i >= 0; i--) {
      const [from, to] = [widths[i]!, widths[i + 1]!];
      product(road, 'tn', i === 0 ? this.input : outputs[i - 1]!, gradient, [from, batch, to], places[2 * i]!.gradient);
      columnSums(road, gradient, batch, to, places[2 * i + 1]!.gradient);
      if (i === 0 && !passOn) return 0;
      const next = i === 0 ? this.toInput : gradients[i - 1]!;
      product(road, 'nt', gradient, places[2 * i]!.address, [batch, to, from], next, i === 0 ? {} : { gate: outputs[i - 1]! });
      gradient = next;
    }
    return gradient;
  }

  dispose(): void {
    for (const address of [...this.outputs, ...this.gradients, this.toInput]) this.road.memory.free(address);
  }
}
