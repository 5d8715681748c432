/** RQ-VAE as the registry has it. */
import type { QuantizerDeclaration } from '../quantizer';
import { rqVaeParams } from './params';
import { rqVaePresets } from './presets';
import { createRqVae } from './rqVae';

export const rqVae: QuantizerDeclaration = {
  kind: 'rq-vae',
  title: 'RQ-VAE',
  summary: 'An autoencoder whose latent is coded level by level; the usual source of semantic IDs.',
  hue: '#0072b2',
  params: rqVaeParams,
  presets: rqVaePresets,
  remedies: {
    error: 'Try a smaller learning rate, more steps, or “Centre and scale the input”.',
    codes: 'Turn the k-means start and the restarts of dead codes on, or let running means move the codebooks.',
    uneven: 'Turn the restarts of dead codes on, or Sinkhorn at the levels.',
  },
  small: { numCodes: [8], numLevels: 3, hidden: [16], latentDim: 6, steps: 40, warmupSteps: 10, batchSize: 64, restartEvery: 10 },
  create: createRqVae,
};
