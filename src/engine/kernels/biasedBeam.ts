/** The best codes of rows by a beam over additive codebooks with a bias for each code, from products and tables of inner products. */
import * as tf from '@tensorflow/tfjs-core';
import { asStored, hasKernels, launch, newOutput, readTogether } from '../gpu/launch';
import source from './biasedBeam.wgsl?raw';
import { biasedBeamTwin, type BeamTables, type BestStates } from './biasedBeamTwin';

/** Levels that the kernel's sizes have room for. */
const MOST_LEVELS = 16;

/** Tables held where the choices are made: on the device with WebGPU, for as many searches as are wanted. */
export class HeldTables {
  private readonly levels: readonly { readonly constants: tf.Tensor1D; readonly tables: tf.Tensor1D }[];

  /** `onDevice`: only with WebGPU; false lets the twin choose there too. */
  constructor(
    private readonly given: BeamTables,
    onDevice = hasKernels(),
  ) {
    const { numCodes, constants, tables } = given;
    const starts = startsOf(numCodes);
    this.levels = onDevice && numCodes.length <= MOST_LEVELS
      ? numCodes.map((own, level) => ({
          constants: tf.tensor1d(Float32Array.from(constants.subarray(starts[level]!, starts[level]! + own))),
          tables: tf.tensor1d(level === 0 ? [0] : Float32Array.from(tables[level]!)),
        }))
      : [];
  }

  /** How `search` wants its products laid out: [all codes, n], or [n, all codes]. */
  get codesFirst(): boolean {
    return this.levels.length > 0;
  }

  /** From the products of n rows with all code vectors; `squares`: the rows' squared norms [n]; `sizes`: states before the first level (1) and after each, none more than there are. */
  async search(products: tf.Tensor2D, squares: Float64Array, sizes: readonly number[]): Promise<BestStates> {
    if (!this.codesFirst) return biasedBeamTwin(this.given, squares, await products.data<'float32'>(), sizes);
    const { costs, codes } = tf.tidy(() => this.onGpu(products, sizes) as tf.TensorContainer) as unknown as States;
    await readTogether([costs, codes]);
    const read = await Promise.all([costs.data<'float32'>(), codes.data<'int32'>()]);
    tf.dispose([costs, codes]);
    return rowsFirst(...read, squares, sizes.at(-1)!);
  }

  dispose(): void {
    tf.dispose(this.levels.flatMap(({ constants, tables }) => [constants, tables]));
  }

  private onGpu(products: tf.Tensor2D, sizes: readonly number[]): States {
    const n = products.shape[1];
    const { numCodes } = this.given;
    const starts = startsOf(numCodes);
    const own = asStored(products);
    let states: States = { costs: tf.zeros([1, n]), codes: tf.zeros([1], 'int32') };
    for (const [level, { constants, tables }] of this.levels.entries()) {
      const [before, after] = [sizes[level]!, sizes[level + 1]!];
      const next: States = { costs: newOutput([after, n], 'float32'), codes: newOutput([after, level + 1, n], 'int32') };
      launch({
        label: `biasedBeam level ${level + 1}`, source,
        tensors: [own, constants, tables, states.costs, states.codes, next.costs, next.codes],
        uniforms: [n, numCodes[level]!, starts[level]!, level, before, after, 0, 0, ...Array.from({ length: MOST_LEVELS }, (_, lower) => (lower < level ? starts[lower]! : 0))],
        workgroups: Math.ceil(n / 64),
      });
      states = next;
    }
    return states;
  }
}

type States = { readonly costs: tf.Tensor; readonly codes: tf.Tensor };

function startsOf(numCodes: readonly number[]): number[] {
  let start = 0;
  return numCodes.map((own) => (start += own) - own);
}

/** From [kept, n] and [kept, levels, n]; costs with the rows' squared norms. */
function rowsFirst(costs: Float32Array, codes: Int32Array, squares: Float64Array, kept: number): BestStates {
  const n = squares.length;
  const levels = codes.length / costs.length;
  const found = { codes: new Int32Array(codes.length), costs: new Float64Array(costs.length) };
  for (let place = 0; place < kept; place++) {
    for (let row = 0; row < n; row++) found.costs[row * kept + place] = squares[row]! + costs[place * n + row]!;
    for (let level = 0; level < levels; level++) for (let row = 0; row < n; row++) found.codes[(row * kept + place) * levels + level] = codes[(place * levels + level) * n + row]!;
  }
  return found;
}
