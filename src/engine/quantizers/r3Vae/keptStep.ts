/**
 * R3-VAE's training step in the processor's kept memory, block by block: the equations of forward.ts with their gradients written out, for the ratings that pick one code.
 *
 *     alpha = (z . r) / |r|^2;   e[0] = z - alpha r;   levels (cpu/blocks/ratedLevels.ts): e[L], v = sum_l q[l], PD;   SC of v by code[0] (cpu/blocks/cohesion.ts)
 *     loss = (|e[L]|^2, or |dec(z - e[L]) - x|^2 behind an encoder) / B + lambda (w_pd PD - w_sc SC)
 *
 *     d / d e[L] = 2 e[L] / B,   behind an encoder -h with h = d / d (z - e[L]), the decoder's gradient;   d / d v = -lambda w_sc d SC / d v
 *     with g = d / d e[0] from the levels and b = (g . r) / |r|^2:   d / d r = sum over rows of -alpha g - b (z - 2 alpha r);   d / d z = h + g - b r
 */
import { CohesionBlock } from '../../cpu/blocks/cohesion';
import { MlpBlock } from '../../cpu/blocks/mlp';
import type { Place } from '../../cpu/blocks/parameters';
import { RatedLevelsBlock } from '../../cpu/blocks/ratedLevels';
import { addScaled, columnSums, residualLoss, squaredError } from '../../cpu/kernels';
import { takeReference, takeReferenceBack, type ReferenceVector } from '../../cpu/r3Kernels';
import type { CpuRoad } from '../../cpu/road';
import { fitsScratch } from '../../cpu/scratch';
import type { AdamW } from '../../nn/adamW';
import { KeptTraining } from '../../nn/keptTraining';
import type { Params } from '../../records/params';
import type { TrainingRows } from '../quantizer';

export interface StepShape {
  readonly rows: TrainingRows;
  readonly numCodes: readonly number[];
  readonly batch: number;
  /** What rows are made ready with: (x - offset) / scale. */
  readonly offset: Float32Array | null;
  readonly scale: number;
  /** Widths of the encoder, [dim, hidden ..., latentDim], and what its input is multiplied by; [dim] where there is none. */
  readonly widths: readonly number[];
  readonly gain: number;
}

export class R3VaeKeptStep {
  readonly training: KeptTraining;
  readonly codes: readonly Int32Array[];
  private readonly encoder: MlpBlock | null = null;
  private readonly decoder: MlpBlock | null = null;
  private readonly levels: RatedLevelsBlock;
  private readonly cohesion: CohesionBlock;
  private readonly reference: Place | null;
  /** The variables of the networks. */
  private readonly networks: readonly number[];
  private readonly latentDim: number;
  private readonly buffers: { readonly x: number; readonly error: number; readonly e: number; readonly alpha: number; readonly z: number; readonly g: number; readonly v: number };

  /** The step for these options where there is one, else null: one code a level, networks of moderate width. The optimizer's variables: reference where there is one, codebooks, networks. */
  static create(road: CpuRoad | null, params: Params, shape: StepShape, optimizer: AdamW): R3VaeKeptStep | null {
    if (!road || params.rating === 'soft') return null;
    const { widths, batch, numCodes } = shape;
    return fitsScratch([...widths, batch, ...numCodes], numCodes) ? new R3VaeKeptStep(road, params, shape, optimizer) : null;
  }

  private constructor(
    private readonly road: CpuRoad,
    private readonly params: Params,
    private readonly shape: StepShape,
    optimizer: AdamW,
  ) {
    const { numCodes, batch, rows, widths } = shape;
    const dim = widths.at(-1)!;
    this.latentDim = dim;
    this.training = new KeptTraining(road, optimizer);
    const { places } = this.training;
    const books = params.reference ? 1 : 0;
    const first = books + numCodes.length;
    this.networks = [...places.keys()].slice(first);
    this.reference = params.reference ? places[0]! : null;
    this.levels = new RatedLevelsBlock(road, { batch, dim, numCodes }, places.slice(books, first), params.rating === 'top1');
    this.codes = this.levels.codes;
    this.cohesion = new CohesionBlock(road, { batch, dim, numCodes: numCodes[0]! });
    if (widths.length > 1) {
      const half = first + 2 * (widths.length - 1);
      this.encoder = new MlpBlock(road, widths, batch, places.slice(first, half));
      this.decoder = new MlpBlock(road, [...widths].reverse(), batch, places.slice(half));
    }
    const floats = (width: number) => road.memory.allocate(batch * width * 4);
    this.buffers = { x: floats(rows.dim), error: floats(rows.dim), e: floats(dim), alpha: floats(1), z: floats(dim), g: floats(dim), v: floats(dim) };
  }

