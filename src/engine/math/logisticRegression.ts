/** Logistic regression of a yes or no on labels and numbers: the reference that every learned predictor of a probability is compared with. */
import { isPositive } from './binary';
import { minimize } from './lbfgs';

/** Rows as a linear model takes them. */
export interface SparseRows {
  readonly rows: number;
  /** Int32 [rows, fields], row-major: in each field the number of the row's label, from 0; -1: none, which adds nothing. */
  readonly codes: Int32Array;
  /** [fields]: how many labels each field has. */
  readonly sizes: readonly number[];
  /** [rows, numbers], row-major, each column of mean 0 and deviation 1 or so, since all weights are penalised alike; absent: none. */
  readonly dense?: Float32Array | Float64Array;
}

export interface LogisticOptions {
  /** Weight of the rows against the penalty, as scikit-learn's C: smaller is smoother. */
  readonly c?: number;
  readonly iterations?: number;
  /** Largest entry of the gradient at the end; no weight is then further from the minimum than the gradient is long. */
  readonly tolerance?: number;
  /** Awaited after every block of rows, so that a worker can let messages in. */
  readonly breathe?: () => Promise<void>;
}

export interface LogisticModel {
  readonly intercept: number;
  /** One [size] a field, and [numbers]. */
  readonly weights: readonly Float64Array[];
  readonly dense: Float64Array;
  readonly iterations: number;
  readonly converged: boolean;
  /** Largest absolute entry of the gradient at the end. */
  readonly gradient: number;
}

/** Some milliseconds of work. */
const ROWS_AT_A_TIME = 16_384;

/**
 * Minimises |w|^2 / 2 + C sum_i ln(1 + exp(-(2 y_i - 1) z_i)), z = intercept + the weights of the row's labels + dense numbers times theirs; the intercept is not penalised (the
 * convention of scikit-learn).
 * L-BFGS in float64 from the log-odds of the positive share: same rows, same bits. Memory of some 45 weight vectors, time of rows x (fields + numbers) a step.
 * RangeError for labels other than 0 and 1 or of one class only, codes beyond their field, and numbers that are not finite.
 */
export async function fitLogistic(rows: SparseRows, labels: ArrayLike<number>, { c = 0.3, iterations = 1000, tolerance = 1e-5, breathe }: LogisticOptions = {}): Promise<LogisticModel> {
  if (labels.length !== rows.rows) throw new RangeError(`Logistic regression: ${labels.length} labels and ${rows.rows} rows; both need one a row.`);
  const { offsets, labelWeights, numbers, dense, fields } = layoutOf(rows);
  const targets = Uint8Array.from({ length: rows.rows }, (_, row) => (isPositive(labels, row) ? 1 : 0));
  const positives = targets.reduce((sum, target) => sum + target, 0);
  if (positives === 0 || positives === rows.rows) throw new RangeError(`All ${rows.rows} labels are alike; logistic regression needs both 0 and 1.`);
  const last = labelWeights + numbers;
  const places = Int32Array.from(rows.codes, (code, at) => (code < 0 ? -1 : offsets[at % fields]! + code));

  /** Adds the loss and the gradient of some rows. */
  const addRows = (point: Float64Array, gradient: Float64Array, from: number, to: number): number => {
    let loss = 0;
    for (let row = from; row < to; row++) {
      let logit = point[last]!;
      for (let at = row * fields; at < (row + 1) * fields; at++) if (places[at]! >= 0) logit += point[places[at]!]!;
      for (let j = 0; j < numbers; j++) logit += point[labelWeights + j]! * dense[row * numbers + j]!;
      const small = Math.exp(-Math.abs(logit));
      loss += Math.log1p(small) + Math.max(0, targets[row] === 1 ? -logit : logit);
      const error = c * ((logit >= 0 ? 1 : small) / (1 + small) - targets[row]!);
      gradient[last]! += error;
      for (let at = row * fields; at < (row + 1) * fields; at++) if (places[at]! >= 0) gradient[places[at]!]! += error;
      for (let j = 0; j < numbers; j++) gradient[labelWeights + j]! += error * dense[row * numbers + j]!;
    }
    return c * loss;
  };
  /** One over the second derivatives, where every row has the positive share as its probability. */
  const inverseCurvature = (): Float64Array => {
    const share = positives / rows.rows;
    const curvature = new Float64Array(last + 1).fill(1);
    curvature[last] = c * share * (1 - share) * rows.rows;
    for (const place of places) if (place >= 0) curvature[place]! += c * share * (1 - share);
    dense.forEach((value, at) => (curvature[labelWeights + (at % numbers)]! += c * share * (1 - share) * value * value));
    return curvature.map((value) => 1 / value);
  };
  const objective = async (point: Float64Array, gradient: Float64Array): Promise<number> => {
    let value = 0;
    for (let i = 0; i < last; i++) {
      gradient[i] = point[i]!;
      value += (point[i]! * point[i]!) / 2;
    }
    gradient[last] = 0;
    for (let from = 0; from < rows.rows; from += ROWS_AT_A_TIME) {
      value += addRows(point, gradient, from, Math.min(from + ROWS_AT_A_TIME, rows.rows));
      await breathe?.();
    }
    return value;
  };

  const start = new Float64Array(last + 1);
  start[last] = Math.log(positives / (rows.rows - positives));
  const { point, ...end } = await minimize(objective, start, { memory: 20, iterations, tolerance, inverseCurvature: inverseCurvature() });
  return {
    intercept: point[last]!,
    weights: rows.sizes.map((size, field) => point.slice(offsets[field], offsets[field]! + size)),
    dense: point.slice(labelWeights, last),
    iterations: end.iterations, converged: end.converged, gradient: end.gradient,
  };
}

