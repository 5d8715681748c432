/** Clusters within clusters: residuals at three scales, so that each level of a residual quantizer has something of its own to find. */
import { Random } from '../../math/random';
import type { Generated } from './generated';
import { pick } from './generated';

const GROUPS = 8;
const SUBGROUPS = 8;
/** Every group's noise is this many times longer along some axes. */
const STRETCH = 3;
const STRETCHED_AXES = 4;

/**
 * x = group centre + subgroup offset + noise, [rows, 32] by default.
 * - 8 groups on a sunflower pattern in the first two axes (a 2-D picture shows them), with smaller parts in the others; sizes fall as 1 / rank^0.7.
 * - 8 subgroups a group, offsets well below the distance between groups; sizes fall the same way.
 * - Noise: zero-mean Gaussian along the axes, of its own size in every group (0.1 to 0.2), three times that along four axes of the group.
 * Later axes are smaller: axis j is scaled by exp(-j / 24).
 */
export function nestedClusters(seed = 1, rows = 2000, dim = 32): Generated {
  const random = new Random(seed);
  const scale = Array.from({ length: dim }, (_, j) => Math.exp(-j / 24));
  const around = (stream: Random, size: number): number[] => scale.map((axis) => size * axis * stream.normal());

  const centres = Array.from({ length: GROUPS }, (_, g) => {
    const radius = 1.15 * Math.sqrt(g + 0.5);
    const angle = g * Math.PI * (3 - Math.sqrt(5));
    const others = around(random.split(`centre ${g}`), 0.3);
    return others.map((value, j) => (j === 0 ? radius * Math.cos(angle) : j === 1 ? 0.8 * radius * Math.sin(angle) : value));
  });
  const offsets = centres.map((_, g) => Array.from({ length: SUBGROUPS }, (_, s) => around(random.split(`offset ${g} ${s}`), 0.34)));
  const noise = centres.map((_, g) => {
    const stretched = new Set(random.split(`axes ${g}`).choose(dim, STRETCHED_AXES));
    return scale.map((axis, j) => axis * (0.1 + 0.015 * g) * (stretched.has(j) ? STRETCH : 1));
  });
  const weights = Array.from({ length: GROUPS }, (_, rank) => (rank + 1) ** -0.7);

  const draw = random.split('rows');
  const data = new Float32Array(rows * dim);
  const groups: string[] = [];
  const subgroups: string[] = [];
  for (let i = 0; i < rows; i++) {
    const g = pick(weights, draw.uniform());
    const s = pick(weights, draw.uniform());
    for (let j = 0; j < dim; j++) data[i * dim + j] = centres[g]![j]! + offsets[g]![s]![j]! + noise[g]![j]! * draw.normal();
    groups.push(String.fromCharCode(65 + g));
    subgroups.push(`${String.fromCharCode(65 + g)}${s + 1}`);
  }
  return {
    rows,
    dim,
    data,
    labels: [
      { name: 'group', values: groups },
      { name: 'subgroup', values: subgroups },
    ],
  };
}
