/** Settings of SASRec. */
import type { Params, ParamSpec } from '../../../records/params';
import { removeSeen, trainedParams, type TrainedSettings } from '../recommenderParams';

export interface SasrecSettings extends TrainedSettings {
  readonly layers: number;
  readonly width: number;
  readonly heads: number;
  readonly removeSeen: boolean;
}

export const sasrecParams: readonly ParamSpec[] = [
  { name: 'layers', title: 'Layers', help: 'Layers of attention, one upon the other.', type: 'integer', default: 2, min: 1, max: 12, group: 'shape' },
  { name: 'width', title: 'Width', help: 'Numbers that stand for an item; a multiple of the heads.', type: 'integer', default: 64, min: 4, max: 512, group: 'shape' },
  { name: 'heads', title: 'Heads', help: 'Heads of each attention.', type: 'integer', default: 2, min: 1, max: 16, group: 'shape' },
  ...trainedParams({ history: 10, dropout: 0.2, epochs: 40, leastSteps: 400, patience: 10, selectBy: 'recall10', batchSize: 128, learningRate: 2e-3, weightDecay: 0.01 }),
  removeSeen,
];

export function sasrecSettings(params: Params): SasrecSettings {
  return params as unknown as SasrecSettings;
}
