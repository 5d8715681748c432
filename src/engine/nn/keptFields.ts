/** The field encoder on a tape over kept memory: as FieldEncoder.apply, from the encoded features themselves, with its gradient. */
import type { Node, Tape } from '../cpu/tape';
import type { FeatureRows } from '../records/features';

export interface FieldNodes {
  readonly dim: number;
  /** [numbers, dim] each; null without numbers. */
  readonly numbers: { readonly weight: Node; readonly bias: Node; readonly missing: Node } | null;
  /** [labels, dim]; null without labels. */
  readonly table: Node | null;
  /** Where each category's, then each list's rows start in the table. */
  readonly offsets: readonly number[];
}

/** [B, fields x dim] of these rows: numbers, categories, lists. */
export function keptFields(tape: Tape, nodes: FieldNodes, features: FeatureRows, rows: Uint32Array): Node {
  const n = features.rows;
  const numbers = features.numbers.length / n;
  const categories = features.categories.length / n;
  const { dim } = nodes;
  const width = (numbers + categories + features.lists.length) * dim;
  const out = tape.node(rows.length, width);
  const values = tape.view(out).fill(0);
  eachNumber(tape, nodes, features, rows, ({ value, given, missing }, at, field, { weight, bias, missing: absent }) => {
    for (let j = 0; j < dim; j++) values[at + j] = value * weight[field + j]! + given * bias[field + j]! + missing * absent[field + j]!;
  }, width, 'address');
  const table = nodes.table && tape.view(nodes.table);
  eachLabel(nodes, features, rows, width, (label, at) => {
    for (let j = 0; j < dim; j++) values[at + j]! += table![label + j]!;
  });
  tape.record(out, () => {
    const slopes = tape.road.memory.floats(out.gradient, rows.length * width);
    for (const node of [nodes.numbers?.weight, nodes.numbers?.bias, nodes.numbers?.missing, nodes.table]) {
      if (!node) continue;
      tape.road.memory.floats(node.gradient, node.rows * node.columns).fill(0);
      node.touched = true;
    }
    eachNumber(tape, nodes, features, rows, ({ value, given, missing }, at, field, { weight, bias, missing: absent }) => {
      for (let j = 0; j < dim; j++) {
        const slope = slopes[at + j]!;
        weight[field + j]! += value * slope;
        bias[field + j]! += given * slope;
        absent[field + j]! += missing * slope;
      }
    }, width, 'gradient');
    const gradient = nodes.table && tape.road.memory.floats(nodes.table.gradient, nodes.table.rows * nodes.table.columns);
    eachLabel(nodes, features, rows, width, (label, at) => {
      for (let j = 0; j < dim; j++) gradient![label + j]! += slopes[at + j]!;
    });
  });
  return out;
}

interface Entry {
  value: number;
  given: number;
  missing: number;
}

/** Every number of every row, with its place in the output and its field's place in the parameters, or in their gradients. */
function eachNumber(
  tape: Tape, { dim, numbers }: FieldNodes, features: FeatureRows, rows: Uint32Array,
  act: (entry: Entry, at: number, field: number, arrays: { weight: Float32Array; bias: Float32Array; missing: Float32Array }) => void, width: number, of: 'address' | 'gradient',
): void {
  if (!numbers) return;
  const { memory } = tape.road;
  const view = (node: Node) => memory.floats(node[of], node.rows * node.columns);
  const arrays = { weight: view(numbers.weight), bias: view(numbers.bias), missing: view(numbers.missing) };
  const count = numbers.weight.rows;
  const entry: Entry = { value: 0, given: 0, missing: 0 };
  for (let b = 0; b < rows.length; b++) {
    for (let f = 0, from = rows[b]! * count; f < count; f++, from++) {
      entry.value = features.numbers[from]!;
      entry.missing = features.missing[from]!;
      entry.given = 1 - entry.missing;
      act(entry, b * width + f * dim, f * dim, arrays);
    }
  }
}

/** Every label of every row, as its place in the table and in the output; list after list, the entries of a row in their order. */
function eachLabel({ dim, numbers, offsets }: FieldNodes, features: FeatureRows, rows: Uint32Array, width: number, act: (label: number, at: number) => void): void {
  const before = (numbers?.weight.rows ?? 0) * dim;
  const categories = features.categories.length / features.rows;
  for (let b = 0; b < rows.length; b++) {
    const row = rows[b]!;
    for (let f = 0; f < categories; f++) act((features.categories[row * categories + f]! + offsets[f]!) * dim, b * width + before + f * dim);
    features.lists.forEach(({ offsets: starts, values }, list) => {
      const at = b * width + before + (categories + list) * dim;
      for (let i = starts[row]!; i < starts[row + 1]!; i++) act((values[i]! + offsets[categories + list]!) * dim, at);
    });
  }
}
