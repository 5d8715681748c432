/**
 * RQ-VAE's training step in the processor's kept memory, block by block: the equations of forward.ts with their gradients written out, for the usual options.
 *
 *     dec(z - e[L]);   dz = r d(decoder input) + 2 s sum_l c[l] e[l+1];   dC[l][k] = -2 s w (sum of e[l+1] over the rows of code k)
 *
 * By routing: `once` r = 1, c[l] = w beta[l]; `perLevelDetached` r = L, c[l] = w beta[l]; `perLevelThrough` r = 1, c[0] = w beta[0], all others 0.
 */
import { MlpBlock } from '../../cpu/blocks/mlp';
import { ResidualLevelsBlock } from '../../cpu/blocks/residualLevels';
import { squaredError } from '../../cpu/kernels';
import type { CpuRoad } from '../../cpu/road';
import { fitsScratch } from '../../cpu/scratch';
import type { AdamW } from '../../nn/adamW';
import { KeptTraining } from '../../nn/keptTraining';
import { straightThrough } from '../../ops/straightThrough';
import type { TrainingRows } from '../quantizer';
import type { RqVaeSettings } from './settings';

export interface StepShape {
  readonly rows: TrainingRows;
  readonly numCodes: readonly number[];
  readonly batch: number;
  /** What rows are made ready with: (x - mean) / scale. */
  readonly mean: Float32Array;
  readonly scale: number;
}

export class RqVaeKeptStep {
  readonly training: KeptTraining;
  readonly codes: readonly Int32Array[];
  private readonly encoder: MlpBlock;
  private readonly decoder: MlpBlock;
  private readonly levels: ResidualLevelsBlock;
  private readonly x: number;
  private readonly gradient: number;
  /** The variables of encoder and decoder. */
  private readonly networks: readonly number[];

  /** The step for these options where there is one, else null: networks of moderate width, hard codes by distance, tables moved by gradient. */
  static create(road: CpuRoad | null, settings: RqVaeSettings, shape: StepShape, optimizer: AdamW): RqVaeKeptStep | null {
    const { autoencoder: { mlp, normalise }, codebooks, quantize, gumbel } = settings;
    const usualCodes = quantize.distance === 'l2' && !quantize.sinkhorn && quantize.estimator === straightThrough && quantize.codebookLoss && !gumbel;
    const usualBooks = !codebooks.simVq && codebooks.emaDecay === null && codebooks.unitLevels.size === 0;
    if (!road || !mlp || normalise || !usualCodes || !usualBooks) return null;
    const widths = [shape.rows.dim, ...mlp.hidden, mlp.latentDim];
    return fitsScratch([...widths, shape.batch], shape.numCodes) ? new RqVaeKeptStep(road, settings, shape, optimizer, widths) : null;
  }

  private constructor(
    private readonly road: CpuRoad,
    private readonly settings: RqVaeSettings,
    private readonly shape: StepShape,
    optimizer: AdamW,
    widths: readonly number[],
  ) {
    const { numCodes, batch, rows } = shape;
    const { routing, beta, quantizationReduction, levelReduction } = settings.quantize;
    const dim = widths.at(-1)!;
    this.training = new KeptTraining(road, optimizer);
    const { places } = this.training;
    const each = 2 * (widths.length - 1);
    this.networks = Array.from({ length: 2 * each }, (_, i) => i);
    this.encoder = new MlpBlock(road, widths, batch, places.slice(0, each));
    this.decoder = new MlpBlock(road, [...widths].reverse(), batch, places.slice(each, 2 * each));
    const scale = 1 / (quantizationReduction === 'sum' ? batch : batch * dim) / (levelReduction === 'sum' ? 1 : numCodes.length);
    const commitment = beta.map((weight, level) => (routing === 'perLevelThrough' && level > 0 ? 0 : weight * settings.quantizationWeight));
    this.levels = new ResidualLevelsBlock(road, { batch, dim, numCodes }, places.slice(2 * each), scale, commitment);
    this.codes = this.levels.codes;
    this.x = road.memory.allocate(batch * rows.dim * 4);
    this.gradient = road.memory.allocate(batch * rows.dim * 4);
  }

  /** One step of the plain autoencoder on these rows. */
  warmUp(picked: Uint32Array, rate: number): Record<string, number> {
    this.begin(picked);
    const reconstruction = this.reconstruct(this.encoder.forward(this.x));
    this.encoder.backward(this.decoder.backward(this.gradient, true), false);
    this.training.update(rate, this.settings.clipNorm, this.networks);
    return { reconstruction };
  }

  /** One step with codes; they are then in `codes`. */
  descend(picked: Uint32Array, rate: number): Record<string, number> {
    const { levels, settings: { quantize: { routing, beta }, quantizationWeight, clipNorm } } = this;
    this.begin(picked);
    const reconstruction = this.reconstruct(levels.forward(this.encoder.forward(this.x)));
    const gradient = this.decoder.backward(this.gradient, true);
    levels.backward(gradient, routing === 'perLevelDetached' ? beta.length : 1, quantizationWeight);
    this.encoder.backward(gradient, false);
    this.training.update(rate, clipNorm);
    const codebook = levels.losses.reduce((sum, loss) => sum + loss, 0);
    const weighted = levels.losses.reduce((sum, loss, level) => sum + beta[level]! * loss, 0);
    return { reconstruction, codebook, commitment: codebook, total: reconstruction + quantizationWeight * (codebook + weighted) };
  }

  dispose(): void {
    this.encoder.dispose();
    this.decoder.dispose();
    this.levels.dispose();
    this.training.dispose();
    this.road.memory.free(this.x);
    this.road.memory.free(this.gradient);
  }

  /** The loss of what the decoder makes of z; its gradient is then in `gradient`. */
  private reconstruct(z: number): number {
    const { road, shape: { batch, rows }, settings } = this;
    const scale = 1 / (settings.reconstructionReduction === 'sum' ? batch : batch * rows.dim);
    return scale * squaredError(road, this.decoder.forward(z), this.x, batch, rows.dim, scale, this.gradient);
  }

  /** Brings the parameters and the rows, made ready as Autoencoder.standardised does. */
  private begin(picked: Uint32Array): void {
    const { road, shape: { rows: { data, dim }, mean, scale, batch } } = this;
    this.training.begin();
    const x = road.memory.floats(this.x, batch * dim);
    const factor = Math.fround(1 / scale);
    for (let i = 0, at = 0; i < batch; i++) {
      let from = picked[i]! * dim;
      for (let d = 0; d < dim; d++) x[at++] = Math.fround(data[from++]! - mean[d]!) * factor;
    }
  }
}
