/** The floor: the share of positive training rows, of all, or of the event's user or item, drawn towards that of all where it has few rows. */
import type { ParamSpec } from '../../../records/params';
import type { PredictorEntry } from '../../../records/predict';
import type { ClickDeclaration } from '../../log/clickPredictor';

export const rateParams: readonly ParamSpec[] = [
  {
    name: 'of',
    title: 'Rate of',
    help: 'The share of positive training rows: of all rows, of the rows of the same user, or of the same item.',
    type: 'choice',
    default: 'all',
    choices: [
      { value: 'all', title: 'all rows' },
      { value: 'user', title: 'the user' },
      { value: 'item', title: 'the item' },
    ],
    group: 'method',
  },
  {
    name: 'strength',
    title: 'Rows of the rate of all',
    help: 'A user or item counts as if it had so many rows more, with the rate of all rows: with few rows of its own it stays near that.',
    type: 'number',
    default: 10,
    min: 0.01,
    max: 1e6,
    unit: 'rows',
    group: 'method',
  },
];

export const ratePresets: PredictorEntry['presets'] = [
  { name: 'user', title: 'A rate for each user', params: { of: 'user' } },
  { name: 'item', title: 'A rate for each item', params: { of: 'item' } },
];

export const createRate: ClickDeclaration['create'] = async ({ events: { log, labels, train } }, { of, strength }) => {
  const groups = of === 'user' ? log.users : of === 'item' ? log.items : new Int32Array(log.events);
  const count = of === 'user' ? log.userNames.length : of === 'item' ? log.itemNames.length : 1;
  let rates = new Float32Array(count);
  return {
    plannedSteps: 1,
    plannedEpochs: 0,
    patience: 0,
    selectBy: 'auc',
    parameters: count,
    bits: 0,
    trainStep: async () => {
      const [rows, positives] = [new Float64Array(count), new Float64Array(count)];
      for (const event of train) {
        rows[groups[event]!]!++;
        positives[groups[event]!]! += labels[event]!;
      }
      const all = positives.reduce((sum, value) => sum + value, 0) / train.length;
      const pull = of === 'all' ? 0 : (strength as number);
      rates = Float32Array.from(rows, (n, group) => (positives[group]! + pull * all) / (n + pull));
      return { losses: {}, items: train.length, phase: 'rates of the training rows', epochEnded: true, done: true };
    },
    predict: async (wanted) => Float32Array.from(wanted, (event) => rates[groups[event]!]!),
    weights: async () => ({ rates }),
    setWeights: (weights) => {
      rates = weights.rates!.slice();
    },
    state: async () => ({ rates }),
    restore: (state) => {
      rates = Float32Array.from(state.rates!);
    },
    notes: () => [],
    dispose: () => {},
  };
};
