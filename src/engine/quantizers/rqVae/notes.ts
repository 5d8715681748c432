/** What a reader of RQ-VAE's numbers should know, in plain sentences. */
import type { RqVaeSettings } from './settings';

/** `restarts`: codes restarted so far, by level. */
export function rqVaeNotes(settings: RqVaeSettings, numCodes: readonly number[], dim: number, latentDim: number, restarts: readonly number[]): string[] {
  const { autoencoder, codebooks, gumbel, quantize, reconstructionReduction } = settings;
  const levels = (zeroBased: ReadonlySet<number>) => Array.from(zeroBased, (level) => level + 1).sort((a, b) => a - b).join(', ');
  const notes = [
    `Loss: ${reconstructionReduction} over dimensions for reconstruction, ${quantize.quantizationReduction} over dimensions and ${quantize.levelReduction} over levels for quantization, mean over the batch. ` +
      `One squared unit of the latent weighs ${quantizationShare(settings, numCodes.length, dim, latentDim).toPrecision(3)} times one of the data (rho).`,
  ];
  if (autoencoder.mlp) notes.push('Errors after fewer than all levels come from a partial sum, on which the decoder was not trained.');
  else notes.push('Identity encoder: codes are chosen in the space of the data. Latent size and hidden layers are not used, and there is no warm-up.');
  if (codebooks.emaDecay !== null) notes.push(`Codebooks are running means of the latents assigned to them (EMA, decay ${codebooks.emaDecay}); there is no codebook loss.`);
  if (codebooks.simVq) notes.push('SimVQ: tables are frozen and one matrix per level is learned; the codebooks shown are their products.');
  if (gumbel) notes.push('Training mixes all code vectors softly (Gumbel-softmax); every metric counts the hard codes of evaluation.');
  if (quantize.sinkhorn) notes.push(`Training shared the codes of level ${levels(quantize.sinkhorn.levels)} out evenly over each batch (Sinkhorn); the codes given here are the nearest ones.`);
  if (quantize.distance === 'cosine') notes.push('Codes are chosen by the cosine of residual and code vector; residuals and reconstruction keep the lengths.');
  if (codebooks.unitLevels.size > 0) notes.push(`Code vectors of level ${levels(codebooks.unitLevels)} have unit length.`);
  if (autoencoder.normalise) notes.push('Latents have unit length.');
  if (restarts.some((count) => count > 0)) notes.push(`Dead codes restarted, by level: ${restarts.join(', ')}.`);
  return notes;
}

/** rho: effective weight of one squared latent unit over that of one squared input unit. */
function quantizationShare(settings: RqVaeSettings, numLevels: number, dim: number, latentDim: number): number {
  const { quantizationReduction, levelReduction } = settings.quantize;
  const data = settings.reconstructionReduction === 'sum' ? 1 : 1 / dim;
  const latent = (quantizationReduction === 'sum' ? 1 : 1 / latentDim) * (levelReduction === 'sum' ? 1 : 1 / numLevels);
  return (settings.quantizationWeight * latent) / data;
}
