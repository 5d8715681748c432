/**
 * A tape over kept memory: coarse steps of a network, each with its own gradient, run forward and then backward. One tape serves all steps of a training run: what step i of the network
 * writes lies where it lay the time before, so that nothing is allocated once the largest batch was seen.
 */
import { addScaled } from './kernels';
import type { CpuRoad } from './road';

/** Numbers [rows, columns] on a tape. */
export interface Node {
  readonly address: number;
  readonly rows: number;
  readonly columns: number;
  /** Address of the gradient, 0 where none is wanted. */
  readonly gradient: number;
  /** Whether a gradient has been written in this step; what comes later is added. */
  touched: boolean;
}

export class Tape {
  private readonly kept: { address: number; bytes: number }[] = [];
  private used = 0;
  private steps: (() => void)[] = [];

  constructor(readonly road: CpuRoad) {}

  /** Forgets the step before; its memory is used again. */
  begin(): void {
    this.used = 0;
    this.steps = [];
  }

  /** Memory that lasts until the next `begin`; it holds anything at all. */
  allocate(bytes: number): number {
    const i = this.used++;
    const known = this.kept[i];
    if (known && known.bytes >= bytes) return known.address;
    if (known) this.road.memory.free(known.address);
    const address = this.road.memory.allocate(bytes);
    this.kept[i] = { address, bytes };
    return address;
  }

  /** Numbers that a step of the network writes. */
  node(rows: number, columns: number, wanted = true): Node {
    return { address: this.allocate(rows * columns * 4), rows, columns, gradient: wanted ? this.allocate(rows * columns * 4) : 0, touched: false };
  }

  /** Constants, copied in. */
  data(values: ArrayLike<number>, rows: number, columns: number): Node {
    const node = this.node(rows, columns, false);
    this.view(node).set(values);
    return node;
  }

  /** Whole numbers, copied in; gives their address. */
  ints(values: ArrayLike<number>): number {
    const address = this.allocate(values.length * 4);
    this.road.memory.ints(address, values.length).set(values);
    return address;
  }

  view({ address, rows, columns }: Node): Float32Array {
    return this.road.memory.floats(address, rows * columns);
  }

  /** What runs in `backward`, after all that was recorded later. It is left out where nothing reached `output`. */
  record(output: Node, backward: () => void): void {
    this.steps.push(() => {
      if (output.touched) backward();
    });
  }

  /** Hands a gradient to a node: `write` puts all of it at an address. What reached the node before is added to. */
  give(node: Node, write: (address: number) => void): void {
    if (node.gradient === 0) return;
    if (!node.touched) {
      write(node.gradient);
      node.touched = true;
      return;
    }
    const { road } = this;
    const length = node.rows * node.columns;
    const part = road.scratch('tape.part', length * 4);
    write(part);
    addScaled(road, node.gradient, part, 1, length, node.gradient);
  }

  /** Hands over a gradient that lies at an address, where something else may write afterwards. */
  giveFrom(node: Node, from: number): void {
    if (node.gradient === 0) return;
    const length = node.rows * node.columns;
    if (node.touched) addScaled(this.road, node.gradient, from, 1, length, node.gradient);
    else this.road.memory.floats(node.gradient, length).set(this.road.memory.floats(from, length));
    node.touched = true;
  }

  /** Runs all recorded steps from the last to the first. The losses have given their gradients before. */
  backward(): void {
    for (const step of this.steps.toReversed()) step();
  }

  /** For tests: makes all its memory NaN, so that what is read before it is written shows. */
  poison(): void {
    for (const { address, bytes } of this.kept) this.road.memory.floats(address, Math.floor(bytes / 4)).fill(NaN);
  }

  dispose(): void {
    for (const { address } of this.kept) this.road.memory.free(address);
    this.kept.length = 0;
  }
}
