/** The registry: every quantizer, metric and file reader the engine has. Adding one touches its own files and a line here. */
import { extensions } from './data/readers';
import { quantizerMetrics, runEntries } from './metrics/metrics';
import { scoreEntries } from './metrics/scores';
import { tableExtensions } from './data/tableReaders';
import { constantParams, createConstant } from './predictors/value/constant';
import { createMlp, mlpParams, mlpPresets } from './predictors/value/mlp';
import { createOrdinal, ordinalParams, ordinalPresets } from './predictors/value/ordinal';
import type { PredictorDeclaration } from './predictors/value/predictor';
import { valueTask } from './predictors/value/training/task';
import { createRidge, ridgeParams } from './predictors/value/ridge';
import { createRqReg } from './predictors/value/rqReg';
import { rqRegParams, rqRegPresets } from './predictors/value/rqRegParams';
import { createZiln, zilnParams } from './predictors/value/ziln';
import type { QuantizerDeclaration } from './quantizers/quantizer';
import { quantizerTask } from './quantizers/training/task';
import { createR3Vae } from './quantizers/r3Vae';
import { r3VaeParams, r3VaePresets } from './quantizers/r3VaeParams';
import { createRqGmm } from './quantizers/rqGmm';
import { rqGmmParams, rqGmmPresets } from './quantizers/rqGmmParams';
import { createRqKMeans } from './quantizers/rqKMeans';
import { rqKMeansParams, rqKMeansPresets } from './quantizers/rqKMeansParams';
import { createRqVae } from './quantizers/rqVae';
import { rqVaeParams } from './quantizers/rqVaeParams';
import { rqVaePresets } from './quantizers/rqVaePresets';
import type { Catalog } from './records/engine';
import type { QuantizerEntry } from './records/quantize';
import type { PredictorEntry } from './records/predict';
import type { RunSpec } from './records/run';
import type { TaskKind } from './runs/task';

const quantizers: readonly (QuantizerEntry & QuantizerDeclaration)[] = [
  {
    kind: 'rq-kmeans',
    title: 'RQ-KMeans',
    summary: 'The baseline: k-means, then k-means on what is left over, and so on.',
    params: rqKMeansParams,
    presets: rqKMeansPresets,
    remedies: { uneven: 'Try “First centres: progressive dimensions”, which spreads few rows a code more evenly, more starts, or fewer codes.', codes: 'Try “First centres: progressive dimensions”, or fewer codes.' },
    create: createRqKMeans,
  },
  {
    kind: 'rq-vae',
    title: 'RQ-VAE',
    summary: 'An autoencoder whose latent is coded level by level; the usual source of semantic IDs.',
    params: rqVaeParams,
    presets: rqVaePresets,
    remedies: {
      error: 'Try a smaller learning rate, more steps, or “Centre and scale the input”.',
      codes: 'Turn the k-means start and the restarts of dead codes on, or let running means move the codebooks.',
      uneven: 'Turn the restarts of dead codes on, or Sinkhorn at the levels.',
    },
    create: createRqVae,
  },
  {
    kind: 'r3-vae',
    title: 'R3-VAE',
    summary: 'Takes out what all items share along a reference vector, then rates code vectors by their direction.',
    params: r3VaeParams,
    presets: r3VaePresets,
    remedies: {
      error: 'Try the rating “top-1 projection”, a smaller learning rate, more steps, or centred data.',
      codes: 'Turn the k-means start and the restarts of dead codes on.',
      uneven: 'Turn the restarts of dead codes on, or use fewer codes.',
    },
    create: createR3Vae,
  },
  {
    kind: 'rq-gmm',
    title: 'RQ-GMM',
    summary: 'A Gaussian mixture a level: each code has its own spread and weight, not only a centre.',
    params: rqGmmParams,
    presets: rqGmmPresets,
    remedies: { codes: 'Leave “Reseed dying components” on, or use fewer components.', uneven: 'Use fewer components, or allow more passes.' },
    create: createRqGmm,
  },
];

/** In the order of the comparison table: floors first, then the plain forms, then RQ-Reg. */
const predictors: readonly (PredictorEntry & PredictorDeclaration)[] = [
  {
    kind: 'constant',
    title: 'Constant',
    summary: 'The floor: the median or the mean of the training targets for every row.',
    params: constantParams,
    presets: [],
    create: createConstant,
  },
  {
    kind: 'ridge',
    title: 'Linear (ridge)',
    summary: 'A weight a feature, in closed form: what a straight line can do.',
    params: ridgeParams,
    presets: [],
    create: createRidge,
  },
  {
    kind: 'mlp',
    title: 'Direct network (MLP)',
    summary: 'One hidden layer from the features straight to the value, with squared, absolute or Huber loss.',
    params: mlpParams,
    presets: mlpPresets,
    create: createMlp,
  },
  {
    kind: 'ziln',
    title: 'Zero-inflated lognormal (ZILN)',
    summary: 'The chance that the value is above zero, and a lognormal for how much: made for spending with many zeros.',
    params: zilnParams,
    presets: [],
    create: createZiln,
  },
  {
    kind: 'ordinal',
    title: 'Ordered buckets',
    summary: 'The probability of each of some fifty buckets of the value, and their means weighed by it.',
    params: ordinalParams,
    presets: ordinalPresets,
    create: createOrdinal,
  },
  {
    kind: 'rq-reg',
    title: 'RQ-Reg',
    summary: 'The value as a sequence of codes, coarse to fine: each level names a code and adds what it stands for.',
    params: rqRegParams,
    presets: rqRegPresets,
    create: createRqReg,
  },
];

/** The catalog as it crosses the border: without the functions. */
export const catalog: Catalog = {
  quantizers: quantizers.map(({ kind, title, summary, params, presets }) => ({ kind, title, summary, params, presets })),
  metrics: [...quantizerMetrics.map((metric) => metric.entry), ...runEntries],
  predictors: predictors.map(({ kind, title, summary, params, presets }) => ({ kind, title, summary, params, presets })),
  scores: scoreEntries,
  extensions,
  tableExtensions,
};

/** How a kind is trained. */
export function taskKind(kind: RunSpec['kind']): TaskKind {
  const found = quantizers.find((entry) => entry.kind === kind);
  return found ? quantizerTask(found) : valueTask(predictorKind(kind));
}

/** How a kind of quantizer is built. */
export function quantizerKind(kind: RunSpec['kind']): QuantizerDeclaration {
  return found(quantizers, kind, 'quantizer');
}

/** How a kind of predictor is built. */
export function predictorKind(kind: RunSpec['kind']): PredictorDeclaration {
  return found(predictors, kind, 'predictor');
}

function found<Entry extends { readonly kind: string }>(entries: readonly Entry[], kind: string, what: string): Entry {
  const entry = entries.find((each) => each.kind === kind);
  if (!entry) throw new Error(`There is no ${what} "${kind}". Known: ${entries.map((each) => each.kind).join(', ')}.`);
  return entry;
}
