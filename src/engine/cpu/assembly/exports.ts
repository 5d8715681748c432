// All kernels of the processor. Each is called once a block: (block, arguments, scratch).
export { packCodes, nearestCode } from './nearestCode';
export { centroidSums } from './centroidSums';
export { packRows, product } from './products';
export { columnSums, squaredError, residualLoss, addScaled, scaledToFloat, sumOfSquares, adamW } from './training';
export { unitRows, rowSquares, takeReference, takeReferenceBack, rateRows, rateRowsBack, unitRowsBack, sharedBack, pairWeights } from './r3';
