/** Clusters within clusters in a plane: what residual quantization does to it can be seen whole. */
import { Random } from '../../math/random';
import type { Generated } from './generated';

const GROUPS = 4;
const SUBGROUPS = 4;

/**
 * x = group centre + subgroup offset + noise, [rows, 2]: four groups at the corners of a kite, four subgroups at the same four offsets in each, so that what the
 * first level leaves over looks alike in all groups and one second codebook serves them. Noise: Gaussian, 0.12. The label names the group and the subgroup.
 */
export function planeClusters(seed = 7, rows = 320): Generated {
  const random = new Random(seed);
  const centres = [[-2.6, 1.3], [2.2, 1.9], [2.8, -1.5], [-1.7, -2.0]] as const;
  const offsets = [[-0.75, 0.35], [0.3, 0.8], [0.75, -0.35], [-0.3, -0.8]] as const;
  const data = new Float32Array(2 * rows);
  const names: string[] = [];
  for (let i = 0; i < rows; i++) {
    const group = random.integer(GROUPS);
    const part = random.integer(SUBGROUPS);
    for (let axis = 0; axis < 2; axis++) data[2 * i + axis] = centres[group]![axis]! + offsets[part]![axis]! + 0.12 * random.normal();
    names.push(`${String.fromCharCode(65 + group)}${part + 1}`);
  }
  return { rows, dim: 2, data, labels: [{ name: 'cluster', values: names }] };
}
