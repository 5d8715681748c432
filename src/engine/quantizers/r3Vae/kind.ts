/** R3-VAE as the registry has it. */
import type { QuantizerDeclaration } from '../quantizer';
import { r3VaeParams, r3VaePresets } from './params';
import { createR3Vae } from './r3Vae';

export const r3Vae: QuantizerDeclaration = {
  kind: 'r3-vae',
  title: 'R3-VAE',
  summary: 'Takes out what all items share along a reference vector, then rates code vectors by their direction.',
  hue: '#d55e00',
  params: r3VaeParams,
  presets: r3VaePresets,
  remedies: {
    error: 'Try the rating “top-1 projection”, a smaller learning rate, more steps, or centred data.',
    codes: 'Turn the k-means start and the restarts of dead codes on.',
    uneven: 'Turn the restarts of dead codes on, or use fewer codes.',
  },
  small: { numCodes: [8], numLevels: 3, steps: 24, batchSize: 32, restartEvery: 10 },
  create: createR3Vae,
};
