/** A table made ready for predictors: features learned from the training rows alone, and the rows of each part encoded with them. */
import { fitFeatures, type FeatureEncoder } from '../../../data/features';
import type { Table } from '../../../data/column';
import type { Part } from './snapshot';

export interface PreparedTable {
  readonly table: Table;
  readonly encoder: FeatureEncoder;
  readonly train: Part;
  readonly validation: Part;
  readonly test: Part;
}

export function prepareTable(table: Table): PreparedTable {
  const rowsOf = (part: number) => Uint32Array.from(table.parts.keys()).filter((row) => table.parts[row] === part);
  const train = rowsOf(0);
  const encoder = fitFeatures(table.features, train);
  const encoded = (rowNumbers: Uint32Array): Part => ({
    rowNumbers,
    features: encoder.encode(table.features, rowNumbers),
    targets: Float64Array.from(rowNumbers, (row) => table.target.values[row]!),
  });
  return { table, encoder, train: encoded(train), validation: encoded(rowsOf(1)), test: encoded(rowsOf(2)) };
}
