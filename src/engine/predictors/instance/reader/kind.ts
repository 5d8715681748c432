/** The reader of histories (IAT, stage 2) as the registry has it. */
import type { ClickDeclaration } from '../../log/clickPredictor';
import { readerParams, readerPresets } from './params';
import { createReader } from './reader';

export const iatReader: ClickDeclaration = {
  kind: 'iat-reader',
  title: 'Reader of histories (IAT)',
  summary: 'Predicts the label from fields, the ordinary sequence and the user\'s earlier events as vectors of a store, with the labels known by then.',
  hue: '#8a4f9e',
  params: readerParams,
  presets: readerPresets,
  reads: ['store'],
  small: { history: 'zero', length: 4, sequenceLength: 4, width: 8, heads: 2, adapter: 4, side: 2, hidden: [8], fieldDim: 4, epochs: 3, batchSize: 64 },
  create: createReader,
};
