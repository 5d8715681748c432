// All kernels of the processor. Each is called once a block: (block, arguments, scratch).
export { packCodes, nearestCode } from './nearestCode';
export { centroidSums } from './centroidSums';
export { packMixture } from './gaussianDensities';
export { gaussianRows, gaussianSums, gaussianCodes } from './gaussianMixture';
export { exponentials } from './exponential';
