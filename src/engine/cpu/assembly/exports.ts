// All kernels of the processor. Each is called once a block: (block, arguments, scratch).
export { packCodes, nearestCode } from './nearestCode';
export { centroidSums } from './centroidSums';
export { packRows, product } from './products';
export { columnSums, squaredError, residualLoss, addScaled, scaledToFloat, sumOfSquares, adamW } from './training';
export { copyColumns, gateBy, gatherRows, lstmCell, lstmCellGradient, softmaxRows, softmaxGradient, crossEntropyGradient } from './networks';
export { layerNorm, layerNormGradient } from './layerNorm';
export { attention, attentionGradient, attentionBias, attentionBiasGradient } from './attention';
export { activate, activateGradient, multiplied } from './elementwise';
export { segmentSums } from './segmentSums';
export { pairDistances, rankContrast, pairPulls } from './rankContrast';
export { beamSelect, nearRows } from './selection';
export { packMixture } from './gaussianDensities';
export { gaussianRows, gaussianSums, gaussianCodes } from './gaussianMixture';
export { exponentials } from './exponential';
export { unitRows, rowSquares, takeReference, takeReferenceBack, rateRows, rateRowsBack, unitRowsBack, sharedBack, pairWeights } from './r3';
export { columnTotals, rowTotals, squaresAbout, lessRow, lessCodes } from './rowSums';
export { doubleProduct } from './doubleProducts';
