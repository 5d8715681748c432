/** RQ-Reg as the registry has it. */
import type { PredictorDeclaration } from '../predictor';
import { rqRegParams, rqRegPresets } from './params';
import { createRqReg } from './rqReg';

export const rqReg: PredictorDeclaration = {
  kind: 'rq-reg',
  title: 'RQ-Reg',
  summary: 'The value as a sequence of codes, coarse to fine: each level names a code and adds what it stands for.',
  hue: '#cc79a7',
  params: rqRegParams,
  presets: rqRegPresets,
  small: { epochs: 3, batchSize: 64, width: 8, fieldDim: 4, learningRate: 0.01, numLevels: 2, numCodes: [4], perSample: true, samplingPivot: 0.5 },
  create: createRqReg,
};
