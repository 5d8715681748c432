/** What RQ-VAE's checked parameters mean: typed, one value a level, and combinations that cannot work refused in words. */
import { InputError } from '../../errors';
import { rotationTrick } from '../../ops/rotationTrick';
import { straightThrough } from '../../ops/straightThrough';
import type { Params } from '../../records/params';
import type { AutoencoderOptions } from './autoencoder';
import type { Distance, SinkhornChoice } from './choice';
import type { CodebookOptions } from './codebooks';
import type { QuantizeOptions, Reduction, Routing } from './forward';

export interface RqVaeSettings {
  readonly autoencoder: AutoencoderOptions;
  readonly codebooks: Omit<CodebookOptions, 'batchSize'>;
  readonly quantize: QuantizeOptions;
  /** Temperatures of the Gumbel-softmax at the first and the last step with codes; null: hard codes. */
  readonly gumbel: { readonly start: number; readonly end: number } | null;
  readonly reconstructionReduction: Reduction;
  readonly quantizationWeight: number;
  readonly steps: number;
  /** Steps of the plain autoencoder; none where there is nothing to warm up. */
  readonly warmupSteps: number;
  /** Largest norm of all gradients together; 0: not clipped. */
  readonly clipNorm: number;
}

/** @throws InputError where levels are named that do not exist, or options exclude each other. */
export function readSettings(params: Params): RqVaeSettings {
  refuseConflicts(params);
  const numLevels = params.numLevels as number;
  const steps = params.steps as number;
  const identity = params.encoder === 'identity';
  const ema = params.codebookUpdate === 'ema';
  return {
    autoencoder: {
      mlp: identity ? null : { latentDim: params.latentDim as number, hidden: params.hidden as readonly number[] },
      standardise: params.standardise as boolean,
      normalise: params.normaliseLatent as boolean,
    },
    codebooks: {
      simVq: params.estimator === 'simvq',
      emaDecay: ema ? (params.emaDecay as number) : null,
      unitLevels: levels(params, 'unitLevels', 'Unit code vectors at levels'),
    },
    quantize: {
      beta: perLevel(params.beta as number | readonly number[], numLevels),
      quantizationReduction: params.quantizationReduction as Reduction,
      levelReduction: params.levelReduction as Reduction,
      routing: params.routing as Routing,
      estimator: params.estimator === 'rotation' ? rotationTrick : straightThrough,
      distance: params.distance as Distance,
      codebookLoss: !ema,
      sinkhorn: sinkhorn(params),
    },
    gumbel: params.estimator === 'gumbel' ? { start: params.gumbelStart as number, end: params.gumbelEnd as number } : null,
    reconstructionReduction: params.reconstructionReduction as Reduction,
    quantizationWeight: params.quantizationWeight as number,
    steps,
    warmupSteps: identity ? 0 : Math.min(params.warmupSteps as number, steps - 1),
    clipNorm: params.clipNorm as number,
  };
}

function sinkhorn(params: Params): SinkhornChoice | undefined {
  const chosen = levels(params, 'sinkhornLevels', 'Sinkhorn at levels');
  if (chosen.size === 0) return undefined;
  return { levels: chosen, epsilon: params.sinkhornEpsilon as number, iterations: params.sinkhornIterations as number };
}

function refuseConflicts(params: Params): void {
  const { estimator, codebookUpdate, encoder, normaliseLatent } = params;
  if (codebookUpdate === 'ema' && estimator === 'gumbel') {
    throw new InputError(
      'Running means (codebookUpdate "ema") move a code to the mean of the rows assigned to it, and Gumbel-softmax assigns every row to all codes.',
      'Choose another gradient through the codes, or move the codebooks by gradient.',
    );
  }
  if (codebookUpdate === 'ema' && estimator === 'simvq') {
    throw new InputError('SimVQ keeps its table frozen and learns one matrix; there is nothing for running means (codebookUpdate "ema") to move.', 'Move the codebooks by gradient.');
  }
  if ((params.sinkhornLevels as readonly number[]).length > 0 && estimator === 'gumbel') {
    throw new InputError('Sinkhorn assigns one code to each row, and Gumbel-softmax takes a mixture of all.', 'Use one of the two.');
  }
  if (encoder === 'identity' && normaliseLatent) {
    throw new InputError('With the identity encoder the latent is the data itself, and latents of unit length could not be decoded to it.', 'Switch unit latents off, or normalise the rows of the data.');
  }
}

/** 1-based levels of a parameter, as 0-based ones. */
function levels(params: Params, name: string, title: string): ReadonlySet<number> {
  const given = params[name] as readonly number[];
  const numLevels = params.numLevels as number;
  const missing = given.find((level) => level < 1 || level > numLevels);
  if (missing !== undefined) throw new InputError(`${title} names level ${missing}; there are levels 1 to ${numLevels}.`, `Name levels from 1 to ${numLevels}, or leave the list empty.`);
  return new Set(given.map((level) => level - 1));
}

function perLevel(value: number | readonly number[], numLevels: number): number[] {
  const given = typeof value === 'number' ? [value] : value;
  return Array.from({ length: numLevels }, (_, level) => given[given.length === 1 ? 0 : level]!);
}
