/** Logistic regression on the same fields as the networks, one weight a value: what a sum of effects can do. */
import { fitLogistic, predictLogistic, type LogisticModel, type SparseRows } from '../../../math/logisticRegression';
import type { ParamSpec } from '../../../records/params';
import type { PredictorEntry } from '../../../records/predict';
import { breathe } from '../../../runs/breathe';
import type { ClickDeclaration } from '../../log/clickPredictor';
import { fieldParams, knownFields, type KnownFields } from '../knownFields';

export const logisticParams: readonly ParamSpec[] = [
  ...fieldParams,
  {
    name: 'c',
    title: 'Weight of the rows (C)',
    help: 'How much the rows weigh against the pull of all weights towards zero. Smaller: smoother, for fewer rows a value.',
    type: 'number',
    default: 0.3,
    min: 1e-6,
    max: 1e6,
    group: 'method',
  },
  {
    name: 'iterations',
    title: 'Iterations',
    help: 'The most steps of the search for the minimum (L-BFGS), which ends as soon as the gradient is near zero.',
    type: 'integer',
    default: 1000,
    min: 1,
    max: 100_000,
    unit: 'steps',
    group: 'training',
    advanced: true,
  },
];

export const logisticPresets: PredictorEntry['presets'] = [
  { name: 'smooth', title: 'C 0.03: for rare values', params: { c: 0.03 } },
];

/** @throws InputError where codes or vectors are asked for and not joined. */
export const createLogistic: ClickDeclaration['create'] = async (inputs, params, random) => {
  const { events: { labels, train } } = inputs;
  const known = knownFields(inputs, params, random.split('shuffled codes'));
  // Values that no training row has get no weight: number 0 of every field.
  const sizes = known.fields.map(({ size }) => size - 1);
  const numbers = known.vectors?.dim ?? 0;
  const starts = sizes.map((_, field) => sizes.slice(0, field).reduce((sum, size) => sum + size, 0));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  let model = modelOf(new Float64Array(total + numbers + 1));
  let converged = true;
  let steps = 0;

  /** From weights of all fields, then of the vector's numbers, then the constant. */
  function modelOf(all: Float64Array): LogisticModel {
    return { intercept: all[total + numbers]!, weights: sizes.map((size, field) => all.slice(starts[field], starts[field]! + size)), dense: all.slice(total, total + numbers), iterations: 0, converged: true, gradient: 0 };
  }
  const flat = (): Float64Array => Float64Array.from([...model.weights.flatMap((weights) => [...weights]), ...model.dense, model.intercept]);

  return {
    plannedSteps: 1,
    plannedEpochs: 0,
    patience: 0,
    selectBy: 'auc',
    parameters: total + numbers + 1,
    bits: known.bits,
    trainStep: async () => {
      const fitted = await fitLogistic(sparseRows(known, sizes, train), Uint8Array.from(train, (event) => labels[event]!), { c: params.c as number, iterations: params.iterations as number, breathe });
      [model, converged, steps] = [fitted, fitted.converged, fitted.iterations];
      return { losses: {}, items: train.length, phase: 'searching the minimum', epochEnded: true, done: true };
    },
    predict: async (events) => Float32Array.from(predictLogistic(model, sparseRows(known, sizes, events))),
    weights: async () => ({ weights: Float32Array.from(flat()) }),
    setWeights: (weights) => {
      model = modelOf(Float64Array.from(weights.weights!));
    },
    state: async () => ({ weights: flat(), search: Float64Array.of(converged ? 1 : 0, steps) }),
    restore: (state) => {
      model = modelOf(Float64Array.from(state.weights!));
      [converged, steps] = [state.search![0] === 1, state.search![1]!];
    },
    notes: () => [...known.notes, ...(converged ? [] : [`The search for the minimum ended after ${steps} steps, before the gradient was near zero: allow more iterations.`])],
    dispose: () => {},
  };
};

/** Values of each field from 0, -1 for none, and the numbers of vectors. */
function sparseRows({ fields, vectors, items }: KnownFields, sizes: readonly number[], events: Uint32Array): SparseRows {
  const codes = new Int32Array(events.length * fields.length);
  const dense = new Float32Array(events.length * (vectors?.dim ?? 0));
  events.forEach((event, row) => {
    const item = items[event]!;
    fields.forEach((field, f) => (codes[row * fields.length + f] = field.codes[field.by === 'item' ? item : event]! - 1));
    if (vectors) dense.set(vectors.data.subarray(item * vectors.dim, (item + 1) * vectors.dim), row * vectors.dim);
  });
  return { rows: events.length, codes, sizes, ...(vectors && { dense }) };
}
