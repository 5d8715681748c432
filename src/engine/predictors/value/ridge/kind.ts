/** Linear (ridge) as the registry has it. */
import type { PredictorDeclaration } from '../predictor';
import { createRidge, ridgeParams } from './ridge';

export const ridge: PredictorDeclaration = {
  kind: 'ridge',
  title: 'Linear (ridge)',
  summary: 'One weight per feature, in closed form: what a linear model can do.',
  hue: '#d1c301',
  params: ridgeParams,
  presets: [],
  small: {},
  create: createRidge,
};
