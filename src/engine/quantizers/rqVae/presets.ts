/** Presets of RQ-VAE: what the literature and its public code set. Steps are cut to what a browser can do and say so. */
import type { Params } from '../../records/params';

const LC_REC_HIDDEN = [2048, 1024, 512, 256, 128, 64];

/** Losses and gradients as LC-Rec and its descendants have them: means throughout, only the first commitment reaches the encoder, no warm-up, no restarts. */
const LC_REC: Params = {
  latentDim: 32,
  numCodes: [256],
  warmupSteps: 0,
  restartEvery: 0,
  reconstructionReduction: 'mean',
  quantizationReduction: 'mean',
  levelReduction: 'mean',
  routing: 'perLevelThrough',
  steps: 10_000,
};

export const rqVaePresets: readonly { name: string; title: string; params: Params }[] = [
  { name: 'browser', title: 'Browser: small and quick', params: {} },
  {
    name: 'tiger',
    title: 'TIGER: 512-256-128 to 32, 3 x 256 (20,000 steps)',
    params: { numLevels: 3, numCodes: [256], latentDim: 32, hidden: [512, 256, 128], batchSize: 1024, steps: 20_000, warmupSteps: 3000, schedule: 'constant' },
  },
  {
    name: 'lcrec',
    title: 'LC-Rec run script: 4 x 256, Sinkhorn on the last (cut to 10,000 steps)',
    params: { ...LC_REC, numLevels: 4, hidden: LC_REC_HIDDEN, batchSize: 1024, clipNorm: 1, sinkhornLevels: [4] },
  },
  {
    name: 'lcrec-default',
    title: 'LC-Rec defaults: 3 x 256 (cut to 10,000 steps)',
    params: { ...LC_REC, numLevels: 3, hidden: LC_REC_HIDDEN, batchSize: 2048, weightDecay: 0, schedule: 'constant', clipNorm: 1 },
  },
  {
    name: 'letter/xl',
    title: 'XL and LETTER: 3 x 256, Sinkhorn on the last (cut to 10,000 steps)',
    params: { ...LC_REC, numLevels: 3, hidden: [512, 256, 128, 64], batchSize: 1024, sinkhornLevels: [3] },
  },
  {
    name: 'botta-amazon',
    title: 'E. Botta, Amazon: 512-256-128 to 32, 3 x 256 (cut to 20,000 steps)',
    params: {
      numLevels: 3,
      numCodes: [256],
      latentDim: 32,
      hidden: [512, 256, 128],
      batchSize: 640,
      steps: 20_000,
      warmupSteps: 0,
      restartEvery: 0,
      schedule: 'constant',
      routing: 'perLevelThrough',
      unitLevels: [1],
    },
  },
  {
    name: 'collapse',
    title: 'Collapse on purpose: mean reconstruction, random start',
    params: { warmupSteps: 0, kMeansInit: false, restartEvery: 0, reconstructionReduction: 'mean', quantizationReduction: 'sum' },
  },
];
