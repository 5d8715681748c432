/** The registry: every quantizer, metric and file reader the engine has. Adding one touches its own files and a line here. */
import { extensions } from './data/readers';
import { quantizerMetrics, runEntries } from './metrics/metrics';
import { createR3Vae } from './quantizers/r3Vae';
import { r3VaeParams, r3VaePresets } from './quantizers/r3VaeParams';
import { createRqGmm } from './quantizers/rqGmm';
import { rqGmmParams, rqGmmPresets } from './quantizers/rqGmmParams';
import { createRqKMeans } from './quantizers/rqKMeans';
import { rqKMeansParams, rqKMeansPresets } from './quantizers/rqKMeansParams';
import { createRqVae } from './quantizers/rqVae';
import { rqVaeParams } from './quantizers/rqVaeParams';
import { rqVaePresets } from './quantizers/rqVaePresets';
import type { Catalog, QuantizerEntry, QuantizerKind } from './records';
import type { RunKind } from './run';

const quantizers: readonly (QuantizerEntry & RunKind)[] = [
  {
    kind: 'rq-kmeans',
    title: 'RQ-KMeans',
    summary: 'The baseline: k-means, then k-means on what is left over, and so on.',
    params: rqKMeansParams,
    presets: rqKMeansPresets,
    create: createRqKMeans,
  },
  {
    kind: 'rq-vae',
    title: 'RQ-VAE',
    summary: 'An autoencoder whose latent is coded level by level; the usual source of semantic IDs.',
    params: rqVaeParams,
    presets: rqVaePresets,
    create: createRqVae,
  },
  {
    kind: 'r3-vae',
    title: 'R3-VAE',
    summary: 'Takes out what all items share along a reference vector, then rates code vectors by their direction.',
    params: r3VaeParams,
    presets: r3VaePresets,
    create: createR3Vae,
  },
  {
    kind: 'rq-gmm',
    title: 'RQ-GMM',
    summary: 'A Gaussian mixture a level: each code has its own spread and weight, not only a centre.',
    params: rqGmmParams,
    presets: rqGmmPresets,
    create: createRqGmm,
  },
];

/** The catalog as it crosses the border: without the functions. */
export const catalog: Catalog = {
  quantizers: quantizers.map(({ kind, title, summary, params, presets }) => ({ kind, title, summary, params, presets })),
  metrics: [...quantizerMetrics.map((metric) => metric.entry), ...runEntries],
  extensions,
};

/** How a kind is built. */
export function runKind(kind: QuantizerKind): RunKind {
  const found = quantizers.find((entry) => entry.kind === kind);
  if (!found) throw new Error(`There is no quantizer "${kind}". Known: ${quantizers.map((entry) => entry.kind).join(', ')}.`);
  return found;
}