/** Float64 [rows]: probability of label 1. Codes beyond the model's labels are a RangeError, as in `fitLogistic`; take -1 for labels that training has not seen. */
export function predictLogistic(model: LogisticModel, rows: SparseRows): Float64Array {
  const { numbers, dense, fields } = layoutOf(rows);
  const alike = numbers === model.dense.length && fields === model.weights.length && rows.sizes.every((size, field) => size === model.weights[field]!.length);
  if (!alike) throw new RangeError('The rows have other fields or numbers than those that the model was fitted to.');
  return Float64Array.from({ length: rows.rows }, (_, row) => {
    let logit = model.intercept;
    for (let field = 0; field < fields; field++) logit += model.weights[field]![rows.codes[row * fields + field]!] ?? 0;
    for (let j = 0; j < numbers; j++) logit += model.dense[j]! * dense[row * numbers + j]!;
    return 1 / (1 + Math.exp(-logit));
  });
}

/** Where each field's weights begin, and how many there are; checks what is needed for that. */
function layoutOf({ rows, codes, sizes, dense = new Float64Array() }: SparseRows) {
  const fields = sizes.length;
  if (codes.length !== rows * fields) throw new RangeError(`${codes.length} codes for ${rows} rows of ${fields} fields.`);
  if (dense.length % Math.max(1, rows) !== 0) throw new RangeError(`${dense.length} numbers for ${rows} rows.`);
  const wrong = codes.findIndex((code, at) => code < -1 || code >= sizes[at % fields]!);
  if (wrong >= 0) throw new RangeError(`Row ${Math.floor(wrong / fields)} has code ${codes[wrong]} in field ${wrong % fields}; -1 to ${sizes[wrong % fields]! - 1} was wanted.`);
  const infinite = dense.findIndex((value) => !Number.isFinite(value));
  const numbers = rows === 0 ? 0 : dense.length / rows;
  if (infinite >= 0) throw new RangeError(`Row ${Math.floor(infinite / numbers)} has ${dense[infinite]} among its numbers; finite ones were wanted.`);
  const offsets: number[] = [];
  const labelWeights = sizes.reduce((sum, size) => (offsets.push(sum), sum + size), 0);
  return { offsets, labelWeights, numbers, dense, fields };
}
