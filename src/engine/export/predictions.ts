/** Predictions as columns and as lines of CSV, with their running sums. */
import { ERROR_HEAD } from '../records/predict';
import { csvText } from './csv';

export interface WrittenPredictions {
  readonly predictions: Float32Array;
  /** [rows, stages], row-major. */
  readonly partials: Float32Array;
  readonly stages: readonly string[];
  readonly targets?: Float32Array;
  /** 0-based row numbers; absent: 0, 1, ... */
  readonly rowIndex?: Uint32Array;
  /** 0 train, 1 validation, 2 test. */
  readonly parts?: Uint8Array;
  /** Where there are several seeds: the one whose run predicted these. */
  readonly seed?: number;
}

const PARTS = ['train', 'validation', 'test'] as const;

/** Columns row, split, target, prediction, partial1 ... partialL, a level each; split and target where they are known; seed where there are several. */
export function predictionsCsv(written: WrittenPredictions): Uint8Array<ArrayBuffer> {
  const columns = columnsOf(written);
  const rows = Array.from(written.predictions, (_, row) => columns.map(({ values }) => shortest(values[row]!)));
  return new TextEncoder().encode(csvText(columns.map(({ name }) => name), rows));
}

/** Name and values of each column: the same for every kind of file. */
export function columnsOf({ predictions, partials, stages, targets, rowIndex, parts, seed }: WrittenPredictions): { name: string; values: ArrayLike<string | number> }[] {
  const stage = (s: number) => Float32Array.from(predictions, (_, row) => partials[row * stages.length + s]!);
  return [
    { name: 'row', values: rowIndex ?? Uint32Array.from(predictions.keys()) },
    ...(parts ? [{ name: 'split', values: Array.from(parts, (part) => PARTS[part]!) }] : []),
    ...(targets ? [{ name: 'target', values: targets }] : []),
    { name: 'prediction', values: predictions },
    // The sum with the error head is the prediction itself.
    ...stages.flatMap((name, s) => (name === ERROR_HEAD ? [] : [{ name: `partial${s + 1}`, values: stage(s) }])),
    ...(seed === undefined ? [] : [{ name: 'seed', values: new Uint32Array(predictions.length).fill(seed) }]),
  ];
}

/** As few digits as tell float32 numbers apart. */
function shortest(value: string | number): string | number {
  if (typeof value === 'string' || !Number.isFinite(value)) return value;
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  return Number(value.toPrecision(9));
}
