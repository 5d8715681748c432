/** Settings of generative retrieval. Defaults are those of a model of 0.2 million parameters that trains in a browser; `xl` is the size of published re-implementations of TIGER. */
import type { Params, ParamSpec } from '../../../records/params';
import type { PredictorEntry } from '../../../records/predict';
import { removeSeen, trainedParams, type TrainedSettings } from '../recommenderParams';

export interface GenerativeSettings extends TrainedSettings {
  readonly ids: 'joined' | 'shuffled' | 'random';
  readonly suffix: boolean;
  readonly pairs: 'all' | 'last';
  readonly layers: number;
  readonly width: number;
  readonly heads: number;
  readonly headWidth: number;
  readonly ffn: number;
  readonly maskPlace: boolean;
  readonly beam: number;
  readonly removeSeen: boolean;
}

export const generativeParams: readonly ParamSpec[] = [
  {
    name: 'ids',
    title: 'Semantic IDs',
    help: 'Those of the joined codes; the same dealt out again among the items, which keeps how often each code is used and loses what it means; or random ones, all different. The last two are controls: IDs are worth what joined ones gain over them.',
    type: 'choice',
    default: 'joined',
    choices: [
      { value: 'joined', title: 'as joined' },
      { value: 'shuffled', title: 'shuffled among items' },
      { value: 'random', title: 'random' },
    ],
    group: 'method',
  },
  {
    name: 'suffix',
    title: 'Suffix tokens',
    help: 'One more token tells items of one ID apart. It is left out where no two items share an ID. Without it, items of one ID share a place of the ranking, and count what they would in random order.',
    type: 'boolean',
    default: true,
    group: 'method',
  },
  {
    name: 'pairs',
    title: 'Training pairs',
    help: 'Every item of a training sequence as the target of what came before it, or the last item alone.',
    type: 'choice',
    default: 'all',
    choices: [
      { value: 'all', title: 'every item' },
      { value: 'last', title: 'the last item' },
    ],
    group: 'training',
    advanced: true,
  },
  { name: 'layers', title: 'Layers', help: 'Layers of the encoder, and as many of the decoder.', type: 'integer', default: 2, min: 1, max: 12, group: 'shape' },
  { name: 'width', title: 'Width', help: 'Numbers that stand for a token.', type: 'integer', default: 64, min: 4, max: 512, group: 'shape' },
  { name: 'heads', title: 'Heads', help: 'Heads of each attention.', type: 'integer', default: 4, min: 1, max: 16, group: 'shape' },
  { name: 'headWidth', title: 'Numbers per head', help: 'Numbers of a query and a key in each head.', type: 'integer', default: 16, min: 1, max: 128, group: 'shape', advanced: true },
  { name: 'ffn', title: 'Width between', help: 'Units between the two linear layers that follow each attention (FFN).', type: 'integer', default: 128, min: 1, max: 4096, group: 'shape' },
  ...trainedParams({ history: 10, dropout: 0.1, epochs: 20, leastSteps: 800, patience: 5, selectBy: 'loss', batchSize: 128, learningRate: 2e-3, weightDecay: 0.01 }),
  {
    name: 'maskPlace',
    title: 'Tokens of the place alone',
    help: 'At each place the model chooses among the tokens of that place. Off: among all tokens, as a language model would.',
    type: 'boolean',
    default: true,
    group: 'method',
    advanced: true,
  },
  { name: 'beam', title: 'Beam', help: 'IDs that the search keeps at each place. At least as many as the ranking has places, 20; more find a little more and take longer.', type: 'integer', default: 20, min: 1, max: 500, unit: 'IDs', group: 'method' },
  removeSeen,
];

export const generativePresets: PredictorEntry['presets'] = [
  { name: 'browser', title: 'Small enough for a browser', params: {} },
  { name: 'xl', title: 'The size of published models', params: { layers: 4, width: 128, heads: 6, headWidth: 64, ffn: 1024, history: 20, learningRate: 1e-4, epochs: 200, patience: 10, batchSize: 256, beam: 30 } },
  { name: 'shuffled', title: 'Shuffled IDs', params: { ids: 'shuffled' } },
  { name: 'random', title: 'Random IDs', params: { ids: 'random' } },
];

export function generativeSettings(params: Params): GenerativeSettings {
  return params as unknown as GenerativeSettings;
}