  /** One step of the plain autoencoder on these rows. */
  warmUp(picked: Uint32Array, rate: number): Record<string, number> {
    this.begin(picked);
    const reconstruction = this.reconstruct(this.encoder!.forward(this.buffers.x));
    this.encoder!.backward(this.decoder!.backward(this.buffers.error, true), false);
    this.training.update(rate, 0, this.networks);
    return { reconstruction };
  }

  /** One step with codes; they are then in `codes`. */
  descend(picked: Uint32Array, rate: number): Record<string, number> {
    const { road, levels, latentDim, shape: { batch }, buffers: { x, e, z: approximation, g, v, error } } = this;
    const { regularisation, cohesionWeight, discriminationWeight } = this.params as Record<string, number>;
    this.begin(picked);
    const z = this.encoder?.forward(x) ?? x;
    const r = this.reference && { address: this.reference.address, squares: squaresOf(road.memory.floats(this.reference.address, latentDim)) };
    if (r) takeReference(road, z, batch, latentDim, r, this.buffers.alpha, e);
    const left = levels.forward(r ? e : z);
    const cohesion = this.cohesion.forward(levels.contribution, levels.codeAddresses[0]!);
    const { discrimination } = levels;
    let reconstruction: number;
    let toLatent = 0;
    if (this.decoder) {
      addScaled(road, z, left, -1, batch * latentDim, approximation);
      reconstruction = this.reconstruct(approximation);
      toLatent = this.decoder.backward(error, true);
      addScaled(road, toLatent, toLatent, -2, batch * latentDim, g);
    } else {
      reconstruction = residualLoss(road, left, g, true, batch, latentDim, 2 / batch) / batch;
    }
    this.cohesion.backward(-regularisation! * cohesionWeight!, v);
    levels.backward(g, v, regularisation! * discriminationWeight!);
    if (r) this.backThroughReference(z, r, toLatent);
    else if (toLatent) addScaled(road, toLatent, g, 1, batch * latentDim, toLatent);
    this.encoder?.backward(toLatent, false);
    this.training.update(rate, 0);
    const total = reconstruction + regularisation! * (discriminationWeight! * discrimination - cohesionWeight! * cohesion);
    return { reconstruction, cohesion, discrimination, total };
  }

  dispose(): void {
    this.encoder?.dispose();
    this.decoder?.dispose();
    this.levels.dispose();
    this.cohesion.dispose();
    this.training.dispose();
    for (const address of Object.values(this.buffers)) this.road.memory.free(address);
  }

  /** The loss of what the decoder makes of z; the gradient at its output is then in `error`. Rows and output are both longer by the gain. */
  private reconstruct(z: number): number {
    const { road, shape: { batch, rows, gain }, buffers: { x, error } } = this;
    const scale = 1 / (batch * gain * gain);
    return scale * squaredError(road, this.decoder!.forward(z), x, batch, rows.dim, scale, error);
  }

  /** The gradient of r; what goes on to z is added to toLatent, where that is not 0. */
  private backThroughReference(z: number, r: ReferenceVector, toLatent: number): void {
    const { road, latentDim, shape: { batch }, buffers: { alpha, g, v } } = this;
    takeReferenceBack(road, g, z, batch, latentDim, r, alpha, v, toLatent);
    columnSums(road, v, batch, latentDim, this.reference!.gradient);
  }

  /** Brings the parameters and the rows, in the units of training, times the gain. */
  private begin(picked: Uint32Array): void {
    const { road, shape: { rows: { data, dim }, offset, scale, batch, gain } } = this;
    this.training.begin();
    const x = road.memory.floats(this.buffers.x, batch * dim);
    const factor = Math.fround(1 / scale);
    const longer = Math.fround(gain);
    for (let i = 0, at = 0; i < batch; i++) {
      let from = picked[i]! * dim;
      for (let d = 0; d < dim; d++, from++) x[at++] = Math.fround((offset ? Math.fround(data[from]! - offset[d]!) : data[from]!) * factor) * longer;
    }
  }
}

function squaresOf(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value * value, 0);
}
