/** Constant as the registry has it. */
import type { PredictorDeclaration } from '../predictor';
import { constantParams, createConstant } from './constant';

export const constant: PredictorDeclaration = {
  kind: 'constant',
  title: 'Constant',
  summary: 'The floor: the median or the mean of the training targets for every row.',
  hue: '#4f4534',
  params: constantParams,
  presets: [],
  small: {},
  create: createConstant,
};
