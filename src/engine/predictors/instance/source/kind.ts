/** The source model of instances (IAT, stage 1) as the registry has it. */
import { sourceParams, sourcePresets } from './params';
import type { SourceDeclaration } from './task';

export const iatSource: SourceDeclaration = {
  kind: 'iat-source',
  title: 'Instances as vectors (IAT, source)',
  summary: 'Presses each event, with its context, into a few numbers that predict labels; a reader of histories is given them in place of the event.',
  hue: '#2f7d6b',
  params: sourceParams,
  presets: sourcePresets,
  small: { dim: 4, width: 8, length: 6, hidden: [8], fieldDim: 4, usersPerBatch: 8, batchSize: 64, epochs: 3 },
};
